import * as vscode from 'vscode';
import { curlOf } from '../../core/protocol/curl';
import type { JournalEntry } from '../../core/protocol/journal';
import { clockText } from '../host/clockText';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { askFilter, type FilterInput } from '../host/filterInput';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { isOne } from '../host/plural';
import { TooLate } from '../host/tooLate';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import type { DevServerController } from './devServerController';
import { entryLine } from './entryText';
import type { JournalShown } from './journalShown';
import { SERVER_COMMANDS } from './serverContract';
import type { ServerDocuments } from './serverDocuments';
import { ownNode, type ServerNode } from './serverNode';
import type { ServerStarter } from './serverStarter';
import { entryStatusText } from './serverText';
import type { SystemView } from './systemView';

/** What the commands about the journal need. */
export interface JournalParts {
  readonly server: DevServerController;
  readonly starter: ServerStarter;
  readonly journal: JournalShown;
  readonly documents: ServerDocuments;
  /** The rows that are selected in the view. */
  readonly selection: () => readonly ServerNode[];
  readonly systems: readonly SystemView[];
}

/** Registers the commands that follow, filter, open and copy the journal. */
export function registerJournalCommands(commands: CommandRegistry, parts: JournalParts): void {
  const { server, starter, journal, documents } = parts;
  commands.register(SERVER_COMMANDS.journalFollow, async () => {
    if (await starter.client()) journal.follow = true;
  });
  commands.register(SERVER_COMMANDS.journalUnfollow, () => {
    journal.follow = false;
  });
  commands.register(SERVER_COMMANDS.journalShowOwn, () => journal.showOwnActions(true));
  commands.register(SERVER_COMMANDS.journalHideOwn, () => journal.showOwnActions(false));
  commands.register(SERVER_COMMANDS.journalFilter, async () => {
    if (await starter.client()) await askFilter(filterOf(journal, parts.systems));
  });
  commands.register(SERVER_COMMANDS.journalClearFilter, () => {
    journal.filter = '';
  });
  commands.register(SERVER_COMMANDS.journalShowOlder, async () => {
    if (await starter.client()) await journal.showOlder();
  });
  commands.register(SERVER_COMMANDS.journalOpen, async (node?: ServerNode) => {
    const entry = await entryFor(parts, node);
    if (entry) await showPage(documents.uriOfEntry(entry.id));
  });
  commands.register(SERVER_COMMANDS.journalOpenJson, async (node?: ServerNode) => {
    const entry = await entryFor(parts, node);
    if (entry) await vscode.window.showTextDocument(documents.uriOfEntry(entry.id, 'json'), { preview: true });
  });
  commands.register(SERVER_COMMANDS.journalCopyAsCurl, async (node?: ServerNode) => {
    const entry = await entryFor(parts, node);
    if (!entry) return;
    // Not the forwarded address, because the terminal of a remote window runs on the machine of the server.
    await vscode.env.clipboard.writeText(curlOf(entry, server.address?.url));
    void vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
  });
}

/** Shows Markdown as a page; as text where the editor has no preview, as its extension is switched off. */
async function showPage(uri: vscode.Uri): Promise<void> {
  try {
    await execute(VSCODE_COMMANDS.showPreview, uri);
  } catch {
    await vscode.window.showTextDocument(uri, { preview: true });
  }
}

/** The entry of the given row, otherwise of the selected row, otherwise the one that the user picks. */
async function entryFor(parts: JournalParts, node: ServerNode | undefined): Promise<JournalEntry | undefined> {
  const { starter, journal, selection } = parts;
  if (!(await starter.client())) return undefined;
  const row = ownNode(node ?? selection()[0]);
  const id = row?.kind === 'entry' ? row.id : row?.kind === 'cause' || row?.kind === 'change' ? row.entry : undefined;
  if (id !== undefined) {
    const entry = await parts.documents.entry(id);
    if (!entry) throw new TooLate(l10n.t('This entry is not in the journal any more.'));
    return entry;
  }
  const { entries } = journal.page();
  if (entries.length === 0) {
    void vscode.window.showInformationMessage(l10n.t('The journal has no entries yet.'));
    return undefined;
  }
  const items = entries.map((entry) => ({
    label: entryLine(entry),
    description: [`${entry.method} ${entryStatusText(entry)}`, clockText(Date.parse(entry.at), true)].join(' · '),
    entry,
  }));
  const title = l10n.t('Which entry of the journal?');
  return (await pick(items, { title, matchOnDescription: true }))?.entry;
}

function filterOf(journal: JournalShown, systems: readonly SystemView[]): FilterInput {
  const named = systems.find(({ examples }) => examples);
  const face = `face:${named?.name ?? 'server'}`;
  const rule = named?.examples ? `rule:${named.examples.rule}` : 'rule:';
  return {
    title: l10n.t('Filter Journal'),
    placeholder: l10n.t('Text, 401, 4xx, {0} or {1}; several words must all match', face, rule),
    value: journal.filter,
    set: (filter) => {
      journal.filter = filter;
    },
    found: () => {
      const { length } = journal.page().entries;
      return isOne(length) ? l10n.t('{0} entry matches', length) : l10n.t('{0} entries match', length);
    },
  };
}
