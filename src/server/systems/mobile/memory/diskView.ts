import { Mutex } from 'async-mutex';
import type { StampedNames } from '../../../../disk/applicationSurvey';
import type { SessionLook } from '../../../../disk/sessionLook';
import type { SessionPath } from '../mobileState';
import type { FolderLedger, Sighting, SurveyPlan } from './folderLedger';
import type { SessionRecord } from './heldSessions';
import type { SessionMemory } from './sessionMemory';
import { pathParts } from './sessionPaths';
import type { SessionSchema } from './sessionSchema';

/** What to do with the files that were read. */
export interface Reaction {
  /** Called for one file at a time, with its current content. Nobody else changes the file meanwhile. */
  react(file: SessionPath, record: SessionRecord | undefined, look: SessionLook): Promise<void>;
  /** Files of an application to read in addition to those that changed. */
  alsoLookAt?(application: string, names: StampedNames): Iterable<string>;
  wantsContent?(file: SessionPath): boolean;
}

// The number of files that the checking thread reads in one call.
const SLICE = 200;

/**
 * Reads the files of the MobileApps folder for code that holds sessions in memory. Only one caller reads at a time. When the
 * schema has changed, the next survey reads every file again.
 */
export class DiskView {
  private readonly turns = new Mutex();

  constructor(
    private readonly ledger: FolderLedger,
    private readonly schema: SessionSchema,
    private readonly memory: SessionMemory,
    private readonly onApplications: (names: readonly string[]) => void,
  ) {}

  /**
   * Reads the files that changed since the last survey, in all applications or only in some.
   * @throws the errors of `FolderLedger.survey` and of `SessionSchema.renew`
   */
  survey(reaction: Reaction, only?: ReadonlySet<string>): Promise<void> {
    return this.looking(async (written) => {
      await this.goBySchema();
      const { held, ownWrites } = this.memory;
      const plan: SurveyPlan = {
        onApplications: (names) => this.onApplications(names),
        alsoLookAt: (application, names) => [
          ...this.memory.differingIn(application),
          ...ownWrites.unseenIn(application),
          ...(reaction.alsoLookAt?.(application, names) ?? []),
        ],
        expectedApplications: () => held.applications(),
        expectedNames: (application) => held.namesIn(application),
        wantsContent: (file) => reaction.wantsContent?.(file) === true,
        take: async (sightings) => {
          for (const file of await this.reactTo(sightings, reaction, written)) ownWrites.saw(file);
        },
      };
      await this.ledger.survey(plan, only);
    });
  }

  /**
   * Reads these files of an application, even if they have not changed.
   * @throws the errors of `SessionSchema.renew`
   */
  look(application: string, names: readonly string[], reaction: Reaction): Promise<void> {
    return this.looking(async (written) => {
      await this.goBySchema();
      for (let at = 0; at < names.length; at += SLICE) {
        const sightings = await this.ledger.look(application, names.slice(at, at + SLICE));
        await this.reactTo(sightings, reaction, written);
      }
    });
  }

  /** Starts watching the application folders without reading the files in them. */
  listApplications(): Promise<void> {
    return this.looking(async () => this.onApplications(await this.ledger.listApplications()));
  }

  /** Makes the next survey read every file again. */
  forget(): Promise<void> {
    return this.looking(async () => this.ledger.forget());
  }

  private async goBySchema(): Promise<void> {
    if (await this.schema.renew()) this.ledger.forget();
  }

  private looking<T>(run: (written: ReadonlySet<SessionPath>) => Promise<T>): Promise<T> {
    return this.turns.runExclusive(() => this.memory.ownWrites.during(run));
  }

  /** Calls `react` for the files that nobody has written since they were listed. */
  private async reactTo(
    sightings: readonly Sighting[],
    reaction: Reaction,
    written: ReadonlySet<SessionPath>,
  ): Promise<SessionPath[]> {
    const asListed: SessionPath[] = [];
    for (const { file, look } of sightings) {
      await this.memory.exclusively(file, async () => {
        const isWritten = written.has(file);
        await reaction.react(file, await this.memory.held.record(file), isWritten ? await this.again(file) : look);
        if (!isWritten) asListed.push(file);
      });
    }
    return asListed;
  }

  private async again(file: SessionPath): Promise<SessionLook> {
    const { application, name } = pathParts(file);
    const [sighting] = await this.ledger.look(application, [name], true);
    return (sighting as Sighting).look;
  }
}
