import { withoutFullStop } from '../../../../core/base/fullStop';
import { jsonErrorText } from '../../../../core/compliance/jsonErrorText';
import { phraseText } from '../../../../core/compliance/phrase';
import { syntaxPhrase } from '../../../../core/compliance/syntaxPhrase';
import { type JsonNode, nodeAt, readJson } from '../../../../core/json/jsonText';
import { parseJson } from '../../../../core/json/parseJson';
import { Lines } from '../../../../core/json/position';
import type { MobileDataFile } from '../../../../core/systems/mobile/mobileData';
import { changedParts } from './changedParts';
import validate from './compiledMobileDataSchema';
import type { DataFault } from './dataProtocol';
import { deadParts } from './deadAnswers';
import { variableSlips } from './variableSlips';

/** What is wrong with a file, in one sentence without its full stop. */
export type FaultInFile = Omit<DataFault, 'file'>;

/** A file, with what in it is most likely not meant. */
export type ReadDataFile =
  | { readonly ok: true; readonly file: MobileDataFile; readonly faults: readonly FaultInFile[] }
  | { readonly ok: false; readonly fault: FaultInFile };

/**
 * Reads the bytes of a file with recorded answers.
 * @param own the routes that the server answers itself
 * @returns the file, or what is wrong with it and where
 */
export function readDataFile(bytes: Uint8Array, own: readonly string[]): ReadDataFile {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return leftOut('it is not UTF-8');
  }
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return leftOut(syntaxReason(text), pathIn(text));
  }
  if (validate(value)) {
    const file = value as MobileDataFile;
    return { ok: true, file, faults: faultsIn(file, text, own) };
  }
  // Of a header that may not be there, the first error tells the pattern of all names, and a later one the name.
  const isNamed = (keyword: string) => keyword === 'propertyNames';
  const errors = (validate.errors ?? []).toSorted((a, b) => Number(isNamed(b.keyword)) - Number(isNamed(a.keyword)));
  const words = jsonErrorText(errors, { whole: 'the file', schema: 'schemas/mobile-data.schema.json' });
  return leftOut(`${placeOf(text, errors[0])}: ${words}`, pathIn(text));
}

function leftOut(reason: string, path?: string): ReadDataFile {
  return { ok: false, fault: { reason, effect: 'leftOut', ...(path !== undefined && { path }) } };
}

function faultsIn(file: MobileDataFile, text: string, own: readonly string[]): FaultInFile[] {
  const raw = variableSlips(file).map((slip) => ({ ...slip, effect: 'sentRaw' as const }));
  const dead = deadParts(file, own).map((part) => ({ ...part, effect: 'dead' as const }));
  // A recording keeps what changes as text, and is read much more often.
  if (file.recorded && raw.length + dead.length === 0) return [];
  const reading = readJson(text);
  const lines = new Lines(text);
  const placed = [...raw, ...dead].map(({ pointer, reason, effect }) => {
    const start = startOf(nodeAt(reading.root, pointer)) ?? 0;
    return { reason: `${placeWords(lines, start)}: ${reason}`, effect };
  });
  const changed = (file.recorded ? [] : changedParts(file, text, reading)).map(({ at, reason }) => ({
    reason: `${placeWords(lines, at)}: ${reason}`,
    effect: 'changed' as const,
  }));
  return [...placed, ...changed];
}

/** The path that a file is for, also where something else in it is wrong. */
function pathIn(text: string): string | undefined {
  const node = nodeAt(readJson(text).root, '/path');
  if (node?.kind !== 'string') return undefined;
  try {
    return String(parseJson(text.slice(node.start, node.end)));
  } catch {
    return undefined;
  }
}

function syntaxReason(text: string): string {
  if (text.trim() === '') return 'it is empty';
  const { stop } = readJson(text);
  if (!stop) return 'it is not well-formed JSON';
  return `${placeWords(new Lines(text), stop.offset)}: ${withoutFullStop(phraseText(syntaxPhrase(stop, text)))}`;
}

type Placed = NonNullable<typeof validate.errors>[number];

/** Where the value is that the schema refuses, or the member that it does not know. */
function placeOf(text: string, error: Placed | undefined): string {
  const node = nodeAt(readJson(text).root, error?.instancePath ?? '');
  const name = error?.params.additionalProperty ?? error?.params.propertyName;
  const member = typeof name === 'string' ? node?.members?.get(name) : undefined;
  return placeWords(new Lines(text), startOf(member) ?? startOf(node) ?? 0);
}

function startOf(node: JsonNode | undefined): number | undefined {
  return node?.key?.start ?? node?.start;
}

function placeWords(lines: Lines, offset: number): string {
  const { line, character } = lines.positionAt(offset);
  return `line ${line + 1}, character ${character + 1}`;
}
