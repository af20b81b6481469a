import { counted } from '../../core/base/counted';
import { withoutFullStop } from '../../core/base/fullStop';
import { BoundedPattern } from '../../core/pattern/boundedPattern';
import { PatternLimit } from '../../core/pattern/patternLimit';
import { CallError } from '../callError';

const BETWEEN_SLASHES = /^\/(.+)\/([a-z]*)$/s;
const FLAGS = /^(?!.*(.).*\1)[imsuv]*$/;

/**
 * Whether the name of a scenario has a text, in any case of its letters, or matches a regular expression that stands between
 * slashes.
 * @throws CallError when it is no expression
 */
export function wantedNames(grep: string): (name: string) => boolean {
  const [, source, flags = ''] = BETWEEN_SLASHES.exec(grep) ?? [];
  if (source === undefined) {
    if (grep === '') throw new CallError('--grep has no text; give a part of the names of the scenarios to run');
    const wanted = grep.toLowerCase();
    return (name) => name.toLowerCase().includes(wanted);
  }
  // Whether all matches are wanted, or their places, makes no difference to whether there is one.
  const known = flags.replace(/[dg]/g, '');
  if (!FLAGS.test(known)) throw new CallError(wrongFlags(grep, flags, known));
  const pattern = bounded(() => new BoundedPattern(source, known));
  return (name) => bounded(() => pattern.test(name));
}

function wrongFlags(grep: string, flags: string, known: string): string {
  const isUnknown = /[^imsuv]/.test(known);
  const why = isUnknown ? ', and only i, m, s, u and v are known; leave out the others' : '; give each once';
  // A path or a date has slashes, too.
  return `--grep has the flags ${flags}${why}, or write /${grep.replaceAll('/', '\\/')}/ for names with this text`;
}

/** What to say where no name was wanted. */
export function noneNamed(grep: string, leftOut: number): string {
  return `no name of ${counted(leftOut, 'scenario')} matches --grep ${grep}; give a part of a name, or a /regular expression/`;
}

function bounded<T>(judge: () => T): T {
  try {
    return judge();
  } catch (error) {
    if (error instanceof PatternLimit) throw new CallError(`--grep is too much: ${withoutFullStop(error.message)}`);
    if (!(error instanceof SyntaxError)) throw error;
    throw new CallError(`--grep is no regular expression: ${error.message}; mend it, or leave out the slashes`);
  }
}
