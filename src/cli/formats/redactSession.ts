import { changedStretches, type TextStretch } from '../../core/base/changedStretches';
import { joinedStretches } from '../../core/base/textLevels';
import { LONG_BASE64 } from '../../core/compliance/contentText';
import { parseJson } from '../../core/json/parseJson';
import { mayHaveSecretName } from '../../core/protocol/secretNames';
import { secretStretches } from '../../core/protocol/secretStretches';
import { looseSecrets } from '../../core/redaction/looseSecrets';
import { besideNames } from '../../core/redaction/namedInText';
import { withoutTokens } from '../../core/redaction/withoutTokens';

const TEXT = /"(?:[^"\\\r\n]|\\.)*"/g;
/** What stands between two words, or is an escape. Without it, a text has nothing but a token. */
const BETWEEN = /[\s:=/<>'(,|\\%&;\u2236\u3000-\uffff-]/;
/** What a text has in which a secret has no name: an escape, a path, or the options of a command. */
const NAMELESS = /[\\%&/<]|(?<!\w)(?:--?[A-Za-z]|(?:net|vault)\s)|[\uff01-\uff5e\u3000\ufe55\ufe30\ua789\u2236\ufe66]/;
/** The same, as no session file has it unless it is somebody else's. */
const ODD = /[%&<]|(?<!\w)--?[A-Za-z]|[\uff01-\uff5e\u3000\ufe55\ufe30\ua789\u2236\ufe66]/;
/** A member that has the value which another one names. */
const MAY_BE_BESIDE =
  /val|wert|new|old|current|previous|"(?:v|text|content|data|answer|input|to|from|set|raw|plain|string|x|s)"/i;
const ESCAPE = /\\(?:u[0-9A-Fa-f]{4}|.)/g;

/**
 * Covers possible secrets in the text of a session file, well-formed or not, and any long run of Base64. Each code unit becomes one
 * dot, so that places stay valid. Ends of lines stay.
 */
export function redact(source: string): string {
  const found = [...secretStretches(source), ...inTexts(source)];
  if (MAY_BE_BESIDE.test(source)) found.push(...besideNames(source));
  if (source.includes('[') || (ODD.test(source) && !isJson(source))) found.push(...looseSecrets(source));
  const shown = changedStretches(source, joinedStretches(found), cover);
  return withoutTokens(shown, cover).replace(LONG_BASE64, cover);
}

/** The members of a session file are no lists, so what is no object of texts is looked at as any other text, too. */
function isJson(source: string): boolean {
  try {
    return typeof parseJson(source) === 'object';
  } catch {
    return false;
  }
}

/** In each text of JSON what is covered in a message that has the same text. */
function* inTexts(source: string): Generator<TextStretch> {
  for (const { 0: quoted, index } of source.matchAll(TEXT)) {
    if (!BETWEEN.test(quoted) || !(NAMELESS.test(quoted) || mayHaveSecretName(quoted))) continue;
    const secrets = looseSecrets(meantBy(quoted));
    if (secrets.length === 0) continue;
    const places = placesOf(quoted, index);
    for (const { start, end } of secrets) yield { start: places[start] as number, end: places[end] as number };
  }
}

function meantBy(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return parseJson(quoted) as string;
  } catch {
    return '';
  }
}

/** Where each character of a text stands in the source, and where the last one ends. */
function placesOf(quoted: string, offset: number): number[] {
  const places: number[] = [];
  let at = 1;
  for (const { 0: escaped, index } of quoted.matchAll(ESCAPE)) {
    for (; at < index; at++) places.push(offset + at);
    places.push(offset + index);
    at = index + escaped.length;
  }
  for (; at < quoted.length; at++) places.push(offset + at);
  return places;
}

function cover(secret: string): string {
  return secret.replace(/[^\r\n]/g, '•');
}
