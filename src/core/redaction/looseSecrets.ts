import { changedStretches, type TextStretch } from '../base/changedStretches';
import { joinedStretches, placedIn, textLevels } from '../base/textLevels';
import { REDACTED } from '../protocol/redacted';
import { mayHaveSecretName } from '../protocol/secretNames';
import { commandSecrets } from './commandSecrets';
import { linkSecrets } from './linkSecrets';
import { namedInText } from './namedInText';
import { withoutTokens } from './withoutTokens';

/** Fullwidth signs and letters, a wide blank, and other signs that are read as a colon or an equals sign. */
const WIDE = /[\uff01-\uff5e\u3000\ufe55\ufe30\ua789\u2236\ufe66]/g;
const MAY_BE_WIDE = /[\u2236-\uffff]/;
/** Without any of these, a text has neither a value beside a name nor a path. */
const MAY_HAVE_NAMES = /[\s:=/<"'(,|\u3000-\uffff-]/;
const SHORTEST = 5;
const MARK = '•';

/**
 * Where secrets may be in a text of which nobody knows what it is: a title, a name, a value, a sentence, the words of a command. They are
 * known by their look, by the scheme, the option or the name before them, or by the link that they are in, also where the text is
 * escaped for a URL, for JSON or for HTML, and in wide signs. What a loose text shows is decided here, wherever it is shown.
 */
export function looseSecrets(text: string): TextStretch[] {
  if (text.length < SHORTEST) return [];
  const found: TextStretch[] = [];
  for (const level of textLevels(text)) {
    const plain = narrow(level.text);
    for (const place of placesIn(plain)) found.push(placedIn(level, place));
  }
  return joinedStretches(found);
}

/**
 * A text without the secrets that may be in it.
 * @param instead what is put in the place of a secret
 */
export function withoutLooseSecrets(text: string, instead: (secret: string) => string = () => REDACTED): string {
  return changedStretches(text, looseSecrets(text), instead);
}

function* placesIn(text: string): Generator<TextStretch> {
  yield* tokenPlaces(text);
  if (!MAY_HAVE_NAMES.test(text)) return;
  if (mayHaveSecretName(text)) yield* namedInText(text);
  yield* commandSecrets(text);
  if (text.includes('/')) yield* linkSecrets(text);
}

/** Where tokens and credentials are that are known by their look alone. A cover of the same length leaves all places where they were. */
function* tokenPlaces(text: string): Generator<TextStretch> {
  const shown = withoutTokens(text, (token) => MARK.repeat(token.length));
  if (shown === text) return;
  let start: number | undefined;
  for (let at = 0; at <= text.length; at++) {
    const isCovered = at < text.length && shown[at] === MARK && text[at] !== MARK;
    if (isCovered) start ??= at;
    else if (start !== undefined) {
      yield { start, end: at };
      start = undefined;
    }
  }
}

/** Each sign stays where it was. */
function narrow(text: string): string {
  if (!MAY_BE_WIDE.test(text)) return text;
  return text.replace(WIDE, (sign) => {
    const code = sign.charCodeAt(0);
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    return code === 0x3000 ? ' ' : code === 0xfe66 ? '=' : ':';
  });
}
