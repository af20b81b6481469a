import * as vscode from 'vscode';
import { visibleLines } from '../../core/base/visibleText';
import type { SessionEntry } from '../../core/index/sessionEntry';
import { parseJson } from '../../core/json/parseJson';
import { isRecord } from '../../core/session/sessionFields';
import { l10n } from '../host/l10n';
import { markdownBlock, markdownCell } from '../host/markdown';
import { phraseIn } from '../host/phraseText';
import { numberText } from '../host/treeRow';
import { conditionText, deviceParts, simulatorParts, timeText, whoText } from '../mobileApps/sessionText';
import { currentText } from '../mobileApps/sessionWriter';

/** A longer device object would not help in a tooltip. */
const MAX_DEVICE_TEXT = 4000;
/** More would fill the screen. All are in Problems. */
const MOST_FINDINGS = 8;
const SERVER_ICON = '$(cloud-upload)';

/** A line of the table. The first part is Markdown, the second any text. */
type Line = readonly [head: string, text: string];

/**
 * The tooltip of a session, as a table: what is wrong with it, whose it is, its device and address, when it was changed, what servers
 * have of it. Then its whole device object, as 4D's own session management shows it. It is made only when the mouse rests on the row.
 * @param notes sentences on what servers have of the session
 */
export async function sessionTooltip(
  uri: vscode.Uri,
  entry: SessionEntry,
  notes: readonly string[] = [],
): Promise<vscode.MarkdownString> {
  const { device, ip } = await contentOf(uri, entry);
  const known: [string, string][] = [
    [l10n.t('E-mail'), whoText(entry)],
    [l10n.t('Status'), conditionText(entry.condition)],
    [l10n.t('Device'), [...deviceParts(entry), ...simulatorParts(entry)].join(' · ')],
    [l10n.t('IP Address'), ip],
    [l10n.t('Last Change'), entry.modified > 0 ? timeText(entry.modified) : ''],
  ];
  const more = entry.findings.length - MOST_FINDINGS;
  const lines: Line[] = [
    ...(entry.unreadable ? [['$(error)', phraseIn(entry.unreadable)] as const] : []),
    ...entry.findings.slice(0, MOST_FINDINGS).map(({ code, severity, phrase }): Line => {
      return [`${severity === 'error' ? '$(error)' : '$(info)'} ${unbroken(code)}`, phraseIn(phrase)];
    }),
    ...(more > 0 ? [['', l10n.t('…and {0} more', numberText(more))] as const] : []),
    ...known.filter(([, text]) => text !== '').map(([head, text]): Line => [markdownCell(head), text]),
    ...notes.map((note): Line => [SERVER_ICON, note]),
    [markdownCell(l10n.t('File')), entry.name],
  ];
  const text = new vscode.MarkdownString(table(lines), true);
  if (device !== '') text.appendMarkdown(`\n${markdownBlock('json', visibleLines(device))}\n`);
  return text;
}

/** A table of two columns, the first as wide as its words. Markdown has none without a first line in bold, which is what counts most here. */
function table(lines: readonly Line[]): string {
  const [first, ...others] = lines.map(
    ([head, text]) => `| ${head.replaceAll(' ', '&nbsp;')} | ${markdownCell(text)} |`,
  );
  return `${[first, '|:--|:--|', ...others].join('\n')}\n`;
}

/** A code on one line: a hyphen that does not break, and nothing breaks after the slash. */
function unbroken(code: string): string {
  return code.replaceAll('-', '\u2011').replaceAll('/', '/\u2060');
}

/** The device object as text, and the address from which the device came. Both empty where nothing is known. */
async function contentOf(uri: vscode.Uri, entry: SessionEntry): Promise<{ device: string; ip: string }> {
  const nothing = { device: '', ip: '' };
  // A file that could not be read or parsed has nothing to show. The findings say why.
  if (entry.condition === 'unreadable' || entry.findings[0]?.code === 'mobi/2') return nothing;
  try {
    const { device, session } = parseJson(await currentText(uri)) as { device?: unknown; session?: unknown };
    const ip = isRecord(session) && typeof session.ip === 'string' ? session.ip : '';
    if (device === undefined) return { ...nothing, ip };
    const shown = JSON.stringify(device, undefined, '\t');
    return { device: shown.length > MAX_DEVICE_TEXT ? `${shown.slice(0, MAX_DEVICE_TEXT)}…` : shown, ip };
  } catch {
    // The file was changed after the check, or is nested too deep. The next check tells which.
    return nothing;
  }
}
