import { urlEncoded } from '../base/urlText';
import { parseJson } from '../json/parseJson';
import { fullyDecoded } from '../protocol/canonicalPath';
import { REDACTED } from '../protocol/redacted';
import { isNameOfSecret, isNaming } from './besideName';
import { isDocument, redactDocument } from './loginCall';
import { COMMON_SECRETS, type NamedSecrets } from './namedSecrets';
import { redactExpression } from './redactExpression';
import { redactJson } from './redactJson';
import { redactEscaped, redactPair, redactText } from './redactText';
import { mayRepeat } from './shownInLogin';
import { isValueBeside } from './valueBeside';

/** The values of an expression that compares a secret, or the parameters of a function of 4D. They have no names. */
const POSITIONAL = /^\$params$/i;
/** A text of JSON. */
const TEXT = /"(?:[^"\\]|\\[\s\S])*"/g;
const LONG_NUMBER = /(?<![\w.-])\d{4,}(?![\w.])/g;

/**
 * Redacts a query without its `?`, or a form.
 * @param isForm whether it is the body of a request, where something without a name is no word such as `?logout`
 */
export function redactQuery(query: string, names: NamedSecrets = COMMON_SECRETS, isForm = false): string {
  const seen = new Set<string>();
  const isNamed = namesSecret(query, names);
  return query
    .split('&')
    .map((parameter) => {
      if (parameter === '') return '';
      const end = parameter.indexOf('=');
      if (isNamed && end >= 0 && isValueBeside(meant(parameter.slice(0, end))))
        return `${parameter.slice(0, end)}=${REDACTED}`;
      if (end >= 0) return redactParameter(parameter.slice(0, end), parameter.slice(end + 1), names, seen);
      if (names.isLogin && (isForm || /\d/.test(fullyDecoded(parameter)))) return REDACTED;
      return redactEscaped(parameter, names.inside, 0);
    })
    .join('&');
}

/** Whether a parameter names what another one has: `name=password&value=…`. */
function namesSecret(query: string, names: NamedSecrets): boolean {
  if (!/name|key|field|param|attr|path|label/i.test(query)) return false;
  return query.split('&').some((parameter) => {
    const end = parameter.indexOf('=');
    return (
      end > 0 && isNaming(meant(parameter.slice(0, end))) && isNameOfSecret(meant(parameter.slice(end + 1)), names)
    );
  });
}

/** @param seen the names of a login that had a value already. Nobody has two names, so the second one is something else */
function redactParameter(name: string, value: string, names: NamedSecrets, seen: Set<string>): string {
  const plainName = meant(name).trim();
  if (names.isPositional && POSITIONAL.test(plainName)) return `${name}=${withoutTexts(value, names)}`;
  if (names.isLogin) {
    const shownName = names.isShownName(plainName) ? name : REDACTED;
    const shown = value === '' ? '' : shownInLogin(plainName, value, names, seen);
    return shown === undefined ? redactPair(name, value, names, 0) : `${shownName}=${shown}`;
  }
  const expression = meant(value);
  const shown = redactExpression(expression, names);
  return shown === expression
    ? redactPair(name, value, names, 0)
    : `${name}=${written(redactText(shown, names), value)}`;
}

/** What is shown of a parameter of a login. Undefined if it is one that may be shown. */
function shownInLogin(name: string, value: string, names: NamedSecrets, seen: Set<string>): string | undefined {
  const text = meant(value);
  if (names.isContainer(name)) {
    const json = redactJson(text, names);
    return json === undefined ? REDACTED : written(json, value);
  }
  const isSecond = seen.has(name.toLowerCase()) && !mayRepeat(name);
  seen.add(name.toLowerCase());
  if (isSecond || !names.isShownName(name) || !names.fits(name, text)) return REDACTED;
  return isDocument(name) ? written(redactText(redactDocument(text), names.inside), value) : undefined;
}

/** The parameters of a function in a URL: each text of the list is covered, and all of it if it is none. */
function withoutTexts(value: string, names: NamedSecrets): string {
  if (value === '') return '';
  const list = fullyDecoded(value);
  if (!isJson(list.replace(/^'(.*)'$/s, '$1'))) return REDACTED;
  const shown = list.replace(TEXT, `"${REDACTED}"`);
  const redacted = names.isLogin ? shown.replace(LONG_NUMBER, REDACTED) : shown;
  return redacted === list ? value : written(redacted, value);
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

/** A redacted value as it was sent: escaped, if it was. */
function written(redacted: string, sent: string): string {
  return /[%+]/.test(sent) ? urlEncoded(redacted).replaceAll(urlEncoded(REDACTED), REDACTED) : redacted;
}

function meant(text: string): string {
  return fullyDecoded(text.replaceAll('+', ' '));
}
