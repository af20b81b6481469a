import fs from 'node:fs';
import path from 'node:path';
import { phraseText } from '../../core/compliance/phrase';
import { folderFaultPhrase } from '../../core/files/fileFault';
import { REPORT_MARK } from '../../core/scenario/reportPage';
import { faultOnTheWay } from '../../disk/fileKind';
import { CallError } from '../callError';
import type { OutputPlace } from '../outputs/outputPlace';
import { outputPlaces } from '../outputs/outputPlace';
import { isSystemError, systemErrorText } from '../systemError';

const PAGE = 'index.html';
/** The mark is in the head of a page. */
const HEAD_BYTES = 4096;

/**
 * Where the report in a folder is written to. The folder may be there and hold other things; only a page that a run has
 * written is written over.
 * @throws CallError when another page is there, or no folder
 */
export function reportPlace(cwd: string, folder: string): OutputPlace {
  if (folder === '') throw new CallError('--report names no folder; give one for the report');
  const whole = path.resolve(cwd, folder);
  const stats = statsOf(folder, whole);
  if (stats && !stats.isDirectory()) throw new CallError(`--report names ${folder}, which is no folder; name another`);
  const [place] = outputPlaces(cwd, [path.join(folder, PAGE)], false) as [OutputPlace];
  if (place.stats?.isFile() && !hasMark(place.file)) {
    throw new CallError(
      `${place.given} is no report of a run, and is not written over; name another folder with --report`,
    );
  }
  return place;
}

/** @throws CallError where nobody can tell what is there */
function statsOf(folder: string, whole: string): fs.Stats | undefined {
  try {
    return fs.statSync(whole, { throwIfNoEntry: false });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const inTheWay = faultOnTheWay(whole);
    const words = inTheWay ? phraseText(folderFaultPhrase(inTheWay.at, inTheWay.fault)) : systemErrorText(error);
    throw new CallError(`--report cannot name ${folder}: ${words}`);
  }
}

function hasMark(file: string): boolean {
  const head = Buffer.alloc(HEAD_BYTES);
  const open = fs.openSync(file, 'r');
  try {
    return head.toString('utf8', 0, fs.readSync(open, head)).includes(REPORT_MARK);
  } finally {
    fs.closeSync(open);
  }
}
