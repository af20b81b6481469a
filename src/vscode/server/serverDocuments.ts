import * as vscode from 'vscode';
import { urlEncoded } from '../../core/base/urlText';
import { visibleLines, visibleText } from '../../core/base/visibleText';
import { parseJson } from '../../core/json/parseJson';
import type { JournalEntry, JournalMessage } from '../../core/protocol/journal';
import type { Mail } from '../../core/protocol/mail';
import { l10n } from '../host/l10n';
import { markdownBlock, markdownCode, markdownText } from '../host/markdown';
import { isOne } from '../host/plural';
import { timeText } from '../mobileApps/sessionText';
import type { DevServerController } from './devServerController';
import type { JournalShown } from './journalShown';
import { changeText, entryStatusText, sentLine } from './serverText';

const SCHEME = 'session-workbench-server';
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

  /** The document of an entry. It is Markdown, to be read as text or as a preview. */
  uriOfEntry(id: number): vscode.Uri {
    return this.uri(`journal/${id}.md`);
  }

  /** The document of a mail, with its headers and its text. */
  uriOfMail(id: string): vscode.Uri {
    return this.uri(`outbox/${urlEncoded(id)}.txt`);
  }

  async provideTextDocumentContent({ path, query }: vscode.Uri): Promise<string> {
    const [, kind, name = ''] = /^\/(journal|outbox)\/(.+)\.(?:md|txt)$/.exec(path) ?? [];
    // Ids start again with each server, so the same id of another run is another entry.
    if (query === `run=${this.server.run}`) {
      if (kind === 'journal') {
        const entry = await this.entry(Number(name));
        if (entry) return entryDocument(entry);
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

  private uri(path: string): vscode.Uri {
    return vscode.Uri.from({ scheme: SCHEME, path: `/${path}`, query: `run=${this.server.run}` });
  }

  /** An entry of the journal. The server is asked for one that is not known here. */
  async entry(id: number): Promise<JournalEntry | undefined> {
    const known = this.journal.entry(id);
    if (known || !this.server.client) return known;
    const { entries } = await this.server.client.journal(id - 1, 1);
    return entries.find((each) => each.id === id);
  }
}

function entryDocument(entry: JournalEntry): string {
  const { actor, causes, changes, cookies, ms } = entry;
  const who = Object.entries(actor).map(([key, value]) => `- ${key}: ${markdownText(String(value))}`);
  const lines = [
    `# ${markdownText(`${sentLine(entry)} → ${entryStatusText(entry)}`)}`,
    `${timeText(Date.parse(entry.at))} · ${ms} ms · ${entry.face}`,
    ...section(
      l10n.t('Why'),
      causes.map(({ rule, message }, at) => `${at + 1}. ${markdownCode(rule)}: ${markdownText(message)}`),
    ),
    ...section(
      l10n.t('What changed'),
      [...changes.map(changeText), ...cookies.map((name) => l10n.t('cookie {0} was set', name))].map(
        (text) => `- ${markdownText(text)}`,
      ),
    ),
    ...section(l10n.t('Who asked'), who),
    ...message(l10n.t('Request'), `${entry.method} ${entry.url}`, entry.request),
    ...message(l10n.t('Answer'), entryStatusText(entry), entry.response),
  ];
  return `${lines.join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')];
}

function message(title: string, start: string, { headers, body, bodyBytes }: JournalMessage): string[] {
  const head = [start, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
    .map(visibleText)
    .join('\n');
  const size = bodyBytes > 0 ? [isOne(bodyBytes) ? l10n.t('{0} byte', bodyBytes) : l10n.t('{0} bytes', bodyBytes)] : [];
  return [`## ${title}`, markdownBlock('http', head), ...size, ...(body === undefined ? [] : [bodyBlock(body)])];
}

/** Formats JSON. Other text, or JSON that was cut off, is left as it is. */
function bodyBlock(body: string): string {
  try {
    return markdownBlock('json', visibleLines(JSON.stringify(parseJson(body), undefined, 2)));
  } catch {
    return markdownBlock('', visibleLines(body));
  }
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
