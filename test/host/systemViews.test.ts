import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { Rows } from '../../src/vscode/contract/rows';
import type { Redraws } from '../../src/vscode/host/projectedTree';
import { setContextValue } from '../../src/vscode/host/rowTokens';
import { treeRow } from '../../src/vscode/host/treeRow';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { JournalShown } from '../../src/vscode/server/journalShown';
import { SERVER_VIEW } from '../../src/vscode/server/serverContract';
import type { LiveDelta, SystemNode, SystemRows, SystemView } from '../../src/vscode/server/systemView';
import { SYSTEM_VIEWS } from '../../src/vscode/systems';
import { Memory } from './memory';
import { devServers } from './servers';
import { TestServerTree } from './serverTrees';
import { next } from './workspace';

const EXAMPLE = path.resolve(__dirname, '../../../media/examples/otp');
const SAMPLE_ROWS = new Rows(SERVER_VIEW, { sample: [], sampleFault: [] });

type SampleNode = { readonly kind: 'sample' } | { readonly kind: 'sampleFault'; readonly id: string };

/** One row, and below it one for each fault of the server. */
class SampleSystemRows implements SystemRows<SampleNode> {
  constructor(private readonly server: Pick<DevServerController, 'state'>) {}

  idOf(node: SampleNode): string {
    return node.kind === 'sample' ? 'sample' : `sampleFault:${node.id}`;
  }

  childrenOf(node: SampleNode | undefined): readonly SampleNode[] {
    if (!node) return [{ kind: 'sample' }];
    if (node.kind === 'sampleFault') return [];
    return (this.server.state?.faults ?? []).map(({ id }) => ({ kind: 'sampleFault', id }));
  }

  parentOf(node: SampleNode): SampleNode | undefined {
    return node.kind === 'sample' ? undefined : { kind: 'sample' };
  }

  itemOf(node: SampleNode): vscode.TreeItem {
    const isTop = node.kind === 'sample';
    const count = String(this.server.state?.faults.length ?? 0);
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    const item = isTop ? treeRow('Sample', count, Collapsed) : treeRow(node.id, '', None);
    setContextValue(item, SAMPLE_ROWS.value(node.kind));
    return item;
  }

  changed({ before, after }: LiveDelta, tree: Redraws<SystemNode>): void {
    if (before.faults !== after.faults) tree.redraw({ kind: 'sample' });
  }
}

/** An emulated system that is only in this file. */
const SAMPLE_VIEW: SystemView = {
  name: 'sample',
  contract: { rows: [SAMPLE_ROWS] },
  addresses: () => [{ label: 'Sample pages', icon: 'beaker', url: 'http://127.0.0.1:1/sample' }],
  open: ({ server }) => new SampleSystemRows(server),
};

describe('an emulated system that is added to the list', () => {
  const devServer = devServers();
  let server: DevServerController;
  let journal: JournalShown;
  let tree: TestServerTree;

  beforeEach(async () => {
    server = devServer();
    journal = new JournalShown(server, new Memory());
    tree = await TestServerTree.open(server, journal, [...SYSTEM_VIEWS, SAMPLE_VIEW]);
    await server.start({ web: { project: EXAMPLE } });
    // Until then all rows wait to be drawn, and none of them by itself.
    await next(tree.onDidChangeTreeData);
  });

  afterEach(async () => {
    await server.stop();
    for (const each of [tree, journal, server]) each.dispose();
  });

  it('an added system has its rows in the view Dev Server, behind those of the systems before it, each with the parent that has it', () => {
    const kinds = tree.getChildren().map(({ kind }) => kind);
    assert.deepEqual(kinds, ['server', 'clock', 'web', 'sample', 'outbox', 'faults', 'journal']);
  });

  it('the row of an added system is drawn again when the system announces a change, and its children know their parent', async () => {
    const [row] = tree.getChildren().filter(({ kind }) => kind === 'sample');
    assert.ok(row);
    assert.equal(tree.getTreeItem(row).description, '0');
    const redrawn = new Promise<void>((resolve) => {
      tree.onDidChangeTreeData((nodes) => {
        if (nodes?.includes(row)) resolve();
      });
    });
    await server.client?.addFault({ kind: 'reset' });
    await redrawn;
    assert.equal(tree.getTreeItem(row).description, '1');
    const [child] = tree.getChildren(row);
    assert.ok(child);
    assert.equal(tree.getParent(child), row);
  });

  it('an added system has its addresses below those of the server', () => {
    const [top] = tree.getChildren();
    const rows = tree.getChildren(top).map((node) => tree.getTreeItem(node));
    const shown = rows.map(({ label, description }) => `${label} | ${description}`);
    assert.equal(shown.at(-1), 'Sample pages | http://127.0.0.1:1/sample');
    assert.match(String(shown.at(-2)), /^Mailbox and external platform \| http/);
  });

  it('a system is not there when the list does not name it', async () => {
    const without = await TestServerTree.open(server, journal, []);
    const kinds = without.getChildren().map(({ kind }) => kind);
    without.dispose();
    assert.deepEqual(kinds, ['server', 'clock', 'outbox', 'faults', 'journal']);
  });
});
