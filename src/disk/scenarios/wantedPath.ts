import fs from 'node:fs';
import path from 'node:path';
import { withoutFullStop } from '../../core/base/fullStop';
import { globMatcher } from '../../core/pattern/globMatcher';
import { globParts } from '../../core/pattern/globParts';
import { PatternLimit } from '../../core/pattern/patternLimit';
import { ScenarioSearchError } from './scenarioSearchError';

/** What an argument of `run` names. */
export type WantedPath =
  /** A file or folder that may be there. Absolute. */
  | { readonly kind: 'place'; readonly place: string }
  /** All that matches below a folder. */
  | { readonly kind: 'glob'; readonly base: string; readonly depth: number; readonly matches: PathTest }
  /** What is left out of all that others name. */
  | { readonly kind: 'without'; readonly leavesOut: PathTest };

/** Judges an absolute path. */
export type PathTest = (place: string) => boolean;

/**
 * What is there with just this name is meant, whatever characters the name has. Otherwise wildcards make a glob, and `!`
 * before a path or a glob leaves out what it names.
 * @throws ScenarioSearchError
 */
export function wantedPath(cwd: string, given: string): WantedPath {
  if (given === '') throw new ScenarioSearchError('an empty path is given; give a scenario file, a folder, or a glob');
  const place = path.resolve(cwd, given);
  if (isThere(place)) return { kind: 'place', place };
  if (given === '-') {
    throw new ScenarioSearchError(
      'run reads no scenario from stdin, as the paths in a scenario begin at its folder; give a file, a folder, or a glob',
    );
  }
  const text = process.platform === 'win32' ? given.replaceAll('\\', '/') : given;
  if (text.startsWith('!') && !text.startsWith('!('))
    return { kind: 'without', leavesOut: leftOut(cwd, text.slice(1)) };
  const found = globParts(text);
  if (!found) return { kind: 'place', place };
  const base = path.resolve(cwd, found.base);
  const depth = /\*\*/.test(found.glob) ? Number.POSITIVE_INFINITY : found.glob.split('/').length - 1;
  return { kind: 'glob', base, depth, matches: below(base, found.glob) };
}

function leftOut(cwd: string, text: string): PathTest {
  const found = globParts(text);
  if (!found) {
    const whole = path.resolve(cwd, text);
    return (place) => place === whole;
  }
  return below(path.resolve(cwd, found.base), found.glob);
}

function below(base: string, glob: string): PathTest {
  const matches = bounded(() => globMatcher(glob, { dot: glob.includes('/.') || glob.startsWith('.') }));
  return (place) => {
    const way = path.relative(base, place).split(path.sep).join('/');
    return way !== '' && way.split('/')[0] !== '..' && bounded(() => matches(way));
  };
}

/** @throws ScenarioSearchError for a glob that takes too long */
function bounded<T>(judge: () => T): T {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof PatternLimit)) throw error;
    throw new ScenarioSearchError(`a glob is too much to judge: ${withoutFullStop(error.message)}`);
  }
}

/** A path that cannot be looked at may be there: whoever reads it says why it cannot be read. */
function isThere(place: string): boolean {
  try {
    return fs.lstatSync(place, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // A part before a wildcard is a file, or the glob is longer than a name may be.
    return !['ENOTDIR', 'ENAMETOOLONG', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}
