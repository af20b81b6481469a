import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import { counted } from '../../core/base/counted';
import { phraseText } from '../../core/compliance/phrase';
import { fileFaultPhrase, folderFaultPhrase } from '../../core/files/fileFault';
import { UserFileError } from '../../core/files/userFileError';
import { isScenario } from '../../core/scenario/isScenario';
import { misspeltMark } from '../../core/scenario/misspeltMark';
import { type ScenarioDamage, scenarioDamage } from '../../core/scenario/scenarioDamage';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';
import { SCENARIO_LIMIT } from '../../core/scenario/scenarioFileLimit';
import { brokenLinkReason } from '../brokenLinks';
import { faultOfOpen, fileFaultSync, folderFaultSync } from '../fileKind';
import { findFiles } from '../findFiles';
import { walkFolders } from '../folderWalk';
import { isAtOrInOne } from '../isAtOrIn';
import { nearEntry } from '../nearEntry';
import { NEVER_ENTERED } from '../neverEntered';
import { diskFiles } from '../userFile';
import { damageWords, foreignWords, misspeltWords } from './damageWords';
import { isNearScenario } from './nearScenario';
import { ScenarioSearchError } from './scenarioSearchError';
import { type PathTest, type WantedPath, wantedPath } from './wantedPath';

/** How messages call this product. */
const PRODUCT = 'session-workbench';

/** What a search could not look at. */
export interface UnreadPlace {
  /** Absolute. */
  readonly folder: string;
  /** Name in the folder. Empty for the folder itself. */
  readonly file: string;
  readonly reason: string;
}

export interface ScenarioSearch {
  /** Absolute, without duplicates, in the order of the paths. */
  readonly files: readonly string[];
  /** Folders and special files that could not be read. */
  readonly unreadable: readonly UnreadPlace[];
  /** Scenarios in folders that are passed over for a misspelt ending of their names. Absolute. */
  readonly misnamed: readonly string[];
  /** The files and folders that were given, and the folders that globs begin at. Absolute. */
  readonly places: readonly string[];
}

type Found = Omit<ScenarioSearch, 'places'>;

/**
 * The scenario files that paths name: a file with any name, all scenario files below a folder, or those that a glob
 * matches, without those that a path with `!` names. In a folder and for a glob, files of other tools are ignored and links
 * are not followed.
 * @throws ScenarioSearchError
 */
export function scenarioFiles(cwd: string, paths: readonly string[]): ScenarioSearch {
  const wanted = paths.map((given) => ({ given, path: wantedPath(cwd, given) }));
  const without = wanted.flatMap(({ path }) => (path.kind === 'without' ? [path.leavesOut] : []));
  const isLeftOut = (file: string) => without.some((leavesOut) => isInOne(leavesOut, file));
  const files = new Set<string>();
  const unreadable = new Map<string, UnreadPlace>();
  const misnamed = new Set<string>();
  const places: string[] = [];
  let leftOut = 0;
  for (const { given, path: each } of wanted) {
    if (each.kind === 'without') continue;
    places.push(each.kind === 'glob' ? each.base : each.place);
    const found = each.kind === 'glob' ? matching(given, each) : named(each.place);
    for (const file of found.files) {
      if (isLeftOut(file)) leftOut++;
      else files.add(file);
    }
    for (const file of found.misnamed) if (!isLeftOut(file)) misnamed.add(file);
    for (const each of found.unreadable) {
      const place = path.join(each.folder, each.file);
      if (!isLeftOut(place)) unreadable.set(place, each);
    }
  }
  if (places.length === 0) {
    throw new ScenarioSearchError('only paths that are left out are given; give those to run, too, such as a folder');
  }
  if (files.size === 0 && leftOut > 0) {
    throw new ScenarioSearchError(`all scenarios that are named are left out (${leftOut}); leave out fewer`);
  }
  return {
    files: [...files],
    unreadable: [...unreadable.values()],
    misnamed: [...misnamed].filter((file) => !files.has(file)),
    places,
  };
}

/** Whether a path itself or a folder that it is in is matched. */
function isInOne(matches: PathTest, file: string): boolean {
  for (let at = file; path.dirname(at) !== at; at = path.dirname(at)) if (matches(at)) return true;
  return false;
}

function named(place: string): Found {
  return isFolder(place) ? ownIn(place) : { files: [own(place)], unreadable: [], misnamed: [] };
}

/** The files that a glob matches, and the scenario files below the folders that it matches. */
function matching(given: string, { base, depth, matches }: Extract<WantedPath, { kind: 'glob' }>): Found {
  const unreadable: UnreadPlace[] = [];
  const found = new Set<string>();
  const folders = new Set<string>();
  const onSkipped = (folder: string, { message: reason }: Error) => unreadable.push({ folder, file: '', reason });
  for (const { folder, entries } of walkFolders(base, { depth }, onSkipped)) {
    for (const entry of entries) {
      const place = path.join(folder, entry.name);
      if (!matches(place) || NEVER_ENTERED.has(entry.name)) continue;
      if (entry.isFile() && place.endsWith('.json')) found.add(place);
      else if (entry.isSymbolicLink() && place.endsWith(SCENARIO_ENDING)) unreadable.push(...brokenLink(place));
      else if (entry.isDirectory() && !isAtOrInOne(folders, place)) folders.add(place);
    }
  }
  const misnamed: string[] = [];
  for (const folder of folders) {
    const there = scenariosIn(folder);
    for (const file of there.files) found.add(file);
    unreadable.push(...there.unreadable);
    misnamed.push(...there.misnamed);
  }
  const files = oursOf([...found].sort(), unreadable);
  if (files.length > 0) return { files, unreadable, misnamed };
  const foreign = [...found].filter((file) => !unreadable.some((each) => path.join(each.folder, each.file) === file));
  const why = [
    ...(foreign.length === 0 ? [] : [`${counted(foreign.length, 'file')} of another tool`]),
    ...(unreadable.length === 0 ? [] : [unreadableWords(unreadable)]),
  ];
  why.push(...misnamed.map(misnamedWords));
  if (why.length === 0) assertThere(given, base);
  const reasons = why.length === 0 ? '' : ` (${why.join(', ')})`;
  const slashes = given.includes('\\') ? '; write / between folders, as \\ takes the meaning from what follows it' : '';
  throw new ScenarioSearchError(
    `no scenario of ${PRODUCT} matches ${given} in ${base}${reasons}${slashes}; give another glob, a folder, or a file`,
  );
}

/** @throws ScenarioSearchError when the folder that a glob begins at is none, which says more than that nothing matches */
function assertThere(given: string, base: string): void {
  const fault = folderFaultSync(base);
  if (!fault) return;
  const words = phraseText(folderFaultPhrase(base, fault));
  throw new ScenarioSearchError(`no scenario of ${PRODUCT} matches ${given}: ${words}`);
}

/** Whether a scenario file is a pipe with a name. Reading it waits for somebody who writes there. */
export function isPipe(file: string): boolean {
  return fileFaultSync(file)?.kind === 'pipe';
}

function isFolder(whole: string): boolean {
  let stats: fs.Stats | undefined;
  try {
    stats = fs.statSync(whole, { throwIfNoEntry: false });
  } catch (error) {
    const fault = faultOfOpen(whole, error as NodeJS.ErrnoException);
    throw new ScenarioSearchError(phraseText(fileFaultPhrase(whole, fault)));
  }
  if (!stats) {
    const isLink = fileFaultSync(whole)?.kind === 'deadLink';
    const what = isLink ? 'is a link that leads nowhere' : 'does not exist';
    const near = isLink ? undefined : nearEntry(whole, isFolderOrJson);
    const meant = near === undefined ? '' : `; “${near}” in the same folder may be meant`;
    throw new ScenarioSearchError(`${whole} ${what}${meant}; give a scenario file, or a folder that has some`);
  }
  return stats.isDirectory();
}

function isFolderOrJson(entry: fs.Dirent): boolean {
  return entry.isDirectory() || entry.name.endsWith('.json');
}

function scenariosIn(folder: string): Found & { readonly unreadable: UnreadPlace[] } {
  const unreadable: UnreadPlace[] = [];
  const misnamed: string[] = [];
  const files = findFiles(
    folder,
    SCENARIO_ENDING,
    {},
    {
      onSkipped: (skipped, { message: reason }) => unreadable.push({ folder: skipped, file: '', reason }),
      // Somebody put it there in place of a scenario, and would miss that one in the report.
      onSpecial: (file) => {
        const fault = fileFaultSync(file);
        if (!fault) return;
        const reason = phraseText(fileFaultPhrase(file, fault));
        unreadable.push(unread(file, reason));
      },
      onOther: (file) => isNearScenario(path.basename(file)) && isMeantScenario(file) && misnamed.push(file),
      onLink: (link) => unreadable.push(...brokenLink(link)),
    },
  );
  return { files, unreadable, misnamed };
}

/** What to say of a scenario that is passed over for its name. It can stand inside a sentence. */
export function misnamedWords(file: string): string {
  return `${file} is passed over, as its name does not end with ${SCENARIO_ENDING}; rename it to run it`;
}

/** Files of other tools are left alone, whatever their names are. */
function isMeantScenario(file: string): boolean {
  const text = textOf(file)?.text;
  return text !== undefined && (isScenario(text) || misspeltMark(text) !== undefined);
}

function unread(file: string, reason: string): UnreadPlace {
  return { folder: path.dirname(file), file: path.basename(file), reason };
}

/** Links are not followed, and one that leads nowhere is told, as whoever has put it there misses a scenario. */
function brokenLink(link: string): UnreadPlace[] {
  const reason = brokenLinkReason(link);
  return reason === undefined ? [] : [unread(link, reason)];
}

function ownIn(folder: string): Found {
  const { files: named, unreadable, misnamed } = scenariosIn(folder);
  const files = oursOf(named, unreadable);
  if (files.length > 0) return { files, unreadable, misnamed };
  const itself = unreadable.find((each) => each.folder === folder && each.file === '');
  if (itself)
    throw new ScenarioSearchError(`${folder} cannot be looked into: ${itself.reason}; give another folder, or a file`);
  const what = named.length === 0 ? '' : ` of ${PRODUCT}`;
  const foreign = named.length - unreadable.filter(({ file }) => file !== '').length;
  const why = [
    ...(foreign <= 0 ? [] : [`${foreign} of another tool`]),
    ...(unreadable.length === 0 ? [] : [unreadableWords(unreadable)]),
    ...misnamed.map(misnamedWords),
  ];
  const reasons = why.length === 0 ? '' : ` (${why.join(', ')})`;
  throw new ScenarioSearchError(
    `no *${SCENARIO_ENDING}${what} in ${folder}${reasons}; give another folder, or a file. ${PRODUCT} run --help tells more`,
  );
}

function unreadableWords(unreadable: readonly UnreadPlace[]): string {
  const files = unreadable.filter(({ file }) => file !== '').map(({ reason }) => reason);
  const folders = unreadable.length - files.length;
  return [...files, ...(folders === 0 ? [] : [`${counted(folders, 'folder')} could not be looked into`])].join(', ');
}

function own(file: string): string {
  const read = textOf(file);
  if (read === undefined) return file;
  const damage = damageOf(read);
  if (damage !== undefined) throw new ScenarioSearchError(`${damageWords(file, damage)}, or give another file`);
  if (isScenario(read.text)) return file;
  throw new ScenarioSearchError(foreignWords(file, read.text, PRODUCT));
}

/**
 * The scenarios of this product. Those that are too damaged to be known as any tool's, and those that a misspelt name keeps from
 * being known as ours, are told as unreadable: whoever runs a folder would miss them.
 */
function oursOf(files: readonly string[], unreadable: UnreadPlace[]): string[] {
  return files.filter((file) => {
    const read = textOf(file);
    if (read === undefined) return true;
    const damage = damageOf(read);
    if (damage === undefined && isScenario(read.text)) return true;
    const words = damage === undefined ? misspeltReason(file, read.text) : damageWords(file, damage);
    if (words === undefined) return false;
    const reason = `${words}, or remove it`;
    unreadable.push(unread(file, reason));
    return false;
  });
}

function misspeltReason(file: string, text: string): string | undefined {
  const misspelt = misspeltMark(text);
  return misspelt && misspeltWords(file, misspelt);
}

interface ReadText {
  readonly text: string;
  readonly isUtf8: boolean;
}

/** A scenario in another encoding would run with other texts than somebody has written. */
function damageOf({ text, isUtf8: isText }: ReadText): ScenarioDamage | undefined {
  return scenarioDamage(text) ?? (!isText && isScenario(text) ? 'binary' : undefined);
}

/** Undefined when it cannot be read, which the run reports, or can be read only once, like a pipe. */
function textOf(file: string): ReadText | undefined {
  try {
    const { bytes } = diskFiles.readSync(file, { limit: SCENARIO_LIMIT });
    return { text: bytes.toString('utf8'), isUtf8: isUtf8(bytes) };
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    return undefined;
  }
}
