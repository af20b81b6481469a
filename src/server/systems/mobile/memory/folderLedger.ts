import { setTimeout as delay } from 'node:timers/promises';
import pMap from 'p-map';
import type { ApplicationSurvey, StampedNames } from '../../../../disk/applicationSurvey';
import type { CheckPool } from '../../../../disk/checkPool';
import { faultOfListing } from '../../../../disk/fileKind';
import type { MobiCode, SessionLook } from '../../../../disk/sessionLook';
import { SETTLE_MS } from '../../../../disk/settleTime';
import { UnusableFolderError } from '../../../../disk/writeErrors';
import type { SessionPath } from '../mobileState';
import { sessionKey } from './sessionPaths';

/** Files that the pool reads in one call. */
interface Slice {
  readonly names: string[];
  readonly withContent: boolean;
}

/** What was read of one file. */
export interface Sighting {
  readonly file: SessionPath;
  readonly look: SessionLook;
}

export interface FileError {
  readonly file: SessionPath;
  readonly code: MobiCode;
  readonly message: string;
}

/** What the caller of a survey wants to know. */
export interface SurveyPlan {
  /** Called with the application folders before they are listed. */
  onApplications(names: readonly string[]): void;
  /** Files of an application to read even if they have not changed. `names` are the existing files. */
  alsoLookAt(application: string, names: StampedNames): Iterable<string>;
  /** More applications whose files are reported as missing when the folder does not exist. */
  expectedApplications(): Iterable<string>;
  expectedNames(application: string): Iterable<string>;
  wantsContent(file: SessionPath): boolean;
  /** Called with the files that were read, a few at a time. */
  take(sightings: readonly Sighting[]): Promise<void>;
}

// As in scanFolder, but with smaller slices, because contents are passed too.
const SLICE = 200;
const MAX_LOOKS = 4;

class Application {
  listing: StampedNames & { readonly count: number } = { names: '', stamps: new Float64Array(), count: 0 };
  readonly errors = new Map<string, FileError>();
  /** Files that are named like session files, but are not session files. */
  readonly strays = new Set<string>();
  /** Why the folder could not be listed the last time. */
  unreadable: string | undefined;
}

/**
 * Remembers the session files of one MobileApps folder: the stamp of each when it was last read, and its findings. So a
 * survey reads only changed files. It takes about 80 bytes per file.
 * Run one survey at a time. Single files may be read meanwhile.
 */
export class FolderLedger {
  private readonly applications = new Map<string, Application>();

  constructor(
    private readonly folder: string,
    private readonly pool: CheckPool,
  ) {}

  /** Number of session files at the last survey. */
  get count(): number {
    let count = 0;
    for (const { listing, strays } of this.applications.values()) count += listing.count - strays.size;
    return count;
  }

  /** Errors of all files, sorted by path. A folder that cannot be listed is an error too. */
  errors(): FileError[] {
    const errors: FileError[] = [];
    for (const [file, application] of this.applications) {
      errors.push(...application.errors.values());
      if (application.unreadable !== undefined) errors.push({ file, code: 2, message: application.unreadable });
    }
    return errors.sort((a, b) => (a.file < b.file ? -1 : 1));
  }

  namesAtFaultIn(application: string): Iterable<string> {
    return this.applications.get(application)?.errors.keys() ?? [];
  }

  /** Makes the next survey read every file. */
  forget(): void {
    this.applications.clear();
  }

  /**
   * Lists all applications of the folder, or those in `only`, and reads each file that changed since the last survey.
   * @throws UnusableFolderError when something is there that cannot be listed
   * @throws PoolDisposedError
   */
  async survey(plan: SurveyPlan, only?: ReadonlySet<string>): Promise<void> {
    const listed = await this.listApplications();
    plan.onApplications(listed);
    const there = new Set(listed);
    const wanted = (application: string) => !only || only.has(application);
    const expected = new Set([...this.applications.keys(), ...plan.expectedApplications()]);
    for (const application of expected) {
      if (!there.has(application) && wanted(application)) await this.gone(application, plan);
    }
    const size = (application: string) => this.applications.get(application)?.listing.count ?? 0;
    // The largest application comes first. Otherwise one thread might still read it when all others have finished.
    const applications = listed.filter(wanted).sort((a, b) => size(b) - size(a));
    await Promise.all(applications.map((application) => this.surveyApplication(application, plan)));
  }

  /**
   * The existing application folders. None when the MobileApps folder does not exist.
   * @throws the errors of `survey`
   */
  async listApplications(): Promise<string[]> {
    try {
      return (await this.pool.call('listFolder', { folder: this.folder })).applications;
    } catch (error) {
      if (!isOfFileSystem(error)) throw error;
      const fault = await faultOfListing(this.folder, error);
      if (fault.kind === 'missing') return [];
      throw new UnusableFolderError(this.folder, fault);
    }
  }

  /** Reads some files of an application. The next survey reads those again that changed since the last survey. */
  async look(application: string, names: readonly string[], withContent = false): Promise<Sighting[]> {
    const { folder } = this;
    const looks = await this.pool.call('look', { folder, application, names, withContent }, 'urgent');
    return looks.map((look) => ({ file: sessionKey(application, look.name), look }));
  }

  private async gone(application: string, plan: SurveyPlan): Promise<void> {
    this.applications.delete(application);
    const sightings = [...plan.expectedNames(application)].map((name) => missing(application, name));
    if (sightings.length > 0) await plan.take(sightings);
  }

  private async surveyApplication(name: string, plan: SurveyPlan): Promise<void> {
    const { folder } = this;
    const application = this.applications.get(name) ?? new Application();
    this.applications.set(name, application);
    let survey: ApplicationSurvey;
    try {
      survey = await this.pool.call('survey', { folder, application: name, known: application.listing });
      application.unreadable = undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      if (isGone(error)) return this.gone(name, plan);
      application.unreadable = `The folder cannot be listed, so its sessions stay as they are: ${(error as Error).message}`;
      return;
    }
    const vanished = survey.vanished.map((each) => missing(name, each));
    await this.take(application, vanished, plan);
    const toLookAt = new Set([...survey.changed, ...plan.alsoLookAt(name, survey)]);
    for (const each of survey.vanished) toLookAt.delete(each);
    await this.lookAt(name, application, [...toLookAt], plan);
    const { names, stamps, count } = survey;
    // This is last. If a thread dies before, the files are read again.
    application.listing = { names, stamps, count };
  }

  private async lookAt(
    name: string,
    application: Application,
    names: readonly string[],
    plan: SurveyPlan,
  ): Promise<void> {
    let waiting = names;
    for (let look = 1; waiting.length > 0; look++) {
      if (look > 1) await delay(SETTLE_MS);
      const unsettled: string[] = [];
      const lookAtSlice = async ({ names, withContent }: Slice) => {
        const looks = await this.pool.call('look', { folder: this.folder, application: name, names, withContent });
        const sightings: Sighting[] = [];
        for (const each of looks) {
          if (each.kind === 'atFault' && each.unsettled && look < MAX_LOOKS) unsettled.push(each.name);
          else sightings.push({ file: sessionKey(name, each.name), look: each });
        }
        await this.take(application, sightings, plan);
      };
      await pMap(this.slices(name, waiting, plan), lookAtSlice, { concurrency: 2 });
      waiting = unsettled;
    }
  }

  private async take(application: Application, sightings: readonly Sighting[], plan: SurveyPlan): Promise<void> {
    for (const { file, look } of sightings) {
      if (look.kind === 'atFault') {
        const { code, message } = look;
        application.errors.set(look.name, { file, code, message });
      } else application.errors.delete(look.name);
      if (look.kind === 'none' && look.reason === 'noSession') application.strays.add(look.name);
      else application.strays.delete(look.name);
    }
    if (sightings.length > 0) await plan.take(sightings);
  }

  private slices(application: string, names: readonly string[], plan: SurveyPlan): Slice[] {
    const slices: Slice[] = [];
    const wants = (name: string) => plan.wantsContent(sessionKey(application, name));
    for (const withContent of [true, false]) {
      const some = names.filter((name) => wants(name) === withContent);
      for (let at = 0; at < some.length; at += SLICE) slices.push({ names: some.slice(at, at + SLICE), withContent });
    }
    return slices;
  }
}

function missing(application: string, name: string): Sighting {
  return { file: sessionKey(application, name), look: { kind: 'none', name, reason: 'vanished' } };
}

function isOfFileSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}

function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
