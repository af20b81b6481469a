import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { SampleRandom } from '../../src/core/sample/sampleRandom';
import { type BenchSession, FAULT_KINDS, type FaultKind, faultyFile, sessionOf } from './benchSession';
import { Oracle } from './oracle';
import { written } from './writtenStyles';

export interface TreeSize {
  readonly sessions: number;
  readonly applications: number;
  readonly seed: number;
  /** Whether six in a hundred files are at fault, and other files lie between them. */
  readonly isFaulty: boolean;
}

/** Of ten thousand files. About what a folder has that people edit by hand. */
const SHARES: Record<FaultKind, number> = { malformed: 200, schema: 200, location: 100, token: 100, bom: 20, empty: 5 };
/** Long ago, so that no file counts as one that is just being written. */
const MODIFIED = 1_700_000_000;

/**
 * Makes a MobileApps folder with applications of very different size (the largest has about a fifth of all), and
 * tells what a check of it must say. The same size makes the same files. It knows nothing of the checks: each fault
 * is made for one code.
 */
export function makeTree(folder: string, { sessions, applications, seed, isFaulty }: TreeSize): Oracle {
  const random = new SampleRandom(seed);
  const oracle = new Oracle(sessions);
  fs.mkdirSync(folder, { recursive: true });
  const weights = Array.from({ length: applications }, (_, at) => 1 / (at + 1));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let made = 0;
  let share = 0;
  weights.forEach((weight, at) => {
    const team = createHash('sha1')
      .update(`team ${at % 7}`)
      .digest('hex')
      .slice(0, 10)
      .toUpperCase();
    const application = { team, id: `com.example.app${at}` };
    const name = `${team}.${application.id}`;
    fs.mkdirSync(path.join(folder, name));
    if (isFaulty && at % 3 === 0) putForeignFiles(path.join(folder, name), at);
    share += weight;
    for (const end = Math.round((share / whole) * sessions); made < end; made++) {
      const session = sessionOf(application, random);
      const fault = isFaulty ? faultAt(random.below(10_000)) : undefined;
      const file = fault ? faultyFile(fault, session, random) : plainFile(session, random);
      put(path.join(folder, name, file.name), file.text);
      if (file.code) oracle.expect(`${name}/${file.name}`, file.code, fault as FaultKind);
    }
  });
  if (isFaulty) put(path.join(folder, 'notes.txt'), 'No session file.\n');
  return oracle;
}

function plainFile(session: BenchSession, random: SampleRandom) {
  return { name: session.session.id, text: written(session, random), code: undefined };
}

function faultAt(number: number): FaultKind | undefined {
  let below = 0;
  return FAULT_KINDS.find((kind) => {
    below += SHARES[kind];
    return number < below;
  });
}

/** What lies in real folders and is no session. */
function putForeignFiles(application: string, at: number): void {
  put(path.join(application, '.DS_Store'), '\0\0\0\u0001Bud1');
  put(path.join(application, 'Thumbs.db'), 'D0CF');
  put(path.join(application, 'manifest.json'), '{ "foreign": true }');
  fs.mkdirSync(path.join(application, createHash('sha1').update(`folder ${at}`).digest('hex')));
}

function put(file: string, text: string): void {
  const descriptor = fs.openSync(file, 'wx', 0o600);
  fs.writeSync(descriptor, text);
  fs.futimesSync(descriptor, MODIFIED, MODIFIED);
  fs.closeSync(descriptor);
}

/**
 * The same files with `.json` behind their names, as hard links, without those that are not well-formed, as the
 * tools that are compared with read others not at all or end at the first malformed file.
 * @returns the files of it that violate the schema, by path from the folder
 */
export function linkForPeers(tree: string, oracle: Oracle, folder: string): Set<string> {
  for (const application of fs.readdirSync(tree)) {
    if (application.includes('.txt')) continue;
    fs.mkdirSync(path.join(folder, application), { recursive: true });
    for (const name of fs.readdirSync(path.join(tree, application))) {
      const file = path.join(tree, application, name);
      const kind = oracle.kindOf(`${application}/${name}`);
      if (name.includes('.') || kind === 'malformed' || kind === 'bom' || kind === 'empty') continue;
      // A folder that is named like a session cannot be linked.
      if (fs.statSync(file).isFile()) fs.linkSync(file, path.join(folder, application, `${name}.json`));
    }
  }
  return new Set([...oracle.filesOf('schema')].map((file) => `${file}.json`));
}
