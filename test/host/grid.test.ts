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
import { TreeSelection } from '../../src/vscode/grid/treeSelection';
import type { TreeNode } from '../../src/vscode/sessions/treeNode';
import { entry, listed } from '../core/index/changes';
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
    const grid = gridOf(entry('a', { email: 'a@x.y' }), entry('b', { email: 'b@x.y' }));
    const selected = new vscode.EventEmitter<vscode.TreeViewSelectionChangeEvent<TreeNode>>();
    const revealed = new vscode.EventEmitter<TreeNode>();
    const node = (name: string): TreeNode => ({ kind: 'session', key: grid.keyOf(name) });
    const reveal = async (row: TreeNode) => {
      revealed.fire(row);
      selected.fire({ selection: [row] });
    };
    const view = { visible: true, reveal, onDidChangeSelection: selected.event };
    const tree = new TreeSelection(view, { shows: () => true }, grid);
    const names = () => grid.selectedKeys().map(({ name }) => name);

    selected.fire({ selection: [node('a'), node('b')] });
    assert.deepEqual(names(), ['a', 'b']);
    selected.fire({ selection: [{ kind: 'folder', folder: apps.folder }] });
    assert.deepEqual(names(), ['a', 'b']);

    const shown = new Promise<TreeNode>((resolve) => revealed.event(resolve));
    tree.follow('b');
    assert.deepEqual(await shown, node('b'));
    assert.deepEqual(names(), ['a', 'b']);
    selected.fire({ selection: [node('a')] });
    assert.deepEqual(names(), ['a']);
    await tree.dispose();
    selected.fire({ selection: [node('b')] });
    assert.deepEqual(names(), ['a']);
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
