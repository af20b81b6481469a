import type * as vscode from 'vscode';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { JournalShown } from '../../src/vscode/server/journalShown';
import type { ServerNode } from '../../src/vscode/server/serverNode';
import type { ServerTree } from '../../src/vscode/server/serverTree';
import { Memory } from './memory';
import { devServers, untilState } from './servers';
import { TestServerTree } from './serverTrees';
import type { TestWindow } from './testWindow';

/** A server of the bundle that is shipped, and the rows that show it. */
export interface ShownServer {
  readonly server: DevServerController;
  readonly tree: ServerTree;
  readonly url: string;
}

/** Starts servers and their rows. Both end with the test. */
export function shownServers(window: TestWindow): (options: ServerOptions) => Promise<ShownServer> {
  const devServer = devServers();
  return async (options) => {
    const server = devServer();
    const journal = new JournalShown(server, new Memory());
    const tree = await TestServerTree.open(server, journal);
    window.after(async () => {
      await server.stop();
      for (const each of [tree, journal, server]) each.dispose();
    });
    const { url } = await server.start(options);
    return { server, tree, url };
  };
}

/** Moves the clock of a server, and waits until its rows are told. */
export async function advanceShown(server: DevServerController, advanceMs: number): Promise<void> {
  const moved = await server.client?.moveClock({ advanceMs });
  await untilState(server, ({ clock }) => clock.now === moved?.now);
}

/**
 * What a person sees and hears of rows.
 * @param tree gives the tree of the present test
 */
export function rowTexts<N>(tree: () => ServerTree) {
  const item = (node: ServerNode | N): vscode.TreeItem => tree().getTreeItem(node as ServerNode);
  const textOf = (node: ServerNode | N) => `${item(node).label} | ${String(item(node).description)}`;
  return {
    item,
    textOf,
    below: (node: ServerNode | N) =>
      tree()
        .getChildren(node as ServerNode)
        .map(textOf),
    iconOf: (node: ServerNode | N) => (item(node).iconPath as vscode.ThemeIcon).id,
    spoken: (node: ServerNode | N) => String(item(node).accessibilityInformation?.label),
  };
}
