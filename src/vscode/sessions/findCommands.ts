import * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { SessionSearch } from '../../core/index/sessionSearch';
import { comparedUri } from '../compare/comparedUri';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { isOne } from '../host/plural';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { MOBILE_APPS_COMMANDS } from '../mobileApps/mobileAppsContract';
import { sessionName } from '../mobileApps/sessionName';
import { conditionText, deviceText, shortName, timeText, whoText } from '../mobileApps/sessionText';
import type { RowReveal } from './rowReveal';
import { pickSession } from './sessionPicker';
import { SESSION_COMMANDS } from './sessionsContract';
import type { SessionTargets, TreeArguments } from './targets';

/** One list shows at most this many files of devices with several sessions. */
const MOST_DUPLICATES = 500;

/** Registers *Find Session*, *Show Duplicate Devices* and *Compare Sessions*. */
export function registerFindCommands(
  commands: CommandRegistry,
  index: SessionIndex,
  search: SessionSearch,
  targets: SessionTargets,
  rows: RowReveal,
): void {
  const open = async (key: SessionKey) => {
    // The row is revealed first, because that would not take the focus from the editor that opens next.
    await rows.show(key, false);
    await execute(MOBILE_APPS_COMMANDS.sessionOpen, { key });
  };
  commands.register(SESSION_COMMANDS.sessionsFind, async () => {
    const key = await pickSession(index, search, l10n.t('Find Session'));
    if (key) await open(key);
  });
  commands.register(SESSION_COMMANDS.sessionsShowDuplicates, async () => {
    const key = await pickDuplicate(index);
    if (key) await open(key);
  });
  commands.register(SESSION_COMMANDS.sessionCompare, async (...args: TreeArguments) => {
    const keys = targets.all(args);
    const [left, right, more] = keys;
    if (!left) return;
    if (more) {
      void vscode.window.showInformationMessage(l10n.t('Two sessions can be compared; {0} are selected.', keys.length));
      return;
    }
    const other = right ?? (await pickSession(index, search, l10n.t('Compare {0} With', nameOf(index, left)), [left]));
    if (other) await compare(index, left, other);
  });
}

async function compare(index: SessionIndex, left: SessionKey, right: SessionKey): Promise<void> {
  const names = [nameOf(index, left), nameOf(index, right)] as const;
  // Sessions of one device often have one name. Then only their ids tell them apart.
  const [first, second] = names[0] === names[1] ? [withId(names[0], left), withId(names[1], right)] : names;
  const title = l10n.t('{0} ↔ {1}', first, second);
  await execute(VSCODE_COMMANDS.diff, comparedUri({ key: left }), comparedUri({ key: right }), title);
}

async function pickDuplicate(index: SessionIndex): Promise<SessionKey | undefined> {
  const devices = index.duplicateDevices();
  if (devices.length === 0) {
    void vscode.window.showInformationMessage(l10n.t('No device has more than one session in an application.'));
    return undefined;
  }
  const items: (vscode.QuickPickItem & { key?: SessionKey })[] = [];
  let files = 0;
  for (const { folder, application, entries } of devices) {
    const [first] = entries;
    if (!first || files >= MOST_DUPLICATES) break;
    const title = index.applicationOf(folder, application)?.title ?? application;
    items.push({ label: l10n.t('{0}, {1}', deviceText(first), title), kind: vscode.QuickPickItemKind.Separator });
    for (const entry of entries) {
      files++;
      items.push({
        label: whoText(entry),
        description: conditionText(entry.condition),
        detail: l10n.t('{0} · last change {1}', entry.name, timeText(entry.modified)),
        key: { folder, application, name: entry.name },
      });
    }
  }
  const chosen = await pick(items, {
    title: isOne(devices.length)
      ? l10n.t('{0} device has several sessions in one application', devices.length)
      : l10n.t('{0} devices have several sessions in one application', devices.length),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.key;
}

function withId(name: string, key: SessionKey): string {
  return l10n.t('{0}, {1}', name, shortName(key.name));
}

function nameOf(index: SessionIndex, key: SessionKey): string {
  const entry = index.entry(key);
  return entry ? sessionName(entry) : key.name;
}
