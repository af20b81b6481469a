import * as vscode from 'vscode';
import { visibleLines } from '../../core/base/visibleText';
import type { SessionEntry } from '../../core/index/sessionEntry';
import { parseJson } from '../../core/json/parseJson';
import { l10n } from '../host/l10n';
import { markdownCode } from '../host/markdown';
import { phraseIn } from '../host/phraseText';
import { conditionText, deviceText, timeText } from '../mobileApps/sessionText';
import { currentText } from '../mobileApps/sessionWriter';

/** A longer device object would not help in a tooltip. */
const MAX_DEVICE_TEXT = 4000;
const SERVER_ICON = '$(cloud-upload)';

/**
 * The tooltip of a session: what it is, when it was changed, its findings, and its whole device object, as 4D's own
 * session management shows it. It is made only when the mouse rests on the row.
 * @param notes sentences on what servers have of the session
 */
export async function sessionTooltip(
  uri: vscode.Uri,
  entry: SessionEntry,
  notes: readonly string[] = [],
): Promise<vscode.MarkdownString> {
  const text = new vscode.MarkdownString('', true);
  text.appendMarkdown('**').appendText(deviceText(entry)).appendMarkdown('** — ');
  text.appendText(conditionText(entry.condition)).appendMarkdown('\n\n');
  if (entry.modified > 0) {
    text.appendText(l10n.t('Last change: {0}', timeText(entry.modified))).appendMarkdown('\n\n');
  }
  text.appendMarkdown(`${markdownCode(entry.name)}\n\n`);
  if (entry.unreadable) {
    text.appendText(phraseIn(entry.unreadable)).appendMarkdown('\n\n');
  }
  for (const finding of entry.findings) {
    text.appendMarkdown(`${finding.severity === 'error' ? '$(error)' : '$(info)'} **${finding.code}** `);
    text.appendText(phraseIn(finding.phrase)).appendMarkdown('\n\n');
  }
  for (const note of notes) text.appendMarkdown(`${SERVER_ICON} `).appendText(note).appendMarkdown('\n\n');
  const device = await deviceObject(uri, entry);
  if (device !== undefined) text.appendCodeblock(visibleLines(device), 'json');
  return text;
}

async function deviceObject(uri: vscode.Uri, entry: SessionEntry): Promise<string | undefined> {
  // A file that could not be read or parsed has nothing to show. The findings above say why.
  if (entry.condition === 'unreadable' || entry.findings[0]?.code === 'mobi/2') return undefined;
  try {
    const source = await currentText(uri);
    const { device } = parseJson(source) as { device?: unknown };
    if (device === undefined) return undefined;
    const shown = JSON.stringify(device, undefined, '\t');
    return shown.length > MAX_DEVICE_TEXT ? `${shown.slice(0, MAX_DEVICE_TEXT)}…` : shown;
  } catch {
    // The file was changed after the check, or is nested too deep. The next check tells which.
    return undefined;
  }
}
