import type { Repair } from '../../core/repair/repair';
import type { FileFix } from '../../disk/fix/fileFix';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';

/** Nobody reads more lines than this before a question. */
const MOST_LINES = 6;

/** What fixes would do: each kind of repair, with the number of files. Moves come first, then the most frequent. */
export function deedLines(fixes: readonly FileFix[]): string[] {
  const isStray = ({ repairs }: FileFix) => repairs.some(({ code }) => code === 'hint/misplaced');
  const strays = fixes.filter(isStray).length;
  const renamed = fixes.filter((fix) => fix.change.name !== undefined && !isStray(fix)).length;
  const moved = fixes.filter((fix) => fix.change.application !== undefined && !isStray(fix)).length;
  const lines = [
    ...(strays > 0 ? [strayText(strays)] : []),
    ...(renamed > 0 ? [renamedText(renamed)] : []),
    ...(moved > 0 ? [movedText(moved)] : []),
  ];
  const deeds = [...countedDeeds(fixes)].sort((a, b) => b.files - a.files);
  const room = MOST_LINES - lines.length;
  const told = deeds.length > room ? room - 1 : deeds.length;
  lines.push(...deeds.slice(0, told).map(deedText));
  const others = deeds.slice(told).reduce((sum, { files }) => sum + files, 0);
  if (others > 0) lines.push(isOne(others) ? l10n.t('{0} other repair', others) : l10n.t('{0} other repairs', others));
  return lines;
}

interface Deed {
  readonly repair: Repair;
  files: number;
}

/** Counts each kind once for a file, however often the file needs it. */
function countedDeeds(fixes: readonly FileFix[]): Iterable<Deed> {
  const deeds = new Map<string, Deed>();
  for (const { repairs } of fixes) {
    // The place of a file is described by the whole change, not by single repairs.
    const own = new Map(repairs.filter(({ kind }) => kind !== 'place').map((repair) => [keyOf(repair), repair]));
    for (const [key, repair] of own) {
      const deed = deeds.get(key) ?? { repair, files: 0 };
      deed.files++;
      deeds.set(key, deed);
    }
  }
  return deeds.values();
}

function keyOf({ kind, property = '' }: Repair): string {
  return `${kind} ${property}`;
}

function strayText(files: number): string {
  return isOne(files)
    ? l10n.t('{0} misplaced session moves to where its content says', files)
    : l10n.t('{0} misplaced sessions move to where their content says', files);
}

function renamedText(files: number): string {
  return isOne(files)
    ? l10n.t('{0} file is renamed to what its content says', files)
    : l10n.t('{0} files are renamed to what their content says', files);
}

function movedText(files: number): string {
  return isOne(files)
    ? l10n.t('{0} file moves to the folder that its content says', files)
    : l10n.t('{0} files move to the folder that their content says', files);
}

function deedText({ repair: { kind, property = '' }, files }: Deed): string {
  switch (kind) {
    case 'token':
      return isOne(files)
        ? l10n.t('{0} connection token is regenerated from the content', files)
        : l10n.t('{0} connection tokens are regenerated from the content', files);
    case 'byteOrderMark':
      return isOne(files)
        ? l10n.t('{0} byte order mark is removed', files)
        : l10n.t('{0} byte order marks are removed', files);
    case 'add':
      return isOne(files)
        ? l10n.t('"{1}" is added to {0} file', files, property)
        : l10n.t('"{1}" is added to {0} files', files, property);
    case 'change':
      return isOne(files)
        ? l10n.t('"{1}" is corrected in {0} file', files, property)
        : l10n.t('"{1}" is corrected in {0} files', files, property);
    default:
      return isOne(files)
        ? l10n.t('{0} file says in its content where it is', files)
        : l10n.t('{0} files say in their content where they are', files);
  }
}
