import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as vscode from 'vscode';
import { ProjectedTree, type TreeRows } from '../../src/vscode/host/projectedTree';
import { next } from './workspace';

/** A row by the way to it: `1.2` is the second row below the first at the top. */
interface Row {
  readonly way: string;
}

/** Rows of a tree in which each row has as many below it, down to a depth. Each call makes other objects. */
class GrownRows implements TreeRows<Row> {
  readonly gone = new Set<string>();

  constructor(
    private readonly breadth: number,
    private readonly depth: number,
  ) {}

  idOf({ way }: Row): string {
    return way;
  }

  childrenOf(row: Row | undefined): readonly Row[] {
    const above = row ? `${row.way}.` : '';
    if (above.split('.').length > this.depth) return [];
    const ways = Array.from({ length: this.breadth }, (_, at) => `${above}${at + 1}`);
    return ways.filter((way) => !this.gone.has(way)).map((way) => ({ way }));
  }

  parentOf({ way }: Row): Row | undefined {
    const at = way.lastIndexOf('.');
    return at < 0 ? undefined : { way: way.slice(0, at) };
  }

  itemOf({ way }: Row): vscode.TreeItem | undefined {
    if (this.gone.has(way)) return undefined;
    return new vscode.TreeItem(way, vscode.TreeItemCollapsibleState.Collapsed);
  }
}

describe('a tree that shows the data of something else', () => {
  const made: ProjectedTree<Row>[] = [];
  let toggled: Map<string, boolean>;

  const treeOf = (rows: GrownRows): ProjectedTree<Row> => {
    toggled = new Map();
    const openRows = {
      isOpen: (id: string) => toggled.get(id),
      set: (id: string, isOpen: boolean) => void toggled.set(id, isOpen),
    };
    const tree = new ProjectedTree<Row>(rows, openRows, () => 0);
    made.push(tree);
    return tree;
  };
  /** What VS Code gets when it asks for all rows down to a depth, by their ways. */
  const given = (tree: ProjectedTree<Row>, depth: number, row?: Row): Map<string, Row> => {
    if (depth === 0) return new Map();
    return new Map(
      tree.getChildren(row).flatMap((child) => [[child.way, child] as const, ...given(tree, depth - 1, child)]),
    );
  };

  afterEach(() => {
    for (const each of made.splice(0)) each.dispose();
  });

  it('a tree gives VS Code the same object for the same row, also as a parent', () => {
    const tree = treeOf(new GrownRows(2, 3));
    const first = given(tree, 3);
    assert.equal(first.size, 14);
    for (const [way, row] of given(tree, 3)) {
      assert.equal(row, first.get(way));
      const parent = tree.getParent(row);
      assert.equal(parent, parent && first.get(parent.way));
    }
  });

  it('a row is revealed as the object that VS Code was given, after what was waiting is redrawn', async () => {
    const tree = treeOf(new GrownRows(2, 3));
    const first = given(tree, 3);
    const order: unknown[] = [];
    tree.onDidChangeTreeData((rows) => order.push(rows));
    tree.redraw({ way: '2' });
    await tree.reveal({ reveal: async (row) => void order.push(row) }, { way: '2.1' }, { select: true });
    assert.deepEqual(order, [[first.get('2')], first.get('2.1')]);
    assert.equal(order[1], first.get('2.1'));
  });

  it('a row is revealed although VS Code waits until the tree is drawn once more', async () => {
    const tree = treeOf(new GrownRows(2, 3));
    const view = { reveal: async () => void (await next(tree.onDidChangeTreeData)) };
    await tree.reveal(view, { way: '2.1' }, { select: true });
  });

  it('a row that VS Code cannot reveal is told, and is not tried for ever', async () => {
    const tree = treeOf(new GrownRows(1, 1));
    const reveal = () => Promise.reject(new Error('no such row'));
    await assert.rejects(tree.reveal({ reveal }, { way: '9' }, {}), /no such row/);
  });

  it('a tree redraws together the rows that changed, but none that VS Code was never given or that is below another', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
        async (depth, places) => {
          const tree = treeOf(new GrownRows(3, 3));
          const known = given(tree, depth);
          // One that is surely redrawn, so that there is something to wait for.
          const ways = ['1', ...places.map((place) => place.join('.'))];
          const fired = next(tree.onDidChangeTreeData);
          for (const way of ways) tree.redraw({ way });
          const redrawn = await fired;
          assert.ok(redrawn);
          const changed = [...new Set(ways)].filter((way) => known.has(way));
          const isBelow = (way: string) => changed.some((other) => way.startsWith(`${other}.`));
          const wanted = changed.filter((way) => !isBelow(way));
          assert.deepEqual(redrawn.map(({ way }) => way).sort(), wanted.sort());
          for (const row of redrawn) assert.equal(row, known.get(row.way));
        },
      ),
      { numRuns: 60 },
    ));

  it('a tree redraws everything only when the rows at the top are other ones', async () => {
    const rows = new GrownRows(2, 1);
    const tree = treeOf(rows);
    given(tree, 1);
    let drawings = 0;
    tree.onDidChangeTreeData(() => drawings++);
    tree.redrawTop();
    const same = next(tree.onDidChangeTreeData);
    tree.redraw({ way: '1' });
    assert.deepEqual(await same, [{ way: '1' }]);
    assert.equal(drawings, 1);
    rows.gone.add('2');
    const other = next(tree.onDidChangeTreeData);
    tree.redrawTop();
    assert.equal(await other, undefined);
  });

  it('a tree forgets rows that are gone, and shows one that VS Code asks for all the same as gone', async () => {
    const rows = new GrownRows(2, 1);
    const tree = treeOf(rows);
    const known = given(tree, 1);
    rows.gone.add('2');
    const gone = known.get('2');
    assert.ok(gone);
    assert.equal(tree.getTreeItem(gone).label, 'gone');
    tree.forgetRow({ way: '2' });
    const fired = next(tree.onDidChangeTreeData);
    for (const way of ['1', '2']) tree.redraw({ way });
    assert.deepEqual(await fired, [{ way: '1' }]);
  });

  it('a tree remembers what the user has opened and closed, when a row is drawn anew', () => {
    const tree = treeOf(new GrownRows(2, 2));
    const [first, second] = tree.getChildren();
    assert.ok(first && second);
    tree.rowToggled(first, true);
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const states = () => [first, second].map((row) => tree.getTreeItem(row).collapsibleState);
    assert.deepEqual(states(), [Expanded, Collapsed]);
    // VS Code asks for the rows below an open row alone.
    tree.getChildren(second);
    tree.rowToggled(first, false);
    assert.deepEqual(states(), [Collapsed, Expanded]);
  });
});
