import { plainName } from '../protocol/secretNames';

type Shape = 'user' | 'word' | 'id' | 'text' | 'version' | 'number' | 'time' | 'url' | 'grant' | 'document';

/** What stays readable in a login: who logs in, where, with what, and how. Each name has the shape of its values. */
const NAMES: Readonly<Record<Shape, string>> = {
  user: 'user username users userid userlogin login loginname loginhint name names firstname lastname fullname displayname nickname email mail emailaddress username4d account accounts accountname accountid',
  word: [
    'tenant realm realms domain company organization scope scopes type kind os platform simulator language lang locale region country city',
    'timezone responsetype responsemode codechallengemethod prompt display tokentypehint tokentype remember rememberme keeploggedin',
    'staysignedin persistent action method operation operationname role roles group groups privilege privileges format screen',
    'methodname actionname function functionname func fn call procedure command cmd op rpc microflow applyto continue success ok',
    'result status error errors message reason title description code state componentsignature',
  ].join(' '),
  id: 'id ids uid uuid deviceid appid applicationid bundleid clientid client clients teamid team session sessions sessionid codechallenge',
  text: 'application applicationname app apps appname device devices devicename devicetype devicemodel model manufacturer brand useragent',
  version:
    'version appversion osversion systemversion versionname versioncode build appbuild buildnumber sdkversion jsonrpc',
  number: 'errcode session4dlength size width height scale port lifetime idletimeout',
  time: 'time timestamp date',
  url: 'audience resource redirecturi host ip url returnurl returnto next redirect redirecturl relativeurl uri href path target endpoint route',
  grant: 'granttype',
  document: 'query mutation document',
};
const SHOWN: ReadonlyMap<string, Shape> = new Map(
  Object.entries(NAMES).flatMap(([shape, names]) => names.split(' ').map((name) => [name, shape as Shape] as const)),
);
/** Members that hold the others. What is in them has names of its own, or none. */
const CONTAINERS = new Set(
  'params parameters data body input inputs variables args arguments payload request'.split(' '),
);
/** Parameters that may come more than once. */
const REPEATED: readonly Shape[] = ['word', 'url'];

const GRANTS =
  /^(?:password|authorization_code|refresh_token|client_credentials|implicit|token|urn:[a-z]{2,16}(?::[a-z_-]{1,32}){1,6}(?::[a-z0-9_-]{1,16})?)$/;
/** One name of a user, a full name, an address, a name behind that of a domain, or a telephone number. */
const USER =
  /^(?:(?:[\p{L}\p{N}_.-]{1,64}\\)?[\p{L}\p{M}\p{N}_.+'$-]{1,64}(?:@[\p{L}\p{N}.-]{1,253})?|[\p{L}\p{M}.'’-]{1,40}(?: [\p{L}\p{M}.'’-]{1,40}){1,4}|\+\d[\d ]{5,20})$/u;
const LONGEST = 200;
const WORD = /^(?:\p{L}[\p{L}\p{M}]{0,39}|\d{1,3}|(?=.{1,6}$)\p{L}{1,5}\d{1,3})$/u;
/** What stands between words. */
const BETWEEN = /[\s.,:;/_$()+'’!?"-]+/u;
const ID = /^[\w.:@{}$-]{1,128}$/;
const TEXT = /^[\p{L}\p{M}\p{N} ._,'’()/-]{1,64}$/u;
const VERSION = /^[A-Za-z]{0,12}[ -]?\d{1,6}(?:[.,_-]\d{1,6}){0,4}(?:[ -]?[A-Za-z]{1,8}\d{0,4})?[a-z]?$/;
/** A word with a version: `iOS 17.2`, `S256`. */
const NUMBERED = /^[A-Za-z]{1,12}[ -]?\d{1,3}(?:[._]\d{1,3}){0,3}$/;
const NUMBER = /^\d{1,5}(?:\.\d{1,3})?$/;
const TIME = /^(?:\d{1,3}|\d{10}(?:\.\d{1,9})?|\d{13}|\d{4}-\d\d-\d\d(?:[T ][\d:.]{4,18}(?:Z|[+-]\d\d:?\d\d)?)?)$/;
/** An address with its scheme, or a host with a dot. What is secret in it is covered as in any text. */
const ADDRESS =
  /^(?:[a-z][\w+.-]{0,20}:(?:\/\/)?[\w[]|(?:[\w-]{1,63}\.){1,8}[\w-]{1,63}(?:[:/]|$)|localhost\b|[\da-f:]{2,45}$)\S*$/i;
const DOCUMENT = /^\s*(?:\{|(?:query|mutation|subscription|fragment)\b)/;
/** A name in a login: letters and signs. Digits stand at its end. */
const KEY = /^[\p{L}_$@:[\]. /-][\p{L}\p{M}_$@:[\]. /-]{0,62}(\d{0,3})\]?$/u;

/** The name of 4D's parameter with a passcode. Its value is covered, and what a journal says of it names it. */
const PASSCODE_NAME = /^\$4dsid$/i;

/** Whether the name of a member or a parameter of a login is that of something that is no secret. */
export function isShownInLogin(name: string): boolean {
  return SHOWN.has(plainName(name));
}

/** Whether a value has the shape of what its name stands for: one name of a user, and no list; a grant that there is. */
export function hasShapeOfName(name: string, value: string, isInList = false): boolean {
  const shape = SHOWN.get(plainName(name));
  if (shape === undefined || (isInList && shape !== 'word')) return false;
  return value === '' || hasShape(shape, value);
}

/** Whether a parameter may come twice in a form of a login. */
export function mayRepeat(name: string): boolean {
  const shape = SHOWN.get(plainName(name));
  return shape !== undefined && REPEATED.includes(shape);
}

/** Whether a name in a login looks like a name. Otherwise it may be a password itself. */
export function isKeyOfLogin(name: string): boolean {
  if (isShownInLogin(name) || isContainerOfLogin(name) || PASSCODE_NAME.test(name)) return true;
  const digits = KEY.exec(name)?.[1];
  return (
    digits !== undefined && (digits === '' || name.length <= 5 || /^(?:pass|pw|password|address|line)\d$/i.test(name))
  );
}

/** Whether a member of a login holds its other members. */
export function isContainerOfLogin(name: string): boolean {
  return CONTAINERS.has(plainName(name));
}

function hasShape(shape: Shape, value: string): boolean {
  switch (shape) {
    case 'user':
      return USER.test(value);
    case 'word':
      return isWords(value) || NUMBERED.test(value);
    case 'id':
      return ID.test(value);
    case 'text':
      return TEXT.test(value);
    case 'version':
      return VERSION.test(value) || isWords(value);
    case 'number':
      return NUMBER.test(value);
    case 'time':
      return TIME.test(value);
    case 'url':
      return isWords(value) || (ADDRESS.test(value) && !value.startsWith('/'));
    case 'grant':
      return GRANTS.test(value);
    case 'document':
      return DOCUMENT.test(value) || isWords(value);
  }
}

function isWords(value: string): boolean {
  if (value.length > LONGEST) return false;
  return value.split(BETWEEN).every((word) => word === '' || WORD.test(word));
}
