import { setEmail } from '../../core/edit/sessionEdit';
import type { GridColumn } from '../../core/grid/gridColumns';
import type { GridAct } from '../../core/grid/gridMessages';
import type { SessionGrid } from '../../core/grid/sessionGrid';
import type { SessionKey } from '../../core/index/sessionIndex';
import type { SessionChanges } from '../changes/sessionChanges';
import { execute } from '../host/commandRegistry';
import type { FileDialogs } from '../host/fileDialogs';
import type { Later } from '../host/later';
import { requireTrust } from '../host/trust';
import { MOBILE_APPS_COMMANDS } from '../mobileApps/mobileAppsContract';
import type { SessionWriter } from '../mobileApps/sessionWriter';
import { FINDING_COMMANDS } from '../problems/findingContract';
import { PUSH_COMMANDS } from '../push/pushContract';
import { SESSION_COMMANDS } from '../sessions/sessionsContract';
import type { TreeNode } from '../sessions/treeNode';
import { TOKEN_COMMANDS } from '../token/tokenContract';

/** Does what a grid is asked for, with the commands that the rows of the tree have: they ask, undo and keep backups. */
export class GridActs {
  constructor(
    private readonly grid: SessionGrid,
    private readonly writer: Later<SessionWriter>,
    private readonly changes: Later<SessionChanges>,
    private readonly dialogs: FileDialogs,
    private readonly title: string,
  ) {}

  /** @returns one sentence on what was done, if the command says nothing itself */
  async run(act: GridAct, name: string | undefined, columns: readonly GridColumn[]): Promise<string | undefined> {
    if (act === 'open') {
      if (name !== undefined && this.grid.shows(name))
        await execute(MOBILE_APPS_COMMANDS.sessionOpen, { key: this.grid.keyOf(name) });
      return undefined;
    }
    if (act === 'export') {
      const { exportGrid } = await import('./gridExport.js');
      return exportGrid(this.grid, columns, this.dialogs, this.title);
    }
    requireTrust();
    if (act === 'push') {
      await execute(PUSH_COMMANDS.sessionsPush, { folder: this.grid.place.folder });
      return undefined;
    }
    const rows = this.grid.selectedKeys().map(rowOf);
    const [first] = rows;
    if (first) await execute(COMMANDS[act], first, rows);
    return undefined;
  }

  async setEmail(name: string, email: string): Promise<void> {
    requireTrust();
    if (!this.grid.shows(name)) return;
    const [writer, changes] = await Promise.all([this.writer.get(), this.changes.get()]);
    const key = this.grid.keyOf(name);
    await changes.record('email', (record) => writer.edit(key, (text) => setEmail(text, email), record));
  }
}

const COMMANDS = {
  accept: SESSION_COMMANDS.sessionAccept,
  setPending: SESSION_COMMANDS.sessionSetPending,
  delete: SESSION_COMMANDS.sessionDelete,
  fixAll: FINDING_COMMANDS.findingFixAll,
  editEmail: SESSION_COMMANDS.sessionEditEmail,
  regenerate: TOKEN_COMMANDS.tokenRegenerate,
} as const;

function rowOf(key: SessionKey): TreeNode {
  return { kind: 'session', key };
}
