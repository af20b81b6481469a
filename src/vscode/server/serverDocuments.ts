import * as vscode from 'vscode';
import { urlEncoded } from '../../core/base/urlText';
import { visibleLines } from '../../core/base/visibleText';
import type { JournalEntry } from '../../core/protocol/journal';
import type { Mail } from '../../core/protocol/mail';
import { l10n } from '../host/l10n';
import { timeText } from '../mobileApps/sessionText';
import type { DevServerController } from './devServerController';
import { entryDocument } from './entryDocument';
import type { JournalShown } from './journalShown';

const SCHEME = 'session-workbench-server';
/** Part of the address of a page whose blocks are not coloured: it is another page than that in another theme. */
const PLAIN = '&plain';

/**
 * Shows journal entries and mails as read-only documents. The text is made when a document is opened. VS Code keeps it,
 * so an open document stays even if the server forgets the entry.
 */
export class ServerDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  constructor(
    private readonly server: DevServerController,
    private readonly journal: JournalShown,
  ) {}

  /** The document of an entry: Markdown, to be read as a preview, or the entry itself as JSON. */
  uriOfEntry(id: number, form: 'md' | 'json' = 'md'): vscode.Uri {
    // What is last is the title of the tab.
    return this.uri(`journal/${id}/${l10n.t('Journal')} ${id}.${form}`, areBlocksColoured() ? '' : PLAIN);
  }

  /** The document of a mail, with its headers and its text. */
  uriOfMail(id: string): vscode.Uri {
    return this.uri(`outbox/${urlEncoded(id)}.txt`);
  }

  async provideTextDocumentContent({ path, query }: vscode.Uri): Promise<string> {
    const [, kind, name = '', form] = /^\/(journal|outbox)\/([^/]+?)(?:\/[^/]+)?\.(md|json|txt)$/.exec(path) ?? [];
    // Ids start again with each server, so the same id of another run is another entry.
    const isPlain = query.endsWith(PLAIN);
    if (query === `run=${this.server.run}${isPlain ? PLAIN : ''}`) {
      if (kind === 'journal') {
        const entry = await this.entry(Number(name));
        if (entry && form === 'json') return `${visibleLines(JSON.stringify(entry, undefined, 2))}\n`;
        if (entry) return entryDocument(entry, !isPlain);
      } else if (kind === 'outbox') {
        const mail = this.server.state?.outbox.find(({ id }) => id === decodeURIComponent(name));
        if (mail) return mailDocument(mail);
      }
    }
    return l10n.t('The dev session server does not have this any more.');
  }

  dispose(): void {
    this.registration.dispose();
  }

  private uri(path: string, more = ''): vscode.Uri {
    return vscode.Uri.from({ scheme: SCHEME, path: `/${path}`, query: `run=${this.server.run}${more}` });
  }

  /** An entry of the journal. The server is asked for one that is not known here. */
  async entry(id: number): Promise<JournalEntry | undefined> {
    const known = this.journal.entry(id);
    if (known || !this.server.client) return known;
    const { entries } = await this.server.client.journal(id - 1, 1);
    return entries.find((each) => each.id === id);
  }
}

/** In this theme, the preview draws words in the pale colours that are for a dark page. */
function areBlocksColoured(): boolean {
  return vscode.window.activeColorTheme.kind !== vscode.ColorThemeKind.HighContrastLight;
}

function mailDocument(mail: Mail): string {
  const head = [
    l10n.t('To: {0}', mail.to),
    l10n.t('Subject: {0}', mail.subject),
    l10n.t('Date: {0}', timeText(Date.parse(mail.at))),
    ...(mail.link === undefined ? [] : [l10n.t('Link: {0}', mail.link)]),
    ...(mail.code === undefined ? [] : [l10n.t('Code: {0}', mail.code)]),
    ...(mail.expiresAt === undefined ? [] : [l10n.t('Good until: {0}', timeText(Date.parse(mail.expiresAt)))]),
  ];
  return `${head.join('\n')}\n\n${visibleLines(mail.text)}\n`;
}
