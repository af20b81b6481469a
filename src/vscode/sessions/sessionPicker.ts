import { setImmediate as turn } from 'node:timers/promises';
import * as vscode from 'vscode';
import { type FoundSessionFile, type FoundSessions, findSessions, MOST_FOUND } from '../../core/index/findSessions';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { SessionSearch } from '../../core/index/sessionSearch';
import { l10n } from '../host/l10n';
import { pick, visiblePick } from '../host/pick';
import { conditionText, deviceParts, simulatorParts, whoText } from '../mobileApps/sessionText';
import { searchHelp } from './searchWords';
import { sessionId } from './treeNode';

/** The extension host gets to other work at least this often. */
const SLICE_MS = 10;

interface SessionItem extends vscode.QuickPickItem {
  readonly key: SessionKey;
}

/**
 * Asks for a session. It can be found by everything that a row shows. VS Code gets only the best matches, because it is
 * slow with 100,000 items.
 */
export function pickSession(
  index: SessionIndex,
  search: SessionSearch,
  title: string,
  without: readonly SessionKey[] = [],
): Promise<SessionKey | undefined> {
  const pick = vscode.window.createQuickPick<SessionItem>();
  pick.title = title;
  pick.placeholder = searchHelp();
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const numbers = new Intl.NumberFormat(vscode.env.language);
  const excluded = new Set(without.map(sessionId));
  let looks = 0;
  const look = async () => {
    const own = ++looks;
    pick.busy = true;
    const found = await inSlices(findSessions(index, pick.value, search), () => own !== looks);
    // The user has typed something else in the meantime.
    if (!found) return;
    pick.items = found.best.filter(({ key }) => !excluded.has(sessionId(key))).map(itemOf);
    pick.title = found.total > found.best.length ? titleWithRest(title, found, numbers) : title;
    pick.busy = false;
  };
  return new Promise((resolve) => {
    pick.onDidChangeValue(() => void look());
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (!chosen) return;
      resolve(chosen.key);
      pick.hide();
    });
    pick.onDidHide(() => {
      looks++;
      resolve(undefined);
      pick.dispose();
    });
    void look();
    pick.show();
  });
}

/** Asks which of several sessions is meant. If there are too many for a list, the user is told instead. */
export async function chooseAmong(index: SessionIndex, keys: readonly SessionKey[]): Promise<SessionKey | undefined> {
  if (keys.length > MOST_FOUND) {
    const what = l10n.t('This is done with one session, and {0} are meant. Select one, and try again.', keys.length);
    void vscode.window.showInformationMessage(what);
    return undefined;
  }
  const items = keys.flatMap((key) => {
    const entry = index.entry(key);
    return entry ? [itemOf({ key, entry, title: index.applicationOf(key.folder, key.application)?.title })] : [];
  });
  const title = l10n.t('Which session?');
  const chosen = await pick(items, { title, matchOnDescription: true, matchOnDetail: true });
  return chosen?.key;
}

function titleWithRest(title: string, { best, total }: FoundSessions, numbers: Intl.NumberFormat): string {
  return l10n.t(
    '{0}: {1} shown, {2} more; type to narrow down',
    title,
    best.length,
    numbers.format(total - best.length),
  );
}

function itemOf({ key, entry, title }: FoundSessionFile): SessionItem {
  return visiblePick({
    label: whoText(entry),
    description: [conditionText(entry.condition), ...deviceParts(entry), ...simulatorParts(entry)].join(' · '),
    detail: `${title ?? key.application} · ${entry.name}`,
    // Items that core found stay visible, even where VS Code would look for the words as one text.
    alwaysShow: true,
    key,
  });
}

async function inSlices<T>(steps: Generator<void, T>, isOutdated: () => boolean): Promise<T | undefined> {
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value as T;
    if (performance.now() - since < SLICE_MS) continue;
    await turn();
    if (isOutdated()) return undefined;
    since = performance.now();
  }
}
