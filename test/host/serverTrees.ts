import { DisposableStore } from '../../src/core/base/disposableStore';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { CommandRegistry } from '../../src/vscode/host/commandRegistry';
import { ExpandedRows } from '../../src/vscode/host/expandedRows';
import type { OpenRows } from '../../src/vscode/host/projectedTree';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import type { JournalShown } from '../../src/vscode/server/journalShown';
import { OpenSystems } from '../../src/vscode/server/openSystems';
import { ServerItems } from '../../src/vscode/server/serverItems';
import { ServerStarter } from '../../src/vscode/server/serverStarter';
import { ServerTree } from '../../src/vscode/server/serverTree';
import type { SystemView } from '../../src/vscode/server/systemView';
import { SYSTEM_VIEWS } from '../../src/vscode/systems';
import { Memory } from './memory';
import { ownLog } from './ownLog';

/** The product has registered its commands in this window already. */
class UnregisteredCommands extends CommandRegistry {
  override register(): void {}
}

/** The tree of a server as the extension makes it, with the emulated systems of a list. */
export class TestServerTree extends ServerTree {
  private constructor(
    server: DevServerController,
    journal: JournalShown,
    systems: OpenSystems,
    private readonly kept: DisposableStore,
    expanded: OpenRows,
  ) {
    super(server, journal, new ServerItems(), systems, expanded);
  }

  static async open(
    server: DevServerController,
    journal: JournalShown,
    views: readonly SystemView[] = SYSTEM_VIEWS,
    expanded: OpenRows = new ExpandedRows(new Memory(), 'rows'),
  ): Promise<TestServerTree> {
    const disposables = new DisposableStore();
    const log = disposables.add(ownLog('Server tree'));
    const index = disposables.add(new SessionIndex());
    const folders = { discovered: true, discover: async () => {}, expected: [] };
    const starter = new ServerStarter(server, folders, index, views, new Memory(), log);
    const host = { disposables, commands: new UnregisteredCommands(disposables, log) };
    const window = { host, server, starter, selection: () => [], reveal: async () => {} };
    const systems = new OpenSystems(views, window);
    await systems.load();
    return new TestServerTree(server, journal, systems, disposables, expanded);
  }

  override dispose(): void {
    super.dispose();
    void this.kept.dispose();
  }
}
