import { visibleText } from '../../core/base/visibleText';

/**
 * Escapes a text from elsewhere for use inside a line of Markdown. Nothing in it becomes a link, a picture, a heading,
 * a formula or HTML. Characters without a meaning there stay unescaped, because people also read the source.
 */
export function markdownText(text: string): string {
  const shown = visibleText(text)
    .replace(/[\\`*[\]<&]|~(?=~)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/^(\s*\d*)(?=[#>+\-=.)])/, '$1\\');
  return shown.split('$').length > 2 ? shown.replaceAll('$', '\\$') : shown;
}

/**
 * The same for a cell of a table in a text with icons. It ends no cell, and becomes neither an icon nor one of the links that are made
 * of plain addresses.
 */
export function markdownCell(text: string): string {
  return markdownText(text)
    .replaceAll('|', '&#124;')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}&#46;`)
    .replace(/(?<!\\)\$(?=\()/g, '\\$');
}

/** The same, as inline code. */
export function markdownCode(text: string): string {
  const shown = visibleText(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  const space = /^`|`$/.test(shown) || shown.trim() === '' ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** A text of several lines as a code block. The fence is longer than any in the text, so no text can end the block. */
export function markdownBlock(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(2, longestRun(text)) + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
