import { wordsOfName } from '../protocol/nameWords';
import type { NamedSecrets } from './namedSecrets';
import { isRouteWord } from './routeWords';
import { isShownInLogin } from './shownInLogin';

/** The last word of a member, parameter or attribute that names what stands beside it: `{"name": "password", "value": "…"}`. */
const NAMING =
  /^(?:names?|keys?|k|n|field|fields|fieldname|parameter|param|attribute|attr|label|id|title|property|prop|variable|var|header|option|setting|path|pointer|column|identifier|target|element|nom|libelle)$/;
/** These name it only if nothing else stands in the name: `type`, not `grant_type`. */
const NAMING_ALONE = /^(?:type|kind)$/i;
const LONGEST_NAME = 64;

/** Whether a member may name what stands in another one of the same object. */
export function isNaming(key: string): boolean {
  return NAMING_ALONE.test(key) || NAMING.test(wordsOfName(key).at(-1) ?? '');
}

/** Whether a text is the name of a secret, or a path to one: `password`, `/credentials/password`, `m.login.password`. */
export function isNameOfSecret(text: string, names: NamedSecrets): boolean {
  if (text.length > LONGEST_NAME) return false;
  const name = text.trim();
  return names.inside.isName(name) || (!/\s/.test(name) && names.inside.isName(name.replace(/^.*[/.:#]/s, '')));
}

/** Whether a text is one of the words of which lists of names are made: `["login", "logout"]`, `["password", "email"]`. */
export function isOneOfNames(text: string): boolean {
  return isRouteWord(text) || isShownInLogin(text);
}
