import * as vscode from 'vscode';
import { type Arrangement, SORT_ORDERS, type SortOrder } from '../../core/index/arrangement';
import type { CommandRegistry } from '../host/commandRegistry';
import { askFilter, type FilterInput } from '../host/filterInput';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { isOne } from '../host/plural';
import { SESSIONS_VIEW } from '../mobileApps/mobileAppsContract';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import { searchHelp } from './searchWords';
import { SESSION_COMMANDS } from './sessionsContract';
import type { SessionTree } from './sessionTree';
import type { ViewSettings } from './viewSettings';

/** Registers the commands of the view Mobile Sessions itself. */
export function registerSessionCommands(
  commands: CommandRegistry,
  folders: MobileAppsFolders,
  settings: ViewSettings,
  tree: SessionTree,
): void {
  commands.register(SESSION_COMMANDS.sessionsRefresh, () =>
    vscode.window.withProgress({ location: { viewId: SESSIONS_VIEW.id } }, () => folders.refresh()),
  );
  commands.register(SESSION_COMMANDS.sessionsSort, () => chooseSort(settings));
  commands.register(SESSION_COMMANDS.sessionsReverseSort, () => settings.reverseSort());
  commands.register(SESSION_COMMANDS.sessionsFilter, () => askFilter(filterOf(settings, tree)));
  commands.register(SESSION_COMMANDS.sessionsClearFilter, () => settings.setFilter(''));
  commands.register(SESSION_COMMANDS.sessionsGroupByStatus, () => settings.setGrouped(true));
  commands.register(SESSION_COMMANDS.sessionsShowFlat, () => settings.setGrouped(false));
}

async function chooseSort(settings: ViewSettings): Promise<void> {
  const labels: Record<SortOrder, string> = {
    device: l10n.t('Device'),
    status: l10n.t('Status'),
    os: l10n.t('Operating System'),
    email: l10n.t('E-mail'),
    modified: l10n.t('Last Change'),
    findings: l10n.t('Findings'),
    id: l10n.t('Session Id'),
  };
  const items = SORT_ORDERS.map((sort) => ({
    label: labels[sort],
    sort,
    ...(sort === settings.arrangement.sort && { description: directionText(settings.arrangement) }),
  }));
  const chosen = await pick(items, { title: l10n.t('Sort Sessions By') });
  if (!chosen) return;
  // Who chooses the order that is there wants it the other way round, as with the head of a column.
  if (chosen.sort === settings.arrangement.sort) await settings.reverseSort();
  else await settings.setSort(chosen.sort);
}

/** The current direction, and that it can be reversed. */
function directionText({ sort, reversed }: Arrangement): string {
  // The latest change comes first unless it is reversed.
  const isAscending = (sort === 'modified') === (reversed === true);
  return isAscending
    ? l10n.t('current, ascending: choose it to reverse')
    : l10n.t('current, descending: choose it to reverse');
}

function filterOf(settings: ViewSettings, tree: SessionTree): FilterInput {
  return {
    title: l10n.t('Filter Sessions'),
    placeholder: searchHelp(),
    value: settings.arrangement.filter,
    set: (filter) => settings.setFilter(filter),
    found: () => {
      const count = tree.filteredCount();
      return isOne(count) ? l10n.t('{0} session matches', count) : l10n.t('{0} sessions match', count);
    },
  };
}
