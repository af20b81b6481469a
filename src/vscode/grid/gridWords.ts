import type { GridColumn } from '../../core/grid/gridColumns';
import { GRID_COLUMNS } from '../../core/grid/gridColumns';
import type { GridHead, GridStrings } from '../../core/grid/gridMessages';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { numberText } from '../host/treeRow';
import { searchHelp } from '../sessions/searchWords';

/** The words of the page, in the user's language. */
export function gridStrings(): GridStrings {
  return {
    filter: l10n.t('Filter Sessions'),
    filterHelp: searchHelp(),
    toolbar: l10n.t('What to do with the selected sessions'),
    grid: l10n.t('Sessions'),
    accept: l10n.t('Accept'),
    setPending: l10n.t('Set Pending'),
    fixAll: l10n.t('Fix All…'),
    editEmail: l10n.t('E-mail…'),
    regenerate: l10n.t('Regenerate Token'),
    push: l10n.t('Push'),
    delete: l10n.t('Delete…'),
    export: l10n.t('Export as CSV…'),
    columns: l10n.t('Columns'),
    width: l10n.t('Shift and the arrow keys change the width, Shift and Home sets it back'),
    none: l10n.t('This application has no sessions.'),
    noMatch: l10n.t('No session matches the filter.'),
    emailOf: l10n.t('E-mail; empty for a guest'),
    loading: l10n.t('Loading…'),
    sorted: l10n.t('sorted'),
    sortedBack: l10n.t('sorted the other way round'),
    help: l10n.t('Enter opens the file, F2 changes the e-mail, Space selects'),
  };
}

export function gridHeads(): readonly GridHead[] {
  return GRID_COLUMNS.map((id) => ({ id, text: columnText(id) }));
}

export function columnText(column: GridColumn): string {
  const texts: Readonly<Record<GridColumn, string>> = {
    who: l10n.t('Who'),
    status: l10n.t('Status'),
    device: l10n.t('Device'),
    os: l10n.t('Operating System'),
    address: l10n.t('Address'),
    modified: l10n.t('Last Change'),
    findings: l10n.t('Findings'),
    token: l10n.t('Token'),
    id: l10n.t('Session Id'),
  };
  return texts[column];
}

/** How many sessions are shown, of how many, and how many of them are selected. */
export function summaryText(count: number, total: number, selected: number): string {
  const shown =
    count < total
      ? isOne(total)
        ? l10n.t('{0} of {1} session', numberText(count), numberText(total))
        : l10n.t('{0} of {1} sessions', numberText(count), numberText(total))
      : isOne(count)
        ? l10n.t('{0} session', numberText(count))
        : l10n.t('{0} sessions', numberText(count));
  return selected > 0 ? l10n.t('{0}, {1} selected', shown, numberText(selected)) : shown;
}
