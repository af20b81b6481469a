import type { SessionChanges } from '../changes/sessionChanges';
import type { Host } from '../host/createHost';
import { restorePanels } from '../host/declared';
import { Later } from '../host/later';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { SessionWriting } from '../mobileApps/createWriting';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { OpenedSessions } from '../sessions/openSessions';
import { GRID_COMMANDS, GRID_PANEL } from './gridContract';
import type { GridPanels } from './gridPanels';

/** What the grid needs of the rest of the extension. */
export interface GridNeeds {
  readonly documents: SessionDocuments;
  readonly writing: SessionWriting;
  readonly changes: Later<SessionChanges>;
  readonly pending: NotYetPushed;
  readonly agreement: MemoryAgreement;
  readonly sessions: Later<OpenedSessions>;
}

/** Registers the grid of the sessions of an application. It is loaded when the first one is opened. */
export function registerGrid(
  host: Pick<Host, 'disposables' | 'commands' | 'dialogs' | 'extensionUri' | 'log' | 'memento'>,
  needs: GridNeeds,
): void {
  const panels = new Later<GridPanels>(async () => {
    const [{ openGrids }, opened] = await Promise.all([import('./openGrids.js'), needs.sessions.get()]);
    return openGrids(host, needs, opened);
  });
  host.commands.registerLate(GRID_COMMANDS, () => panels.get());
  host.disposables.add(restorePanels(GRID_PANEL, () => panels.get()));
}
