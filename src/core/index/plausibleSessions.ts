import { ERROR_CODES, type Finding, HINT_CODES } from '../compliance/finding';
import type { Phrase } from '../compliance/phrase';
import type { Position, Range } from '../json/position';
import type { PackedSessions } from './handedRows';
import { packExtra, readExtra, type SessionExtra } from './packedExtra';
import { STATE } from './readRows';
import type { PackedColumns } from './sessionColumns';
import { KIND_WIDTH, MOST_KIND_FLAGS, type PackedKinds } from './sessionKind';
import { endOfText, isDigits, isLong, readText, TextBytes } from './textBytes';
import { isSearchable } from './writtenRows';

const CODES: ReadonlySet<unknown> = new Set([...ERROR_CODES, ...HINT_CODES]);
/** Phrases are in phrases, but not deeply. */
const DEEPEST_PHRASE = 8;

/**
 * Takes rows that were read from a file. Each place in them must be one: a table would read beyond its texts for ever otherwise.
 * @returns a copy whose arrays share no memory. Undefined when it cannot be what `packRows` has made.
 */
export function plausibleSessions(value: unknown): PackedSessions | undefined {
  if (!isObject(value)) return undefined;
  const { count, texts, extras } = value;
  if (!isCount(count) || !(texts instanceof Uint8Array) || !(extras instanceof Map)) return undefined;
  const columns = columnsOf(value, count);
  const kinds = kindsOf(value);
  if (!columns || !kinds) return undefined;
  const packed: PackedSessions = { ...columns, ...kinds, count, texts: texts.slice(), extras };
  const scratch = new TextBytes();
  for (let row = 0; row < count; row++) if (!isRow(packed, row, scratch)) return undefined;
  return [...extras].every(([row, extra]) => isCount(row) && row < count && isExtra(extra)) ? packed : undefined;
}

function columnsOf(value: Record<string, unknown>, count: number): PackedColumns | undefined {
  const { offsets, kinds, states, modified, sizes, highDigests, lowDigests } = value;
  if (!(offsets instanceof Uint32Array && states instanceof Uint8Array && modified instanceof Float64Array)) return;
  if (!(kinds instanceof Uint16Array || kinds instanceof Uint32Array)) return;
  if (!(sizes instanceof Uint16Array && highDigests instanceof Uint16Array && lowDigests instanceof Uint32Array))
    return;
  const arrays = [offsets, kinds, states, modified, sizes, highDigests, lowDigests];
  if (arrays.some(({ length }) => length !== count)) return;
  return {
    offsets: offsets.slice(),
    kinds: kinds.slice(),
    states: states.slice(),
    modified: modified.slice(),
    sizes: sizes.slice(),
    highDigests: highDigests.slice(),
    lowDigests: lowDigests.slice(),
  };
}

function isRow(
  { offsets, kinds, states, modified, texts, kindFlags, extras }: PackedSessions,
  row: number,
  scratch: TextBytes,
): boolean {
  const state = states[row] as number;
  const has = (flag: number) => (state & flag) !== 0;
  // A row that is free has both.
  if (has(STATE.namedAsSession) && has(STATE.otherId)) return false;
  if (has(STATE.extra) !== extras.has(row)) return false;
  if ((kinds[row] as number) >= kindFlags.length || !Number.isFinite(modified[row])) return false;
  const at = offsets[row] as number;
  // Name, e-mail and device, and what the state names.
  const wanted = 3 + (has(STATE.otherId) ? 1 : 0) + (has(STATE.push) ? 1 : 0);
  let end = at;
  for (let text = 0; text < wanted; text++) {
    const next = end < texts.length ? endOfText(texts, end) : Number.NaN;
    if (!(next <= texts.length) || !isReadable(texts, end)) return false;
    end = next;
  }
  return has(STATE.odd) !== isSearchable(texts, at) && isCanonical(texts, at, scratch);
}

/** A text that was escaped is parsed when it is read. */
function isReadable(texts: Uint8Array, at: number): boolean {
  if (texts[at + 1] !== 0 && !isLong(texts, at)) return true;
  try {
    return typeof (readText(texts, at) ?? '') === 'string';
  } catch {
    return false;
  }
}

/** Names are found by their bytes, so there must be one, and it may be written in one way only. */
function isCanonical(texts: Uint8Array, at: number, written: TextBytes): boolean {
  if (isDigits(texts, at)) return true;
  const name = readText(texts, at);
  if (name === undefined) return false;
  written.length = 0;
  written.write(name);
  const end = endOfText(texts, at);
  if (end - at !== written.length) return false;
  for (let i = 0; i < written.length; i++) if (written.bytes[i] !== texts[at + i]) return false;
  return true;
}

function kindsOf({ kindTexts, kindIds, kindFlags }: Record<string, unknown>): PackedKinds | undefined {
  if (!Array.isArray(kindTexts) || !(kindFlags instanceof Uint8Array)) return;
  if (!(kindIds instanceof Uint16Array || kindIds instanceof Uint32Array)) return;
  if (!kindTexts.every((text) => typeof text === 'string') || kindIds.length !== kindFlags.length * KIND_WIDTH) return;
  if (kindIds.some((id) => id > kindTexts.length) || kindFlags.some((flags) => flags > MOST_KIND_FLAGS)) return;
  return { kindTexts, kindIds: kindIds.slice(), kindFlags: kindFlags.slice() };
}

function isExtra(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  let extra: SessionExtra;
  try {
    extra = readExtra(text);
  } catch {
    return false;
  }
  const { findings = [], unreadable, deviceRange, pushRange, size } = extra;
  return (
    // Nothing else may be in it.
    packExtra(extra) === text &&
    findings.every(isPlausibleFinding) &&
    (unreadable === undefined || isPhrase(unreadable)) &&
    (deviceRange === undefined || isRange(deviceRange)) &&
    (pushRange === undefined || isRange(pushRange)) &&
    (size === undefined || isCount(size))
  );
}

/** Whether a value that was read from a file can be a finding. */
export function isPlausibleFinding(value: unknown): value is Finding {
  if (!isObject(value)) return false;
  const { code, severity, message, phrase, pointer, range, detail } = value;
  return (
    CODES.has(code) &&
    (severity === 'error' || severity === 'hint') &&
    typeof message === 'string' &&
    isPhrase(phrase) &&
    typeof pointer === 'string' &&
    isRange(range) &&
    (detail === undefined || (isObject(detail) && typeof detail.kind === 'string'))
  );
}

function isPhrase(value: unknown, depth = 0): value is Phrase {
  if (!isObject(value) || typeof value.template !== 'string' || !Array.isArray(value.args)) return false;
  if (depth > DEEPEST_PHRASE) return false;
  return value.args.every((each: unknown) => typeof each === 'string' || isPhrase(each, depth + 1));
}

function isRange(value: unknown): value is Range {
  return isObject(value) && isPosition(value.start) && isPosition(value.end);
}

function isPosition(value: unknown): value is Position {
  return isObject(value) && isCount(value.line) && isCount(value.character);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
