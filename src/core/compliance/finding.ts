import type { Range } from '../json/position';
import type { Phrase } from './phrase';
import { type PlacedFinding, placedFinding } from './placedFinding';

/** Codes of errors. They are those of 4D's MOBILE APP REFRESH SESSIONS, in the order in which they are looked for. */
export const ERROR_CODES = ['mobi/2', 'mobi/3', 'mobi/1', 'mobi/4'] as const;
export const HINT_CODES = [
  'hint/id',
  'hint/duplicate-device',
  'hint/duplicate-key',
  'hint/bom',
  'hint/jailbroken',
  'hint/legacy-folder',
  'hint/leftover',
  'hint/misplaced',
  'hint/duplicate-push',
] as const;

export type HintCode = (typeof HINT_CODES)[number];
export type FindingCode = (typeof ERROR_CODES)[number] | HintCode;
/** Errors and hints are found. Only a configuration makes a warning of a hint. */
export type Severity = 'error' | 'warning' | 'hint';

/**
 * What a repair needs to know of a finding beyond its code and place. It is plain data, because it is posted between
 * threads. No output format shows it.
 */
export type FindingDetail =
  /** The object at the pointer lacks this property. */
  | { readonly kind: 'missing'; readonly property: string }
  /** Types of JSON schema. Any of them would be valid. */
  | { readonly kind: 'type'; readonly wanted: readonly string[] }
  /** JSON values. Any of them would be valid. */
  | { readonly kind: 'enum'; readonly allowed: readonly unknown[] }
  | { readonly kind: 'empty' }
  /** The application folder, or the file name, that the content asks for. */
  | { readonly kind: 'folder'; readonly expected: string }
  | { readonly kind: 'name'; readonly expected: string }
  /** The place in the MobileApps folder that the content of a misplaced session asks for. */
  | { readonly kind: 'place'; readonly application: string; readonly name: string };

/** One thing that is wrong with one session file. */
export interface Finding extends PlacedFinding<FindingCode, Severity> {
  readonly detail?: FindingDetail;
}

export function errorsOf(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity === 'error');
}

export function severityOf(code: FindingCode): Severity {
  return code.startsWith('hint/') ? 'hint' : 'error';
}

export function makeFinding(
  code: FindingCode,
  phrase: Phrase,
  pointer: string,
  range: Range,
  detail?: FindingDetail,
): Finding {
  return { ...placedFinding(code, severityOf(code), phrase, pointer, range), ...(detail && { detail }) };
}
