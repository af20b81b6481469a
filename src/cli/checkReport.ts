import path from 'node:path';
import { ERROR_CODES, type Finding, type FindingCode, HINT_CODES } from '../core/compliance/finding';
import { phraseText } from '../core/compliance/phrase';
import { folderFaultPhrase } from '../core/files/fileFault';
import type { OtherFile, SessionEntry } from '../core/index/sessionEntry';
import type { Counts, SessionIndex } from '../core/index/sessionIndex';
import type { ApplicationIdentity } from '../core/session/applicationIdentity';
import { brokenSessionLinks } from '../disk/brokenLinks';
import type { CheckedFolder } from './checkedPart';
import type { SearchResult } from './folderSearch';

/** The sorted result of `check`. All formats show this. */
export interface CheckReport {
  readonly folders: readonly FolderReport[];
  readonly summary: CheckSummary;
  readonly unreadable: readonly Unreadable[];
  /** What came on stdin, by the path of the file that it stands for. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface FolderReport {
  /** Absolute. */
  readonly path: string;
  /** Set for what came on stdin without a path: there is no such folder. */
  readonly isNowhere?: boolean;
  readonly applications: readonly ApplicationReport[];
  /** Sessions directly in the folder, where none belongs. */
  readonly strays: readonly FileReport[];
}

export interface ApplicationReport {
  readonly name: string;
  /** Those of which something is to be said. */
  readonly files: readonly FileReport[];
  /** What its sessions say that it is. */
  readonly identity: ApplicationIdentity | undefined;
  /** The names of all session files, sorted. */
  allNames(): string[];
  /** Sessions in files that count as none. Their names are relative to the application folder, with `/`. */
  readonly strays: readonly FileReport[];
  /** Why the folder could not be listed. */
  readonly unreadable: string | undefined;
}

export interface FileReport {
  readonly name: string;
  /** In the order of docs/session-files.md#order-of-the-findings, then by place. */
  readonly findings: readonly Finding[];
  readonly unreadable: string | undefined;
}

/** `files` = `sessions` + `invalid` + unreadable files. `sessions` = `accepted` + `pending`. */
export interface CheckSummary {
  readonly files: number;
  readonly sessions: number;
  readonly accepted: number;
  readonly pending: number;
  /** Files with an error. */
  readonly invalid: number;
  /** Only the codes that occur. */
  readonly findings: Partial<Record<FindingCode, number>>;
  readonly ms: number;
}

export interface Unreadable {
  /** Absolute. */
  readonly folder: string;
  /** Relative to `folder`, with `/`. Empty for the folder itself. */
  readonly file: string;
  readonly reason: string;
}

/** A finding and the file it is in. */
export interface LocatedFinding {
  readonly folder: string;
  /** Relative to `folder`, with `/`. */
  readonly file: string;
  readonly finding: Finding;
}

const CODE_ORDER: readonly FindingCode[] = [...ERROR_CODES, ...HINT_CODES];

/** What came on stdin without a path. */
export interface LooseText {
  /** A folder that it is told to be in. */
  readonly folder: string;
  readonly entry: SessionEntry;
}

/** What a report is made of. */
export interface Checked extends SearchResult {
  readonly index: SessionIndex;
  readonly loose?: LooseText | undefined;
  readonly texts?: ReadonlyMap<string, string>;
}

/**
 * Makes a report from indexes whose folders have been scanned.
 * @param ms how long that took
 */
export function checkReport(checks: readonly Checked[], ms: number): CheckReport {
  const folders: FolderReport[] = [];
  const unreadable: Unreadable[] = [];
  const counts: Counts[] = [];
  for (const { index, folders: there, skipped, loose } of checks) {
    for (const { folder, reason } of skipped) unreadable.push({ folder, file: '', reason });
    for (const folder of there) {
      const report = folderReport(index, folder);
      folders.push(report);
      unreadable.push(...unreadableIn(index, report));
      counts.push(countsOf(index, folder));
    }
    if (!loose) continue;
    folders.push(looseReport(loose));
    counts.push(countsOfEntries([loose.entry]));
  }
  const summary = summaryOf(sumOf(counts), { folders }, ms);
  return { folders, summary, unreadable, texts: new Map(checks.flatMap(({ texts }) => [...(texts ?? [])])) };
}

/** All findings of a report, sorted by folder, file, code and place. */
export function* findingsOf({ folders }: Pick<CheckReport, 'folders'>): Generator<LocatedFinding> {
  for (const { path: folder, applications, strays } of folders) {
    const directly = strays.map((stray) => ({ sort: stray.name, place: '', files: [stray] }));
    const inside = applications.map(({ name, files, strays: below }) => ({
      sort: `${name}/`,
      place: `${name}/`,
      files: below.length > 0 ? [...files, ...below].sort(byName) : files,
    }));
    for (const { place, files } of directly.length > 0 ? [...directly, ...inside].sort(bySort) : inside) {
      for (const { name, findings } of files) {
        for (const finding of findings) yield { folder, file: `${place}${name}`, finding };
      }
    }
  }
}

function folderReport(index: SessionIndex, { path: folder, part }: CheckedFolder): FolderReport {
  const views = index.applications(folder).filter(({ name }) => part?.touches(name) !== false);
  const applications = views.map(({ name, unreadable, others }) => {
    const has = (file: string) => part?.has(`${name}/${file}`) !== false;
    const broken = brokenSessionLinks(path.join(folder, name), others).filter((link) => has(link.name));
    return {
      name,
      identity: index.identityOf(folder, name),
      strays: straysIn(others).filter((stray) => has(stray.name)),
      allNames: () => [...[...index.names(folder, name)].filter(has), ...broken.map((link) => link.name)].sort(),
      files: [...index.notable(folder, name)]
        .filter((entry) => has(entry.name))
        .map(fileReport)
        .concat(broken.map((link) => ({ name: link.name, findings: [], unreadable: link.reason })))
        .sort(byName),
      unreadable,
    };
  });
  // Sorted like their paths, so that the findings are sorted by file.
  applications.sort((a, b) => (`${a.name}/` < `${b.name}/` ? -1 : 1));
  const strays = straysIn(index.othersOf(folder)).filter(({ name }) => part?.has(name) !== false);
  return { path: folder, applications, strays };
}

function looseReport({ folder, entry }: LooseText): FolderReport {
  return { path: folder, applications: [], strays: [fileReport(entry)], isNowhere: true };
}

function fileReport({ name, findings, unreadable }: SessionEntry): FileReport {
  return {
    name,
    findings: findings.length > 1 ? [...findings].sort(byCodeAndPlace) : findings,
    unreadable: unreadable && phraseText(unreadable),
  };
}

function straysIn(others: readonly OtherFile[]): FileReport[] {
  return others.flatMap(({ name, finding }) => (finding ? [{ name, findings: [finding], unreadable: undefined }] : []));
}

function countsOf(index: SessionIndex, { path, part }: CheckedFolder): Counts {
  if (!part) return index.counts(path);
  return sumOf(
    index.applications(path).map(({ name, counts }) => {
      if (part.hasApplication(name)) return counts;
      const entries = part.namesIn(name).map((file) => index.entry({ folder: path, application: name, name: file }));
      return countsOfEntries(entries.filter((entry) => entry !== undefined));
    }),
  );
}

function countsOfEntries(entries: readonly SessionEntry[]): Counts {
  const conditions = { accepted: 0, pending: 0, atFault: 0, unreadable: 0 };
  for (const { condition } of entries) conditions[condition]++;
  return { files: entries.length, conditions };
}

function sumOf(all: readonly Counts[]): Counts {
  const conditions = { accepted: 0, pending: 0, atFault: 0, unreadable: 0 };
  for (const counts of all) {
    for (const key of Object.keys(conditions) as (keyof typeof conditions)[]) conditions[key] += counts.conditions[key];
  }
  return { files: all.reduce((sum, { files }) => sum + files, 0), conditions };
}

function* unreadableIn(index: SessionIndex, { path: folder, applications }: FolderReport): Generator<Unreadable> {
  const state = index.stateOf(folder);
  if (state?.kind === 'failed') {
    const reason = state.error ?? phraseText(folderFaultPhrase(path.basename(folder), state.fault));
    yield { folder, file: '', reason };
  }
  if (state?.kind === 'gone') yield { folder, file: '', reason: 'The folder went away while it was checked.' };
  for (const application of applications) {
    if (application.unreadable !== undefined) {
      yield { folder, file: application.name, reason: application.unreadable };
    }
    for (const { name, unreadable } of application.files) {
      if (unreadable !== undefined) yield { folder, file: `${application.name}/${name}`, reason: unreadable };
    }
  }
}

function summaryOf({ files, conditions }: Counts, report: Pick<CheckReport, 'folders'>, ms: number): CheckSummary {
  const { accepted, pending, atFault } = conditions;
  const counted = new Map<FindingCode, number>();
  for (const { finding } of findingsOf(report)) counted.set(finding.code, (counted.get(finding.code) ?? 0) + 1);
  const findings = Object.fromEntries(
    CODE_ORDER.flatMap((code) => (counted.has(code) ? [[code, counted.get(code)]] : [])),
  );
  return { files, sessions: accepted + pending, accepted, pending, invalid: atFault, findings, ms };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function bySort(a: { readonly sort: string }, b: { readonly sort: string }): number {
  return a.sort < b.sort ? -1 : 1;
}

function byCodeAndPlace(a: Finding, b: Finding): number {
  return (
    CODE_ORDER.indexOf(a.code) - CODE_ORDER.indexOf(b.code) ||
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character
  );
}
