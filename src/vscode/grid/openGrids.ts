import type { Host } from '../host/createHost';
import { l10n } from '../host/l10n';
import { PlaceChooser } from '../sessions/choosePlace';
import type { OpenedSessions } from '../sessions/openSessions';
import { GRID_COMMANDS } from './gridContract';
import type { GridNeeds } from './gridFeature';
import { GridPanels } from './gridPanels';

/** Creates the grids and registers what opens one. */
export function openGrids(
  host: Pick<Host, 'disposables' | 'commands' | 'dialogs' | 'extensionUri' | 'log' | 'memento'>,
  needs: GridNeeds,
  opened: OpenedSessions,
): GridPanels {
  const panels = host.disposables.add(new GridPanels(host, needs, opened));
  const choose = new PlaceChooser(needs.documents.index, opened.view);
  host.commands.register(GRID_COMMANDS.applicationShowGrid, async (node) => {
    const row = node && 'application' in node && node.application !== undefined ? node : undefined;
    const place =
      row?.kind === 'application' || row?.kind === 'status'
        ? { folder: row.folder, application: String(row.application) }
        : await choose.application(node, l10n.t('Show Sessions as Grid'), true);
    if (place) panels.show(place);
  });
  return panels;
}
