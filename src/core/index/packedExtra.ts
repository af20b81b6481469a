import { ERROR_CODES, type Finding, HINT_CODES, makeFinding } from '../compliance/finding';
import type { Phrase } from '../compliance/phrase';
import { WRAPPED_JSON_DEPTH } from '../json/jsonDepth';
import { parseJson } from '../json/parseJson';
import type { Range } from '../json/position';

/** What few sessions have. */
export interface SessionExtra {
  readonly findings?: readonly Finding[];
  readonly unreadable?: Phrase;
  readonly deviceRange?: Range;
  readonly pushRange?: Range;
  /** Of a file that is larger than a column can say. */
  readonly size?: number;
}

/**
 * The same as one text: ten objects for each finding of a million sessions would take more memory than all columns, and the garbage
 * collector would visit each of them again and again.
 */
export type PackedExtra = string;

type PackedRange = readonly [number, number, number, number];
type PackedFinding = readonly [number, string, Phrase['args'], string, PackedRange, Finding['detail']?];
type Packed = readonly [readonly PackedFinding[], Phrase | 0, PackedRange | 0, PackedRange | 0, number];

const CODES = [...ERROR_CODES, ...HINT_CODES];

export function packExtra({ findings = [], unreadable, deviceRange, pushRange, size }: SessionExtra): PackedExtra {
  return JSON.stringify([
    findings.map(packFinding),
    unreadable ?? 0,
    deviceRange ? packRange(deviceRange) : 0,
    pushRange ? packRange(pushRange) : 0,
    size ?? 0,
  ] satisfies Packed);
}

/** @throws TypeError or SyntaxError for a text that `packExtra` has not made */
export function readExtra(text: PackedExtra): SessionExtra {
  const [findings, unreadable, deviceRange, pushRange, size] = parseJson(text, WRAPPED_JSON_DEPTH) as Packed;
  return {
    ...(findings.length > 0 && { findings: findings.map(readFinding) }),
    ...(unreadable !== 0 && { unreadable }),
    ...(deviceRange !== 0 && { deviceRange: readRange(deviceRange) }),
    ...(pushRange !== 0 && { pushRange: readRange(pushRange) }),
    ...(size !== 0 && { size }),
  };
}

/** What is told of a finding beside this follows from it. */
function packFinding({ code, phrase: { template, args }, pointer, range, detail }: Finding): PackedFinding {
  const packed = [CODES.indexOf(code), template, args, pointer, packRange(range)] as const;
  return detail ? [...packed, detail] : packed;
}

function readFinding([code, template, args, pointer, range, detail]: PackedFinding): Finding {
  const known = CODES[code];
  if (known === undefined) throw new TypeError(`There is no code ${code}.`);
  return makeFinding(known, { template, args }, pointer, readRange(range), detail);
}

function packRange({ start, end }: Range): PackedRange {
  return [start.line, start.character, end.line, end.character];
}

function readRange([line, character, endLine, endCharacter]: PackedRange): Range {
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}
