// The engine as the extension uses it, in a process of its own: scans a MobileApps folder into a session index and
// tells how long the asking thread was blocked, what the index weighs, and how long find, filter and refreshes take.
// Arguments: folder, an EngineJob as JSON. Prints an EngineResult as JSON. `node --expose-gc`.
import fs from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ArrangedIndex } from '../../src/core/index/arrangedIndex';
import { findSessions } from '../../src/core/index/findSessions';
import { searchTextOf } from '../../src/core/index/sessionEntry';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import { FolderMonitor } from '../../src/disk/folderMonitor';
import { checkFiles, scanFolder } from '../../src/disk/scanFolder';
import { median, timed } from './rounds';

export interface EngineJob {
  readonly rounds: number;
  /** How many files change in each round of refreshes. None: no refreshes are measured. */
  readonly changes: number;
}

export interface EngineResult {
  readonly sessions: number;
  readonly scanMs: number;
  /** Of the event loop while the folder was scanned, in milliseconds. */
  readonly p99: number;
  readonly longest: number;
  readonly bytesPerSession: number;
  /** Milliseconds, one value for each round. */
  readonly find: readonly number[];
  readonly filter: readonly number[];
  readonly fullCheck: readonly number[];
  readonly fromEvents: readonly number[];
  readonly byStatScan: readonly number[];
}

/** What somebody types. Each is asked for in each round: few matches, many, and none. */
const TYPED = ['bob12345', 'iphone', 'accepted 15', 'no such text'];
/** The finest that Node measures, in milliseconds. */
const RESOLUTION = 1;

async function main(folder: string, job: EngineJob): Promise<EngineResult> {
  const pool = new CheckPool();
  const index = new SessionIndex();
  const before = memoryNow();
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION });
  loop.enable();
  const scanMs = await timed(() => scanFolder(pool, index, folder));
  loop.disable();
  const sessions = index.counts(folder).files;
  const bytesPerSession = (memoryNow() - before) / sessions;
  const arranged = new ArrangedIndex(index, { filter: '', sort: 'device', reversed: false });
  const find: number[] = [];
  const filter: number[] = [];
  for (let round = 0; round < job.rounds; round++) {
    for (const text of TYPED) {
      find.push(await timed(() => found(index, text)));
      filter.push(await timed(() => filtered(arranged, index, folder, text)));
    }
  }
  const refreshes = job.changes > 0 ? await changed(folder, job, pool, index) : { full: [], events: [], scan: [] };
  await pool.dispose();
  return {
    sessions,
    scanMs,
    p99: loop.percentile(99) / 1e6,
    longest: loop.max / 1e6,
    bytesPerSession,
    find: worstOfEach(find),
    filter: worstOfEach(filter),
    fullCheck: refreshes.full,
    fromEvents: refreshes.events,
    byStatScan: refreshes.scan,
  };
}

/** A full check with warm threads, a look at all stamps, and a check of files that a watch has named, in turns. */
async function changed(folder: string, { rounds, changes }: EngineJob, pool: CheckPool, index: SessionIndex) {
  const monitor = new FolderMonitor(folder, pool, index, {
    onError: (message) => {
      throw new Error(message);
    },
    // What a watch tells is given by hand, so that waiting for it is not measured.
    watch: () => ({ setApplications: () => {}, dispose: () => {} }),
  });
  await monitor.rescan();
  await monitor.lookAgain();
  const application = index.applications(folder).find(({ counts }) => counts.files >= 4 * changes);
  if (!application) throw new Error(`No application has ${4 * changes} sessions.`);
  const { name } = application;
  const files = fs.readdirSync(path.join(folder, name)).filter((each) => /^[0-9a-f]{40}$/.test(each));
  const [full, events, scan] = [[], [], []] as [number[], number[], number[]];
  const edit = (from: number, text: string) => {
    const names = sound(folder, name, files).slice(from * changes, (from + 1) * changes);
    for (const each of names) setEmail(path.join(folder, name, each), text);
    return names;
  };
  const emails = () => [...index.entries(folder, name)].map(searchTextOf).join('\n');
  const seen = (text: string) => emails().split(text).length - 1;
  for (let round = 0; round < rounds; round++) {
    full.push(await timed(() => scanFolder(pool, new SessionIndex(), folder)));
    edit(0, `scan${round}@bench.example`);
    scan.push(await timed(() => monitor.lookAgain()));
    const names = edit(1, `event${round}@bench.example`);
    events.push(await timed(() => checkFiles(pool, index, folder, name, names)));
    for (const kind of ['scan', 'event']) {
      const there = seen(`${kind}${round}@bench.example`);
      if (there < changes) throw new Error(`${there} of ${changes} changes were seen (${kind}).`);
    }
  }
  await monitor.dispose();
  return { full, events, scan };
}

/** The first files whose text can be changed. */
function sound(folder: string, application: string, files: readonly string[]): string[] {
  const isSound = (name: string) => {
    try {
      return 'email' in JSON.parse(fs.readFileSync(path.join(folder, application, name), 'utf8'));
    } catch {
      // A malformed file, or a folder that is named like one.
      return false;
    }
  };
  return files.slice(0, 200).filter(isSound);
}

function setEmail(file: string, email: string): void {
  const session = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, JSON.stringify({ ...session, email }));
}

function found(index: SessionIndex, text: string): void {
  const search = findSessions(index, text);
  while (!search.next().done);
}

/** What the tree needs to draw its applications, and the rows of the largest. */
function filtered(arranged: ArrangedIndex, index: SessionIndex, folder: string, text: string): void {
  arranged.setArrangement({ filter: text, sort: 'device', reversed: false });
  for (const { name } of index.applications(folder)) arranged.count(folder, name);
}

/** The median of the slowest text of each round is what a user feels. */
function worstOfEach(values: readonly number[]): number[] {
  const worst: number[] = [];
  for (let at = 0; at < values.length; at += TYPED.length) worst.push(Math.max(...values.slice(at, at + TYPED.length)));
  return worst;
}

/** Bytes that are in use, in the heap and in buffers. */
function memoryNow(): number {
  if (!globalThis.gc) throw new Error('This needs node --expose-gc.');
  const samples = [0, 1, 2].map(() => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  });
  return median(samples);
}

if (require.main === module) {
  const [folder = '', job = ''] = process.argv.slice(2);
  void main(folder, JSON.parse(job) as EngineJob).then((result) => console.log(JSON.stringify(result)));
}
