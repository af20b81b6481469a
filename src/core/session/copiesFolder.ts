import { hasCopyWord, hasPutAsideWord } from './copyWords';
import { isToolsName } from './leftoverName';

/** A name as those of applications are: words with dots between them. */
const DOTTED = /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+$/u;
const TEAM = /^[A-Z0-9]{10}$/;
/** `2024-01-01`, `20240101`, `2024_01`, `01.01.2024`, with a time or without. */
const DATE =
  /^((19|20)\d\d[-_. ]?(0[1-9]|1[0-2])([-_. ]?[0-3]\d)?|[0-3]?\d[-_. ][01]?\d[-_. ](19|20)\d\d)([T_ .-]*\d[\d:._ -]*Z?)?$/;
/** A year, a month, a day, or a number of a series, with the name of a month or without: `2024`, `01`, `Jan2024`. */
const NUMBERED =
  /^((jan|feb|fev|mar|mär|apr|avr|may|mai|jun|jui|jul|aug|aou|aoû|sep|oct|okt|nov|dec|dez|déc)\p{L}*[-_. ]?)?\d{1,4}$/iu;
/** Where systems and package managers keep what is theirs. */
const OF_SYSTEMS = /^(lost\+found|found\.\d+|system volume information|node_modules)$/i;
/** What people put behind the name of a folder that they keep. No application is named so. */
const ENDINGS = /[._-](bak|bkp|old|orig|tmp|temp|trash|copy|deleted|disabled|removed|revoked|save|prev|\d{6,})\d*$/i;

/** Applications and teams have none of these characters in their names. */
const BY_A_PERSON = /[^\w.-]/;
/** `2024-Jan`, `Q3`, `2024Q3`, `week12`. */
const PERIOD = /^(19|20)\d\d(?!\d)|^(q|h|kw|week|semaine|woche|month|monat|mois|day|tag|jour)[-_. ]?\d{1,2}$/i;

/**
 * Whether a folder is one for copies or for what is thrown away, by its name alone. A name as applications have is
 * only if it begins or ends as none of them does, because `com.old.app` may be an application.
 * See docs/session-files.md#folders-for-copies.
 */
export function isCopiesFolder(folder: string): boolean {
  // What leads elsewhere is not hidden: what writes refuses it, and says so.
  if (folder.startsWith('..')) return false;
  if (/^[.#@$_~!]/.test(folder) || OF_SYSTEMS.test(folder) || DATE.test(folder)) return true;
  if (NUMBERED.test(folder)) return true;
  if (!DOTTED.test(folder)) return hasCopyWord(folder) || isToolsName(folder);
  const first = folder.slice(0, folder.indexOf('.'));
  if (ENDINGS.test(folder) || (!TEAM.test(first) && hasCopyWord(first))) return true;
  // Applications are named from the end of a domain on, as `com.example.app` is, and have no number of their own.
  return hasCopyWord(folder) && ((!TEAM.test(first) && !/^[a-z]{2,6}$/.test(first)) || /[._-]\d+$/.test(folder));
}

/**
 * Whether a folder may be a copy of the folder of an application, which only the sessions in it tell. All folders that
 * `isCopiesFolder` names may be.
 */
export function mayBeCopy(folder: string): boolean {
  if (isCopiesFolder(folder) || hasCopyWord(folder) || /[^\w.-]|[._-]\d+$|[._-]$/.test(folder)) return true;
  // More than a quarter of all teams begin with a digit. All files of a folder in doubt are read before they are listed.
  return /^\d/.test(folder) && !isOfTeam(folder);
}

/**
 * A team of digits alone is more likely a number that a person has put there, and `2024MYSHOP.app` more likely a copy of `MYSHOP.app`:
 * applications have two words or more.
 */
function isOfTeam(folder: string): boolean {
  const [first = '', ...application] = folder.split('.');
  return TEAM.test(first) && /[A-Z]/.test(first) && application.length > 1;
}

/**
 * Whether a folder on the way to a session is one for copies: by its name, or because it is named as a copy of the
 * application folder that the session asks for.
 */
export function holdsCopiesOf(folder: string, wanted: string): boolean {
  return folder !== wanted && (isCopiesFolder(folder) || isCopyOf(folder, wanted));
}

/**
 * Whether a session in this folder may have been put there so that it counts no more, although the folder may be that of an
 * application. Only a person knows. No list of words is whole, so whatever a person may have named is doubted: another script,
 * a name with a space or an accent, a quarter of a year, and a name that begins as that of the application does.
 */
export function mayBePutAside(folder: string, wanted: string): boolean {
  if (folder === wanted) return false;
  return hasPutAsideWord(folder) || BY_A_PERSON.test(folder) || PERIOD.test(folder) || folder.startsWith(wanted);
}

function isCopyOf(folder: string, wanted: string): boolean {
  const at = folder.toLowerCase().indexOf(wanted.toLowerCase());
  if (at < 0) return false;
  const before = folder.slice(0, at);
  const behind = folder.slice(at + wanted.length);
  // The folder with a team, which an application without one is not in, is no copy.
  if (behind === '' && before.endsWith('.') && TEAM.test(before.slice(0, -1))) return false;
  const more = `${before} ${behind}`;
  if (hasCopyWord(more) || /[^\w.-]/.test(before + behind)) return true;
  // Nothing but a number.
  return /^\W*[\d\W_]*$/.test(before) && /^([\W_][\d\W_]*)?$/.test(behind) && before + behind !== '';
}
