import { REDACTED } from '../protocol/secretNames';
import type { NamedSecrets } from './namedSecrets';

/** A name and what may stand between it and its value, in whatever language. */
const NAME =
  /(?<![\w$.-])([\w$.-]+)(\\{0,4}["'`]?)\]?(?:(?:\s|\/\*[^*]{0,200}\*\/)*(=>|:=|[:=])((?:\s|\/\*[^*]{0,200}\*\/)*)|(?:\s*[,(]\s*|\s+)(?=["'`]))/g;
/** What a quoted member of broken JSON may have as its value, so that the patterns for members cover it. */
const JSON_VALUE = /\\{0,4}"|(?:-?\d[\d.eE+-]*|true|false|null)(?=[\s,}\]]|$)/y;
/** A value of a URL, a form, or an attribute, so that the patterns for pairs cover it. */
const PAIR_VALUE = /"[^"\\\r\n]*"|'[^'\\\r\n]*'|[^&\s"'`<>\\#[{(]+(?=[&"'<>#]|$)/y;
/** A line `name: value`. What begins otherwise, or goes on in the next line, is of a language such as YAML. */
const LINE_VALUE = /(?![|>&!*"'`[{(<])[^\r\n]+(?=\r?\n(?![ \t])|$)/y;

/**
 * Drops what follows the name of a secret in a text that is no JSON, unless its value has a clear end. In a program, or in
 * YAML, it is not known where it ends.
 */
export function dropAfterSecret(text: string, names: NamedSecrets): string {
  let kept = '';
  let from = 0;
  /** Values of pairs are read once: names in them are parts of them. */
  let passed = 0;
  for (const found of text.matchAll(NAME)) {
    const [all, name = '', quote = '', separator, space = ''] = found;
    const { index } = found;
    if (index < Math.max(from, passed) || !isSecret(name, names)) continue;
    const place = index + all.length;
    if (place >= text.length) break;
    const isQuoted = quote.endsWith('"');
    if (isQuoted && separator === ':' && endOf(JSON_VALUE, text, place) !== undefined) continue;
    if (quote === '' && separator === '=' && space === '' && !/\s/.test(text.charAt(index + name.length))) {
      const pairEnd = endOf(PAIR_VALUE, text, place);
      if (pairEnd !== undefined) {
        passed = pairEnd;
        continue;
      }
    }
    const isLine =
      quote === '' && separator === ':' && !/[\r\n]/.test(space) && /(?:^|[\r\n])[ \t]*$/.test(lineBefore(text, index));
    const end = isLine ? endOf(LINE_VALUE, text, place) : undefined;
    kept += text.slice(from, place) + REDACTED;
    if (end === undefined) return kept;
    from = end;
  }
  return kept + text.slice(from);
}

function isSecret(name: string, names: NamedSecrets): boolean {
  return names.isName(name) || names.isName(name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1));
}

/** The last characters before a place: enough to see whether it begins a line. */
function lineBefore(text: string, place: number): string {
  const start = Math.max(0, place - 64);
  return (start === 0 ? '\n' : '') + text.slice(start, place);
}

function endOf(pattern: RegExp, text: string, place: number): number | undefined {
  pattern.lastIndex = place;
  return pattern.exec(text) ? pattern.lastIndex : undefined;
}
