import path from 'node:path';
import { ERROR_CODES, type Finding, type FindingCode, HINT_CODES } from '../core/compliance/finding';
import { phraseText } from '../core/compliance/phrase';
import { folderFaultPhrase } from '../core/files/fileFault';
import type { OtherFile } from '../core/index/sessionEntry';
import type { Counts, SessionIndex } from '../core/index/sessionIndex';
import type { ApplicationIdentity } from '../core/session/applicationIdentity';
import type { SearchResult } from './folderSearch';

/** The sorted result of `check`. All formats show this. */
export interface CheckReport {
  readonly folders: readonly FolderReport[];
  readonly summary: CheckSummary;
  readonly unreadable: readonly Unreadable[];
}

export interface FolderReport {
  /** Absolute. */
  readonly path: string;
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

/**
 * Makes a report from an index whose folders have been scanned.
 * @param ms how long that took
 */
export function checkReport(index: SessionIndex, { folders, skipped }: SearchResult, ms: number): CheckReport {
  const reports = folders.map((path) => folderReport(index, path));
  const report = {
    folders: reports,
    unreadable: [
      ...skipped.map(({ folder, reason }) => ({ folder, file: '', reason })),
      ...reports.flatMap((folder) => [...unreadableIn(index, folder)]),
    ],
  };
  return { ...report, summary: summaryOf(index.counts(), report, ms) };
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

function folderReport(index: SessionIndex, path: string): FolderReport {
  const applications = index.applications(path).map(({ name, unreadable, others }) => ({
    name,
    identity: index.identityOf(path, name),
    strays: straysIn(others),
    allNames: () => [...index.names(path, name)].sort(),
    files: [...index.notable(path, name)].sort(byName).map(
      (entry): FileReport => ({
        name: entry.name,
        findings: entry.findings.length > 1 ? [...entry.findings].sort(byCodeAndPlace) : entry.findings,
        unreadable: entry.unreadable && phraseText(entry.unreadable),
      }),
    ),
    unreadable,
  }));
  // Sorted like their paths, so that the findings are sorted by file.
  applications.sort((a, b) => (`${a.name}/` < `${b.name}/` ? -1 : 1));
  return { path, applications, strays: straysIn(index.othersOf(path)) };
}

function straysIn(others: readonly OtherFile[]): FileReport[] {
  return others.flatMap(({ name, finding }) => (finding ? [{ name, findings: [finding], unreadable: undefined }] : []));
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
