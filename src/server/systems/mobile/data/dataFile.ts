import { withoutFullStop } from '../../../../core/base/fullStop';
import { jsonErrorText } from '../../../../core/compliance/jsonErrorText';
import { phraseText } from '../../../../core/compliance/phrase';
import { syntaxPhrase } from '../../../../core/compliance/syntaxPhrase';
import { type JsonNode, nodeAt, readJson } from '../../../../core/json/jsonText';
import { parseJson } from '../../../../core/json/parseJson';
import { Lines } from '../../../../core/json/position';
import type { MobileDataFile } from '../../../../core/systems/mobile/mobileData';
import validate from './compiledMobileDataSchema';

export type ReadDataFile =
  | { readonly ok: true; readonly file: MobileDataFile }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads the bytes of a file with recorded answers.
 * @returns the file, or what is wrong with it and where: one sentence without its full stop
 */
export function readDataFile(bytes: Uint8Array): ReadDataFile {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, reason: 'it is not UTF-8' };
  }
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return { ok: false, reason: syntaxReason(text) };
  }
  if (validate(value)) return { ok: true, file: value as MobileDataFile };
  // Of a header that may not be there, the first error tells the pattern of all names, and a later one the name.
  const isNamed = (keyword: string) => keyword === 'propertyNames';
  const errors = (validate.errors ?? []).toSorted((a, b) => Number(isNamed(b.keyword)) - Number(isNamed(a.keyword)));
  const words = jsonErrorText(errors, { whole: 'the file', schema: 'schemas/mobile-data.schema.json' });
  return { ok: false, reason: `${placeOf(text, errors[0])}: ${words}` };
}

function syntaxReason(text: string): string {
  if (text.trim() === '') return 'it is empty';
  const { stop } = readJson(text);
  if (!stop) return 'it is not well-formed JSON';
  return `${placeWords(text, stop.offset)}: ${withoutFullStop(phraseText(syntaxPhrase(stop, text)))}`;
}

type Placed = NonNullable<typeof validate.errors>[number];

/** Where the value is that the schema refuses, or the member that it does not know. */
function placeOf(text: string, error: Placed | undefined): string {
  const node = nodeAt(readJson(text).root, error?.instancePath ?? '');
  const name = error?.params.additionalProperty ?? error?.params.propertyName;
  const member = typeof name === 'string' ? node?.members?.get(name) : undefined;
  return placeWords(text, startOf(member) ?? startOf(node) ?? 0);
}

function startOf(node: JsonNode | undefined): number | undefined {
  return node?.key?.start ?? node?.start;
}

function placeWords(text: string, offset: number): string {
  const { line, character } = new Lines(text).positionAt(offset);
  return `line ${line + 1}, character ${character + 1}`;
}
