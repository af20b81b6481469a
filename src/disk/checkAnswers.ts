import path from 'node:path';
import { PlainChecker } from '../core/compliance/plainChecker';
import type { SchemaCheck } from '../core/compliance/schemaErrorText';
import { SessionChecker } from '../core/compliance/sessionChecker';
import { surveyApplication } from './applicationSurvey';
import { builtInSchema } from './builtInSchema';
import type { CheckCall, CheckCalls, CheckResult, FoundFolders, WorkerMessage, WorkerRequest } from './checkProtocol';
import { type FolderRules, nearestRules } from './configuration/folderRules';
import { IgnoredFiles } from './configuration/ignoredFiles';
import { FileChecker } from './fileChecker';
import { findFiles } from './findFiles';
import { findFolders } from './findFolders';
import { FileRepairer } from './fix/fileRepair';
import { kindOfFolder } from './knownByItself';
import { listApplication, listFolder } from './listing';
import { nativeCodecs } from './nativeCodecs';
import { PlainTaker } from './plainTaker';
import { type ScannedPart, type ScanOrder, ScanWork } from './scanWork';
import { SessionFileReader } from './sessionFile';
import { SessionLooker } from './sessionLook';

/** A schema by which session files are checked. */
export interface ChosenSchema {
  readonly check: SchemaCheck;
  /** Why the schema of the user's cannot be used. */
  readonly problem?: string;
  /** Of the file of a schema of the user's. */
  readonly digest?: string;
}

/** What checks by one schema. */
interface Checkers {
  readonly files: FileChecker;
  readonly looker: SessionLooker;
  readonly repairer: FileRepairer;
}

/** Lists, reads and checks session files for the calls of a pool, one after the other. Each answer is posted before `handle` returns. */
export class CheckAnswers {
  private readonly reader = new SessionFileReader();
  private readonly ignored: IgnoredFiles;
  private readonly checkers = new Map<SchemaCheck, Checkers>();

  /** @param schemaIn the schema of a file of the user's, or that of a folder without one; asked again and again */
  constructor(
    protected readonly schemaIn: (file: string | undefined) => ChosenSchema,
    protected readonly post: (message: WorkerMessage, transferred?: ArrayBuffer[]) => void,
    protected readonly configured: readonly FolderRules[] = [],
  ) {
    this.ignored = new IgnoredFiles(configured);
  }

  /** @param folder a MobileApps folder */
  protected schemaOf(folder: string | undefined): ChosenSchema {
    return this.schemaIn(folder === undefined ? undefined : nearestRules(this.configured, folder)?.schemaFile);
  }

  private in(folder: string | undefined): Checkers {
    const { check } = this.schemaOf(folder);
    let checkers = this.checkers.get(check);
    if (!checkers) {
      const checker = new SessionChecker(check, nativeCodecs);
      const plain = check === builtInSchema ? new PlainTaker(new PlainChecker(nativeCodecs)) : undefined;
      checkers = {
        files: new FileChecker(this.reader, checker, plain),
        looker: new SessionLooker(this.reader, checker),
        repairer: new FileRepairer(this.reader, checker),
      };
      this.checkers.set(check, checkers);
    }
    return checkers;
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
    return listFolder(folder, this.reader, this.ignored);
  }

  listApplication({ folder, application }: CheckCalls['listApplication']['params']) {
    return listApplication(folder, application, this.reader, this.ignored);
  }

  check({ folder, application, names, ...wishes }: CheckCalls['check']['params']): CheckResult {
    const result: CheckResult = { entries: [], unsettled: [], vanished: [], notSessions: [] };
    const { files } = this.in(folder);
    for (const name of names) {
      if (this.ignored.has(path.join(folder, application, name))) {
        result.vanished.push(name);
        continue;
      }
      const outcome = files.check(folder, application, name, wishes);
      if (outcome.kind === 'vanished') result.vanished.push(name);
      else if (outcome.kind === 'notSession') result.notSessions.push(name);
      else (outcome.unsettled ? result.unsettled : result.entries).push(outcome.entry);
    }
    return result;
  }

  scan(order: CheckCalls['scan']['params'], id: number) {
    return this.scanWork(order, (part) => this.tell(id, part)).run();
  }

  /** This thread's part of a scan, for a caller that is on it. */
  scanWork(order: ScanOrder, tell: (part: ScannedPart) => void, isWanted?: () => boolean): ScanWork {
    const { files } = this.in(order.folder);
    return new ScanWork(order, files, this.reader, tell, { ignored: this.ignored, ...(isWanted && { isWanted }) });
  }

  protected tell(id: number, part: ScannedPart): void {
    this.post({ kind: 'part', id, part }, buffersOf(part));
  }

  checkText({ folder, file, modified, size }: CheckCalls['checkText']['params']) {
    return this.in(folder).files.checkText(file, { modified, size });
  }

  survey({ folder, application, known }: CheckCalls['survey']['params']) {
    return surveyApplication(folder, application, known);
  }

  look({ folder, application, names, withContent }: CheckCalls['look']['params']) {
    const { looker } = this.in(folder);
    return names.map((name) => looker.look(folder, application, name, withContent));
  }

  repair(order: CheckCalls['repair']['params']) {
    return this.in(order.folder).repairer.repair(order);
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
      folders: found.flatMap(({ folders }) => folders).filter((folder) => !this.ignored.has(folder)),
      likely: found.flatMap(({ likely }) => likely),
      expected: found.flatMap(({ expected }) => expected),
      skipped,
    };
  }

  /** Only threads know snapshots, as they alone are asked by who keeps a folder for long. */
  rules(_params: CheckCalls['rules']['params']): CheckCalls['rules']['result'] {
    return {};
  }

  restore(_order: CheckCalls['restore']['params'], _id: number): CheckCalls['restore']['result'] {
    return { isRestored: false };
  }

  schemaProblem({ folder }: CheckCalls['schemaProblem']['params']): CheckCalls['schemaProblem']['result'] {
    const { problem } = this.schemaOf(folder);
    return problem === undefined ? {} : { problem };
  }
}

/** What is handed over without a copy. */
function buffersOf({ sessions, listed }: ScannedPart): ArrayBuffer[] {
  const arrays = [...Object.values(sessions ?? {}), listed?.stamps?.stamps];
  return arrays.flatMap((each) => (ArrayBuffer.isView(each) ? (each.buffer as ArrayBuffer) : []));
}
