import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { SessionGrid } from '../../src/core/grid/sessionGrid';
import type { SessionEntry } from '../../src/core/index/sessionEntry';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { SessionSearch } from '../../src/core/index/sessionSearch';
import { writeGrid } from '../../src/vscode/grid/gridExport';
import { GridRowReader } from '../../src/vscode/grid/gridRows';
import { GridSettings } from '../../src/vscode/grid/gridSettings';
import { type SelectionView, TreeSelection } from '../../src/vscode/grid/treeSelection';
import type { TreeNode } from '../../src/vscode/sessions/treeNode';
import { entry, listed } from '../core/index/changes';
import { HandTimers } from '../support/handTimers';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { Memory } from './memory';
import { closeEditors, TestMobileApps } from './workspace';

const { token: TOKEN, session: SESSION } = JSON.parse(SEED_SESSION) as { token: string; session: { ip: string } };

describe('the grid of sessions in the editor', () => {
  let apps: TestMobileApps;
  let folders = 0;

  beforeEach(() => {
    apps = new TestMobileApps(`grid-${folders++}`);
    apps.write(SEED_SESSION, SEED_APPLICATION, SEED_NAME);
  });

  afterEach(async () => {
    await closeEditors();
    apps.remove();
  });

  /** A grid of sessions of which only the seed is on disk. */
  function gridOf(...entries: readonly SessionEntry[]): SessionGrid {
    const place = { folder: apps.folder, application: SEED_APPLICATION };
    const index = new SessionIndex();
    index.apply({ kind: 'folderState', folder: apps.folder, state: { kind: 'ready' } });
    index.apply(listed(apps.folder, SEED_APPLICATION));
    index.apply({ kind: 'checked', ...place, entries });
    return new SessionGrid(index, place, { sort: 'email', filter: '' }, new SessionSearch());
  }

  /** A grid of three sessions beside a tree that finds a row, and says what it has selected, when the test does so. */
  function selections() {
    const grid = gridOf(entry('a', { email: 'a@x.y' }), entry('b', { email: 'b@x.y' }), entry('c', { email: 'c@x.y' }));
    const selected = new vscode.EventEmitter<vscode.TreeViewSelectionChangeEvent<TreeNode>>();
    const timers = new HandTimers();
    const asked: string[] = [];
    let end: (failure?: Error) => void = () => assert.fail('nothing was asked');
    const view: SelectionView = {
      visible: true,
      selection: [],
      onDidChangeSelection: selected.event,
      reveal: () => assert.fail('not as the tree reveals rows that are not drawn yet'),
    };
    const reveal = (_: unknown, row: TreeNode) => {
      if (row.kind === 'session') asked.push(row.key.name);
      return new Promise<void>((resolve, reject) => {
        end = (failure) => (failure ? reject(failure) : resolve());
      });
    };
    const tree = new TreeSelection(view, { shows: () => true, reveal }, grid, timers);
    const follow = (name?: string) => {
      if (name !== undefined) tree.follow(name);
      timers.end();
    };
    /** The tree says that these rows are selected; without a name, that it is the row of the folder. */
    const pick = (...names: readonly string[]) => {
      const nodes = names.map((name): TreeNode => ({ kind: 'session', key: grid.keyOf(name) }));
      selected.fire({ selection: nodes.length > 0 ? nodes : [{ kind: 'folder', folder: apps.folder }] });
    };
    const done = async (failure?: Error) => {
      end(failure);
      await new Promise(setImmediate);
    };
    const answer = (name: string) => {
      pick(name);
      return done();
    };
    const names = () => grid.selectedKeys().map(({ name }) => name);
    return { grid, tree, asked, follow, pick, done, answer, names };
  }

  it('address and token of a session are read from its file, and the token itself is not shown', async () => {
    const grid = gridOf(entry(SEED_NAME, { email: 'ada@x.y' }), entry('gone', { email: 'bob@x.y' }));
    const rows = await new GridRowReader().rows(grid.window(0, 2), ['who', 'address', 'token'], {
      keyOf: (name) => grid.keyOf(name),
      isSelected: (name) => name === 'gone',
    });
    assert.deepEqual(
      rows.map(({ cells, isSelected }) => [cells, isSelected]),
      [
        [['ada@x.y', SESSION.ip, 'fits'], false],
        [['bob@x.y', '', ''], true],
      ],
    );
    assert.ok(!JSON.stringify(rows).includes(TOKEN));
  });

  it('an export has the columns that are shown, and the token only if it is asked for', async () => {
    const grid = gridOf(entry(SEED_NAME, { email: '=1+1' }));
    const file = path.join(apps.folder, 'sessions.csv');
    const write = async (withToken: boolean) => {
      const keys = grid.allKeys();
      await writeGrid(grid, { keys, withToken, columns: ['who', 'address', 'id'] }, vscode.Uri.file(file));
      return fs.readFileSync(file, 'utf8');
    };
    const plain = await write(false);
    assert.equal(plain, `\uFEFFWho,Address,Session Id\r\n'=1+1,${SESSION.ip},${SEED_NAME}\r\n`);
    const secret = await write(true);
    assert.ok(secret.includes(`,Connection Token\r\n`) && secret.includes(TOKEN));
  });

  it('the selection of grid and tree is the same, and no echo of the one changes the other', async () => {
    const { follow, pick, asked, answer, names, tree } = selections();
    pick('a', 'b');
    assert.deepEqual(names(), ['a', 'b']);
    pick();
    assert.deepEqual(names(), ['a', 'b']);

    follow('b');
    assert.deepEqual(asked, ['b']);
    await answer('b');
    assert.deepEqual(names(), ['a', 'b']);
    pick('a');
    assert.deepEqual(names(), ['a']);
    await tree.dispose();
    pick('b');
    assert.deepEqual(names(), ['a']);
  });

  it('a row that the tree was asked for is no choice of the user, when it says so late, again or with another row', async () => {
    const { grid, follow, pick, asked, answer, done, names } = selections();
    const all = ['a', 'b', 'c'];
    grid.select('a', 'only');
    follow('a');
    grid.select('c', 'range');
    follow('c');
    assert.deepEqual(asked, ['a'], 'one row at a time');
    pick('a');
    pick();
    pick('a');
    assert.deepEqual(names(), all, 'before it is there');
    await done();
    follow();
    assert.deepEqual(asked, ['a', 'c'], 'the row that was selected meanwhile');
    await done();
    follow('b');
    await done();
    assert.deepEqual(asked, ['a', 'c', 'b']);
    pick('b');
    pick('b');
    assert.deepEqual(names(), all, 'after it is there');
    pick('c');
    assert.deepEqual(names(), all, 'after another one');
    follow();
    await answer('b');
    assert.deepEqual([names(), asked], [all, ['a', 'c', 'b', 'b']], 'the tree has the wanted row again');
    pick('c');
    assert.deepEqual(names(), ['c']);
  });

  it('what the user chooses in the tree counts while the tree still looks for a row of the grid', async () => {
    const { grid, follow, pick, asked, answer, done, names } = selections();
    grid.select('a', 'only');
    grid.select('b', 'range');
    follow('b');
    pick('c');
    assert.deepEqual(names(), ['c']);
    await answer('b');
    assert.deepEqual(names(), ['c']);
    follow();
    assert.deepEqual(asked, ['b', 'c'], 'the tree has the choice of the user again');
    await answer('c');

    follow('c');
    await done();
    pick('a');
    pick('c');
    assert.deepEqual(names(), ['c'], 'the tree had that row and had nothing to say');
    grid.select('a', 'range');
    follow('a');
    await done(new Error('gone'));
    pick('a');
    assert.deepEqual(names(), ['a'], 'a row that could not be shown');
  });

  it('columns and order of a grid are kept for the next one', async () => {
    const memory = new Memory();
    const settings = new GridSettings(memory);
    assert.deepEqual(settings.order, { sort: 'email', reversed: false });
    await settings.choose(['id', 'who']);
    await settings.keepWidth('who', 240.4);
    await settings.keepWidth('id', 90_000);
    await settings.keepWidth('device', 100);
    await settings.keepWidth('device', undefined);
    await settings.keepOrder({ sort: 'findings', reversed: true });
    const next = new GridSettings(memory);
    assert.deepEqual(next.widths, { who: 240, id: 1200 });
    assert.deepEqual([next.columns, next.order], [['who', 'id'], { sort: 'findings', reversed: true }]);
  });
});
