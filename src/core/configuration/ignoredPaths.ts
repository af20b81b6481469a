import { withoutFullStop } from '../base/fullStop';
import { bracketFault, globMatcher } from '../pattern/globMatcher';
import { PatternLimit } from '../pattern/patternLimit';

/** What picomatch reads as more than a character. */
const ESCAPED = /\\[^*?[\]{}()!+@|\\]/;
const OPTIONS = { dot: true } as const;

/**
 * What is wrong with a glob of the configuration, as words that follow its name. Undefined when nothing is.
 */
export function globFault(glob: string): string | undefined {
  if (glob.trim() === '') return 'is blank; give a file or folder, or leave it out';
  if (glob.startsWith('!'))
    return 'begins with “!”, which does not bring anything back; leave it out, and name less before';
  if (/^([A-Za-z]:|\/)/.test(glob)) return 'begins at the root of a disk; write it relative to the folder of this file';
  if (/(^|\/)\.\.(\/|$)/.test(glob)) return 'leads out of the folder of this file; name what is in it';
  if (ESCAPED.test(glob)) return 'has “\\” between folders; write “/”';
  try {
    void globMatcher(wholeGlob(glob), OPTIONS);
  } catch (error) {
    if (error instanceof PatternLimit) return withoutFullStop(error.reason);
    throw error;
  }
  const fault = bracketFault(glob);
  if (!fault) return undefined;
  if (fault === 'unreadable') return 'cannot be read as a glob, and would match nothing; mend what is in its brackets';
  const { opened, closed } = fault;
  return `has a “${opened}” that nothing closes; close it with “${closed}”, or write “[${opened}]” for the character itself`;
}

/** The paths that no check looks at. */
export class IgnoredPaths {
  private readonly matchers: readonly { readonly glob: string; readonly matches: (way: string) => boolean }[];

  /** @param globs without a fault, relative to the folder of the configuration */
  constructor(globs: readonly string[], { ignoreCase = false }: { readonly ignoreCase?: boolean } = {}) {
    this.matchers = globs.map((glob) => {
      const matches = globMatcher(wholeGlob(glob), { ...OPTIONS, nocase: ignoreCase });
      return { glob, matches: (way) => withinLimit(() => matches(way)) };
    });
  }

  /** Whether there is nothing to ignore. */
  get isEmpty(): boolean {
    return this.matchers.length === 0;
  }

  /**
   * Whether a file or folder, or a folder that it is in, is ignored.
   * @param way from the folder of the configuration, with `/`
   */
  has(way: string): boolean {
    return this.globOf(way) !== undefined;
  }

  /** The first glob for which a file or folder, or a folder that it is in, is ignored. */
  globOf(way: string): string | undefined {
    if (this.isEmpty || way === '') return undefined;
    for (let end = way.indexOf('/'); ; end = way.indexOf('/', end + 1)) {
      const part = end < 0 ? way : way.slice(0, end);
      const found = this.matchers.find(({ matches }) => matches(part));
      if (found || end < 0) return found?.glob;
    }
  }
}

/** A glob without a slash stands for what has such a name at any depth. */
function wholeGlob(glob: string): string {
  const way = glob.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
  return way.includes('/') ? way : `**/${way}`;
}

/** A file of which it cannot be told in time is looked at. */
function withinLimit(isMatch: () => boolean): boolean {
  try {
    return isMatch();
  } catch (error) {
    if (error instanceof PatternLimit) return false;
    throw error;
  }
}
