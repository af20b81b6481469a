import { phraseText } from '../../core/compliance/phrase';
import { jsonLines } from '../../core/terminal/jsonLines';
import type { TerminalLine } from '../../core/terminal/terminalLine';
import type { FixedFile } from '../../disk/fix/fileFix';
import type { CheckReport } from '../checkReport';
import type { FixedFolder } from './fixedFolder';

/** The output for programs: schemas/fix-report.schema.json. */
export function fixJson(
  folders: readonly (FixedFolder & { readonly backup?: string | undefined })[],
  { unreadable }: Pick<CheckReport, 'unreadable'>,
  { dryRun, isEnded }: { readonly dryRun: boolean; readonly isEnded: boolean },
): TerminalLine[] {
  const files = folders.flatMap((folder) => folder.files);
  return jsonLines({
    version: 1,
    dryRun,
    ended: isEnded,
    summary: {
      repairs: files.reduce((sum, { repairs }) => sum + repairs.length, 0),
      repaired: files.filter(({ repairs }) => repairs.length > 0).length,
      left: files.filter(({ left, failure }) => left.length > 0 || failure !== undefined).length,
    },
    folders: folders.map(({ path, backup, failure, files: fixed }) => ({
      folder: path,
      ...(backup !== undefined && { backup }),
      ...(failure !== undefined && { failure }),
      files: fixed.map(fileOf),
    })),
    ...(unreadable.length > 0 && { unreadable }),
  });
}

function fileOf({ application, name, repairs, left, failure }: FixedFile) {
  return {
    file: application === '' ? name : `${application}/${name}`,
    repairs: repairs.map(({ code, title }) => ({ code, title: phraseText(title) })),
    left: left.map(({ code, severity, message, pointer, range }) => ({ code, severity, message, pointer, range })),
    ...(failure !== undefined && { failure: failure.message }),
  };
}
