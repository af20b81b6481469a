import { visibleLines, visibleText } from '../../core/base/visibleText';
import { parseJson } from '../../core/json/parseJson';
import type {
  JournalActor,
  JournalCause,
  JournalEntry,
  JournalMessage,
  JournalRemedy,
} from '../../core/protocol/journal';
import { l10n } from '../host/l10n';
import { markdownBlock, markdownCode, markdownText } from '../host/markdown';
import { isOne } from '../host/plural';
import { timeText } from '../mobileApps/sessionText';
import { causeSentence, changedText, entryCause, entryLine } from './entryText';
import { settingKeyOf } from './remedySetting';
import { entryStatusText, sentLine } from './serverText';

/**
 * An entry of the journal as a page: what was asked, what was answered and why, and what changed. It is Markdown.
 * @param isColoured whether the language of blocks is said, by which a preview colours them
 */
export function entryDocument(entry: JournalEntry, isColoured: boolean): string {
  const { actor, causes, changes, cookies, ms, face } = entry;
  const decided = entryCause(entry);
  const who = actorParts(actor).map(([what, value]) => `- ${l10n.t('{0}: {1}', what, markdownText(value))}`);
  const lines = [
    `# ${markdownText(entryLine(entry))}`,
    `${markdownCode(sentLine(entry))} → **${markdownText(entryStatusText(entry))}**`,
    `${timeText(Date.parse(entry.at))} · ${ms} ms · ${face}`,
    ...section(
      l10n.t('Why'),
      causes.map((cause, at) => `${at + 1}. ${causeText(cause, cause === decided)}`),
    ),
    ...section(
      l10n.t('What changed'),
      changes.map((change) => `- ${markdownText(changedText(change))}`),
    ),
    ...section(
      l10n.t('Cookies set'),
      cookies.map((name) => `- ${markdownCode(name)}`),
    ),
    ...section(
      l10n.t('What to change'),
      causes.flatMap(({ remedy }) => (remedy ? [`- ${remedyText(remedy)}`] : [])),
    ),
    ...section(l10n.t('Who asked'), who),
    ...message(l10n.t('Request'), `${entry.method} ${entry.url}`, entry.request, isColoured),
    ...message(l10n.t('Answer'), entryStatusText(entry), entry.response, isColoured),
  ];
  return `${lines.join('\n\n')}\n`;
}

/** What is known of who asked, each with what it is in front. */
function actorParts({ ip, session, email, user, asked, device, application, userAgent }: JournalActor) {
  const parts: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('User'), user],
    [l10n.t('Name asked for'), asked],
    [l10n.t('E-mail'), email],
    [l10n.t('Session'), session],
    [l10n.t('Device'), device],
    [l10n.t('Application'), application],
    [l10n.t('IP Address'), ip],
    [l10n.t('User agent'), userAgent],
  ];
  return parts.flatMap(([what, value]) => (value ? [[what, value] as const] : []));
}

function causeText(cause: JournalCause, hasDecided: boolean): string {
  const code = markdownCode(cause.rule);
  const start = hasDecided ? `**${l10n.t('Decided')}** ${code}` : code;
  return `${start}\\\n   ${markdownText(causeSentence(cause))}`;
}

/** A preview runs no commands, so the command is named. It is in the menu of the row. */
function remedyText(remedy: JournalRemedy): string {
  const key = markdownCode(settingKeyOf(remedy));
  return remedy.value === undefined
    ? l10n.t('{0}, with “Change the Setting That Decided” on the row of this entry', key)
    : l10n.t(
        '{0} to {1}, with “Change the Setting That Decided” on the row of this entry',
        key,
        markdownCode(String(remedy.value)),
      );
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')];
}

function message(
  title: string,
  start: string,
  { headers, body, bodyBytes }: JournalMessage,
  isColoured: boolean,
): string[] {
  const head = [start, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
    .map(visibleText)
    .join('\n');
  const size = bodyBytes > 0 ? [isOne(bodyBytes) ? l10n.t('{0} byte', bodyBytes) : l10n.t('{0} bytes', bodyBytes)] : [];
  return [
    `## ${title}`,
    markdownBlock(isColoured ? 'http' : '', head),
    ...size,
    ...(body === undefined ? [] : [bodyBlock(body, isColoured)]),
  ];
}

/** Formats JSON. Other text, or JSON that was cut off, is left as it is. */
function bodyBlock(body: string, isColoured: boolean): string {
  try {
    return markdownBlock(isColoured ? 'json' : '', visibleLines(JSON.stringify(parseJson(body), undefined, 2)));
  } catch {
    return markdownBlock('', visibleLines(body));
  }
}
