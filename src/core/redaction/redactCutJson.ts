import type { NamedSecrets } from './namedSecrets';
import { redactJson } from './redactJson';

/** What may be missing before the brackets that are open: nothing, a value, or a name with its value. */
const MISSING = ['', 'null', ':null', '"":null'];

/**
 * Redacts an object of JSON of which only the end is missing. All that is there is understood.
 * @returns undefined if it is broken otherwise
 */
export function redactCutJson(text: string, names: NamedSecrets): string | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const { quote, brackets } = openIn(text);
  if (brackets === '') return undefined;
  for (const missing of quote === '' ? MISSING : ['', ':null']) {
    const end = quote + missing + brackets;
    const redacted = redactJson(text + end, names);
    if (redacted?.endsWith(end)) return redacted.slice(0, redacted.length - end.length);
  }
  return undefined;
}

/** The quote and the brackets that nothing closes, as they have to be closed. */
function openIn(text: string): { quote: string; brackets: string } {
  const open: string[] = [];
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (isQuoted && char === '\\') at++;
    else if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === '{' || char === '[') open.push(char === '{' ? '}' : ']');
    else if (char === '}' || char === ']') open.pop();
  }
  return { quote: isQuoted ? '"' : '', brackets: open.reverse().join('') };
}
