import { isAtOrIn } from '../isAtOrIn';

/**
 * What one configuration decides for the checks of the MobileApps folders below it. Plain data, as it is posted between
 * threads.
 */
export interface FolderRules {
  /** The folder of the configuration, absolute. */
  readonly folder: string;
  /** Globs of what no check looks at, relative to the folder. */
  readonly globs: readonly string[];
  /** The absolute path of the schema of session files. Undefined for the built-in one. */
  readonly schemaFile?: string;
}

/** The rules that hold for a place: those of the nearest configuration at or above it. */
export function nearestRules(all: readonly FolderRules[], place: string): FolderRules | undefined {
  const above = all.filter(({ folder }) => isAtOrIn(folder, place));
  return above.reduce<FolderRules | undefined>(
    (nearest, each) => (nearest && nearest.folder.length >= each.folder.length ? nearest : each),
    undefined,
  );
}
