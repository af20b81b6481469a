import { phraseText } from '../../core/compliance/phrase';
import type { CheckPool } from '../../disk/checkPool';
import type { FilePlace, FixedFile } from '../../disk/fix/fileFix';
import { FolderFix, type FolderFixOptions } from '../../disk/fix/folderFix';
import type { FileReport, FolderReport } from '../checkReport';

/** What `fix` did in a MobileApps folder, or would do. */
export interface FixedFolder {
  /** Absolute. */
  readonly path: string;
  /** By application and name. Only files with repairs or with something left to do. */
  readonly files: readonly FixedFile[];
  /** Whether no backup could be made, so that nothing was done. */
  readonly isUntouched?: boolean;
  /** Why the backup failed. */
  readonly failure?: string;
  /** Why old backups could not be removed. */
  readonly unpruned?: readonly string[];
}

/**
 * Fixes the files with findings in a folder that was checked.
 * @param onBackup called with the path of the backup
 * @param onFile called for each file
 */
export async function fixFolder(
  pool: CheckPool,
  report: FolderReport,
  { dryRun, ...options }: Pick<FolderFixOptions, 'only' | 'keeping' | 'isCancelled'> & { readonly dryRun: boolean },
  onBackup: (folder: string) => void,
  onFile?: () => void,
): Promise<FixedFolder> {
  const { path } = report;
  const identities = new Map(report.applications.map(({ name, identity }) => [name, identity]));
  const fix = new FolderFix(pool, path, {
    ...options,
    identityOf: (application) => identities.get(application),
  });
  const planned = await fix.plan(atFaultIn(report), dryRun ? onFile : undefined);
  if (dryRun) return { path, files: worthTelling(planned) };
  const {
    files,
    written,
    failure,
    unpruned: left = [],
  } = await fix.apply(planned, {
    whenChanged: 'again',
    onBackup,
    ...(onFile && { onFile }),
  });
  const unpruned = left.map(({ message }) => message);
  if (!failure) return { path, files: worthTelling(files), unpruned };
  const words = phraseText(failure.phrase);
  const told =
    written.length > 0
      ? `The backup is there, but its list of files is not: ${words}`
      : `${path} is left as it is, because no backup can be made: ${words}`;
  return { path, files: worthTelling(files), isUntouched: written.length === 0, unpruned, failure: told };
}

function atFaultIn({ applications, strays }: FolderReport): FilePlace[] {
  const inside = applications.flatMap(({ name: application, files, strays: below }) =>
    [...files, ...below.filter(isMisplaced)]
      .filter(({ findings }) => findings.length > 0)
      .map(({ name }) => ({ application, name })),
  );
  return [...inside, ...strays.filter(isMisplaced).map(({ name }) => ({ application: '', name }))];
}

function isMisplaced({ findings }: FileReport): boolean {
  return findings.some(({ code }) => code === 'hint/misplaced');
}

function worthTelling(files: readonly FixedFile[]): FixedFile[] {
  return files.filter(({ repairs, left, failure }) => repairs.length + left.length > 0 || failure).sort(byPlace);
}

function byPlace(a: FilePlace, b: FilePlace): number {
  return `${a.application}/${a.name}` < `${b.application}/${b.name}` ? -1 : 1;
}
