import { UNSEEN, visibleLines, visibleText } from '../../core/base/visibleText';

/**
 * A text from a disk, harmless on a terminal: what would move the cursor, colour or reorder it is shown by its code point.
 * So is what would make a line a command of the CI server that runs us.
 */
export function visible(text: string): string {
  return withoutCommands(visibleText(text).replace(/^(\s*):(?=:)/, '$1\\u{3a}'));
}

/** The same for a text of which the line ends count, and which begins no line. */
export function visibleWithin(text: string): string {
  return withoutCommands(visibleLines(text));
}

function withoutCommands(text: string): string {
  return text.replace(COMMAND, '\\u{23}');
}

/** JSON that is harmless on a terminal too; whoever reads it gets the same texts. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent).replace(UNSEEN_IN_JSON, escaped);
  return `${text.replace(COMMAND, escaped)}\n`;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** As `visible`, but with one sign for each UTF-16 code unit, so that columns stay where they are. */
export function visibleInPlace(text: string): string {
  return text.replaceAll('\t', ' ').replace(UNSEEN, '\ufffd').replace(COMMAND, '\ufffd');
}

// What CI servers take for a command wherever it stands: `##[group]` (GitHub Actions), `##vso[…]` (Azure Pipelines),
// `##teamcity[…]`.
const COMMAND = /#(?=#[\w.-]*\[)/g;
// The ends of its own lines are no part of a value.
const UNSEEN_IN_JSON = new RegExp(`(?!\\n)${UNSEEN.source}`, 'gu');
