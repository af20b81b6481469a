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
  if (!FLAGS.test(flags)) {
    throw new CallError(`--grep has the flags ${flags}, and only i, m, s, u and v are known; leave out the others`);
  }
  const pattern = bounded(() => new BoundedPattern(source, flags));
  return (name) => bounded(() => pattern.test(name));
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
