import path from 'node:path';
import type { Configuration } from '../../core/configuration/configuration';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { CheckPool } from '../checkPool';
import { findConfiguration } from './findConfiguration';
import { type FolderRules, nearestRules } from './folderRules';
import { IgnoredFiles } from './ignoredFiles';
import { rulesOf, type TeamConfigurationFile, teamConfigurationFor } from './teamConfigurationFile';

/** A configuration that is followed. */
export interface FollowedConfiguration {
  /** Absolute. */
  readonly file: string;
  readonly configuration: Configuration;
}

/** What is to be done because configurations have changed. */
export interface ConfigurationChange {
  /** MobileApps folders whose files are to be read anew. Another severity of hints asks for none. */
  readonly anew: readonly string[];
  /** Whether other files are ignored, or checked by another schema. */
  readonly isOther: boolean;
}

/**
 * Keeps a pool and an index up to date with the configurations of MobileApps folders. For each folder the nearest one from there
 * upwards holds, as for a call of the command line in it. One that is at fault is not followed: what it said before holds until it
 * is mended.
 */
export class FollowedConfigurations {
  private readonly sound = new Map<string, Configuration>();
  private known: readonly TeamConfigurationFile[] = [];
  private rules: readonly FolderRules[] = [];
  private ignored = new IgnoredFiles();

  /** @param mayReadOthers whether a configuration may name files that are read, such as a schema */
  constructor(
    private readonly pool: Pick<CheckPool, 'setConfigured'>,
    private readonly index: Pick<SessionIndex, 'judge'>,
    private readonly mayReadOthers: () => boolean,
  ) {}

  /** Those that were found, also those that are at fault. */
  get files(): readonly TeamConfigurationFile[] {
    return this.known;
  }

  /** The schemas that are followed, and the folders of their configurations. */
  get schemas(): readonly FolderRules[] {
    return this.rules.filter(({ schemaFile }) => schemaFile !== undefined);
  }

  /** @param place absolute */
  ignores(place: string): boolean {
    return this.ignored.has(place);
  }

  /** Whether a configuration is followed, as it is or as it was before somebody made it faulty. @param file absolute */
  isFollowed(file: string): boolean {
    return this.sound.has(file);
  }

  /** What holds for a folder, if its configuration was found. @param place absolute; it need not be there */
  followedFor(place: string): FollowedConfiguration | undefined {
    const file = findConfiguration(place);
    const configuration = file === undefined ? undefined : this.sound.get(file);
    return file === undefined || !configuration ? undefined : { file, configuration };
  }

  /**
   * Looks for configurations again, and follows them.
   * @param folders MobileApps folders, absolute
   * @param others other folders that may have one, absolute
   */
  look(folders: readonly string[], others: readonly string[]): ConfigurationChange {
    const found = new Map<string, TeamConfigurationFile>();
    // A folder that is ignored is not among the folders any more. What ignores it goes on.
    for (const place of [...others, ...folders, ...this.known.map(({ file }) => path.dirname(file))]) {
      const file = findConfiguration(place);
      if (file === undefined || found.has(file)) continue;
      const read = teamConfigurationFor(place);
      if (read) found.set(read.file, read);
    }
    this.known = [...found.values()];
    for (const file of [...this.sound.keys()]) if (!found.has(file)) this.sound.delete(file);
    for (const { file, configuration, faults, problem } of this.known) {
      if (!problem && faults.length === 0) this.sound.set(file, configuration);
    }
    const before = this.rules;
    this.rules = this.rulesNow();
    const isOther = JSON.stringify(this.rules) !== JSON.stringify(before);
    if (isOther) {
      this.ignored = new IgnoredFiles(this.rules);
      this.pool.setConfigured(this.rules);
    }
    for (const folder of folders) this.index.judge(this.followedFor(folder)?.configuration.hints ?? {}, folder);
    return { isOther, anew: isOther ? folders.filter((folder) => isDifferent(before, this.rules, folder)) : [] };
  }

  private rulesNow(): readonly FolderRules[] {
    const all = [...this.sound].map(([file, configuration]) => {
      const { schemaFile, ...rules } = rulesOf(file, configuration);
      return schemaFile !== undefined && this.mayReadOthers() ? { ...rules, schemaFile } : rules;
    });
    // One that decides nothing counts too, as it keeps those above it away.
    const isAny = all.some((each) => each.globs.length > 0 || 'schemaFile' in each);
    return isAny ? all.sort((a, b) => (a.folder < b.folder ? -1 : 1)) : [];
  }
}

function isDifferent(before: readonly FolderRules[], after: readonly FolderRules[], folder: string): boolean {
  const [one, other] = [before, after].map((rules) => nearestRules(rules, folder));
  const isNothing = (rules: FolderRules | undefined) => !rules || (rules.globs.length === 0 && !rules.schemaFile);
  if (isNothing(one) && isNothing(other)) return false;
  return JSON.stringify(one) !== JSON.stringify(other);
}
