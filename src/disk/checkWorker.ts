// Entry of the worker thread that lists, reads and checks session files.
import { parentPort, workerData } from 'node:worker_threads';
import { phrase } from '../core/compliance/phrase';
import type { SchemaCheck } from '../core/compliance/schemaErrorText';
import { SessionChecker } from '../core/compliance/sessionChecker';
import { surveyApplication } from './applicationSurvey';
import type {
  CheckCall,
  CheckCalls,
  CheckResult,
  FoundFolders,
  WorkerMessage,
  WorkerRequest,
  WorkerStart,
} from './checkProtocol';
import { FileChecker } from './fileChecker';
import { findFiles } from './findFiles';
import { findFolders } from './findFolders';
import { FileRepairer } from './fix/fileRepair';
import { kindOfFolder } from './knownByItself';
import { listApplication, listFolder } from './listing';
import { nativeCodecs } from './nativeCodecs';
import { type ScannedPart, ScanWork } from './scanWork';
import { builtInSchema, givenUpSchema, loadSchema } from './schemaCheck';
import { SCHEMA_TIME } from './schemaTime';
import { SessionFileReader } from './sessionFile';
import { SessionLooker } from './sessionLook';

const UNUSABLE =
  '{0} cannot be used as a schema: {1}. Until it can, session files are not held against any schema. Mend the file, or name none for the built-in schema.';

class CheckWorker {
  private readonly reader = new SessionFileReader();
  /** Why the schema of the user's cannot be used. */
  private problem: string | undefined;
  private readonly files: FileChecker;
  private readonly looker: SessionLooker;
  private readonly repairer: FileRepairer;

  constructor(
    private readonly start: WorkerStart,
    private readonly post: (message: WorkerMessage, transferred?: ArrayBuffer[]) => void,
  ) {
    const checker = new SessionChecker(this.chooseSchema(), nativeCodecs);
    this.files = new FileChecker(this.reader, checker);
    this.looker = new SessionLooker(this.reader, checker);
    this.repairer = new FileRepairer(this.reader, checker);
  }

  handle({ id, call, params }: WorkerRequest): void {
    try {
      const run = this[call] as (params: unknown, id: number) => CheckCalls[CheckCall]['result'];
      this.post({ kind: 'result', id, result: run.call(this, params, id) });
    } catch (error) {
      const { message, code } = error as NodeJS.ErrnoException;
      this.post({ kind: 'failure', id, message, ...(code !== undefined && { code }) });
    }
  }

  listFolder({ folder }: CheckCalls['listFolder']['params']) {
    return listFolder(folder, this.reader);
  }

  listApplication({ folder, application }: CheckCalls['listApplication']['params']) {
    return listApplication(folder, application, this.reader);
  }

  check({ folder, application, names, locateDevice }: CheckCalls['check']['params']): CheckResult {
    const result: CheckResult = { entries: [], unsettled: [], vanished: [], notSessions: [] };
    for (const name of names) {
      const outcome = this.files.check(folder, application, name, locateDevice);
      if (outcome.kind === 'vanished') result.vanished.push(name);
      else if (outcome.kind === 'notSession') result.notSessions.push(name);
      else (outcome.unsettled ? result.unsettled : result.entries).push(outcome.entry);
    }
    return result;
  }

  scan(order: CheckCalls['scan']['params'], id: number) {
    const tell = (part: ScannedPart) => this.post({ kind: 'part', id, part }, buffersOf(part));
    return new ScanWork(order, this.files, this.reader, tell).run();
  }

  checkText({ file, modified, size }: CheckCalls['checkText']['params']) {
    return this.files.checkText(file, { modified, size });
  }

  survey({ folder, application, known }: CheckCalls['survey']['params']) {
    return surveyApplication(folder, application, known);
  }

  look({ folder, application, names, withContent }: CheckCalls['look']['params']) {
    return names.map((name) => this.looker.look(folder, application, name, withContent));
  }

  repair(order: CheckCalls['repair']['params']) {
    return this.repairer.repair(order);
  }

  kindOfFolder({ folder }: CheckCalls['kindOfFolder']['params']) {
    return kindOfFolder(folder, this.reader);
  }

  findFiles({ root, ending, ...options }: CheckCalls['findFiles']['params']): string[] {
    return findFiles(root, ending, options);
  }

  findFolders({ roots, ...options }: CheckCalls['findFolders']['params']): FoundFolders {
    const skipped: FoundFolders['skipped'] = [];
    const skip = (folder: string, error: Error) => skipped.push({ folder, reason: error.message });
    const found = roots.map((root) => findFolders(root, options, skip));
    return {
      folders: found.flatMap(({ folders }) => folders),
      likely: found.flatMap(({ likely }) => likely),
      expected: found.flatMap(({ expected }) => expected),
      skipped,
    };
  }

  schemaProblem(): CheckCalls['schemaProblem']['result'] {
    return this.problem === undefined ? {} : { problem: this.problem };
  }

  private chooseSchema(): SchemaCheck {
    const { schemaFile: file, isGivenUp } = this.start;
    if (file === undefined) return builtInSchema;
    if (isGivenUp) {
      this.problem = `it takes longer than ${SCHEMA_TIME.ms / 1000} s (${SCHEMA_TIME.name})`;
      return givenUpSchema(file);
    }
    try {
      const check = this.watched(() => loadSchema(file));
      return (value) => this.watched(() => check(value));
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
      this.problem = reason;
      this.post({ kind: 'warning', phrase: phrase(UNUSABLE, file, reason) });
      // The built-in schema may ask for something else. Nobody would see that it was used.
      return () => [];
    }
  }

  /** Lets the pool see that the schema of the user's is at work. */
  private watched<T>(work: () => T): T {
    const { beat } = this.start;
    if (beat) Atomics.add(beat, 0, 1);
    try {
      return work();
    } finally {
      if (beat) Atomics.add(beat, 0, 1);
    }
  }
}

/** What is handed over without a copy. */
function buffersOf({ sessions, listed }: ScannedPart): ArrayBuffer[] {
  const arrays = [...Object.values(sessions ?? {}), listed?.stamps?.stamps];
  return arrays.flatMap((each) => (ArrayBuffer.isView(each) ? (each.buffer as ArrayBuffer) : []));
}

if (parentPort) {
  const port = parentPort;
  // Node would print it, and the text can have names from disk.
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    port.postMessage({
      kind: 'warning',
      phrase: { template: '{0}: {1}', args: [name, message] },
    } satisfies WorkerMessage);
  });
  const worker = new CheckWorker(workerData as WorkerStart, (message, transferred = []) =>
    port.postMessage(message, transferred),
  );
  port.on('message', (request: WorkerRequest) => worker.handle(request));
}
