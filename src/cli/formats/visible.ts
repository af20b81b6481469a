import { UNSEEN, visibleLines, visibleText } from '../../core/base/visibleText';

/**
 * Makes a text from a disk safe for a terminal: characters that would move the cursor, change the colour or reorder the
 * text are shown as their code points. So are characters that would make the line a command of a CI server.
 */
export function visible(text: string): string {
  return withoutCommands(visibleText(text).replace(/^(\s*):(?=:)/, '$1\\u{3a}'));
}

/** The same for a text that keeps its line ends and does not begin a line. */
export function visibleWithin(text: string): string {
  return withoutCommands(visibleLines(text));
}

function withoutCommands(text: string): string {
  return text.replace(COMMAND, '\\u{23}');
}

/** JSON that is safe for a terminal. Parsing it gives the same texts. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent).replace(UNSEEN_IN_JSON, escaped);
  return `${text.replace(COMMAND, escaped)}\n`;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** As `visible`, but replaces each UTF-16 code unit with one character, so that columns stay the same. */
export function visibleInPlace(text: string): string {
  return text.replaceAll('\t', ' ').replace(UNSEEN, '\ufffd').replace(COMMAND, '\ufffd');
}

// Commands of CI servers, which may be anywhere in a line: `##[group]` (GitHub Actions), `##vso[…]` (Azure Pipelines),
// `##teamcity[…]`.
const COMMAND = /#(?=#[\w.-]*\[)/g;
// Line ends between the values of indented JSON are not part of a value.
const UNSEEN_IN_JSON = new RegExp(`(?!\\n)${UNSEEN.source}`, 'gu');
