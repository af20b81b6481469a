import { editDistance } from '../../../../core/base/nearestWord';
import { shortened } from '../../../../core/compliance/phrase';
import { isSecretName } from '../../../../core/protocol/secretNames';
import { type MobileDataAnswer, type MobileDataFile, variableIn } from '../../../../core/systems/mobile/mobileData';
import { filledText, MissingVariableError } from '../../../../core/systems/mobile/mobileVariables';
import { slipsBetween } from '../../../kernel/http/pathSlips';
import type { DataAsk } from './dataProtocol';

/** A file of the folder, by its place in it, with `/`. */
export interface PlacedDataFile {
  readonly name: string;
  readonly file: MobileDataFile;
}

/** The answer that fits, and the file that has it. */
export interface FittingAnswer {
  readonly kind: 'fits';
  readonly name: string;
  readonly answer: MobileDataAnswer;
}

export type DataMatch = FittingAnswer | { readonly kind: 'none'; readonly nearest?: string };

/** Longer paths are not compared: that takes time, and nobody mistypes them. */
const LONGEST_COMPARED = 120;
/** How much of a value is told. */
const LONGEST_TOLD = 80;

/**
 * The first answer that fits: method and path are the same, and so is each query parameter that matters.
 * @param files in the order in which they are looked at
 */
export function matchData(files: readonly PlacedDataFile[], ask: DataAsk): DataMatch {
  const ofPath = files.filter(({ file }) => filled(file.path, ask) === ask.path);
  const ofRoute = ofPath.filter(({ file }) => file.method === ask.method);
  let nearest:
    | { readonly name: string; readonly differences: readonly Difference[]; readonly weight: number }
    | undefined;
  for (const { name, file } of ofRoute) {
    for (const answer of file.answers) {
      const differences = differencesOf(file, answer, ask);
      if (differences.length === 0) return { kind: 'fits', name, answer };
      const weight = differences.reduce((sum, each) => sum + each.weight, 0);
      if (!nearest || weight < nearest.weight) nearest = { name, differences, weight };
    }
  }
  if (nearest) {
    const words = nearest.differences.map((each) => each.words);
    return { kind: 'none', nearest: `${nearest.name}: ${words.join(', and ')}` };
  }
  const [other] = ofPath;
  if (other) return { kind: 'none', nearest: `${other.name}: it is for ${other.file.method}, not for ${ask.method}` };
  return { kind: 'none', ...nearestPath(files, ask) };
}

/** What keeps an answer from fitting. */
interface Difference {
  /** The rest of a sentence. */
  readonly words: string;
  /** How far it takes the answer away. */
  readonly weight: number;
}

/** The request is the right one, only too early. That is nearer than any other request. */
const TOO_EARLY = 1;
const OTHER_REQUEST = 2;

function differencesOf({ matters = [] }: MobileDataFile, answer: MobileDataAnswer, ask: DataAsk): Difference[] {
  const found: Difference[] = [];
  if (answer.after !== undefined && !ask.actions.includes(answer.after)) {
    const words = `it fits only after the action ${quoted(answer.after)} has ended with success`;
    found.push({ words, weight: TOO_EARLY });
  }
  for (const name of matters) {
    const wanted = Object.hasOwn(answer.query ?? {}, name) ? (answer.query?.[name] ?? null) : null;
    const given = ask.query.find(([each]) => each === name)?.[1];
    const difference = differenceOf(name, wanted, given, ask);
    if (difference !== undefined) found.push({ words: difference, weight: OTHER_REQUEST });
  }
  return found;
}

function differenceOf(
  name: string,
  wanted: string | true | null,
  given: string | undefined,
  ask: DataAsk,
): string | undefined {
  if (wanted === null) return given === undefined ? undefined : `it is for requests without ${quoted(name)}`;
  const isWanted = wanted === true ? 'any value' : quoted(wanted);
  if (given === undefined) return `the request has no ${quoted(name)}, and the answer wants ${isWanted}`;
  if (wanted === true) return undefined;
  let value: string;
  try {
    value = filledText(wanted, ask.variables);
    if (value === given) return undefined;
  } catch (error) {
    if (!(error instanceof MissingVariableError)) throw error;
    return `${quoted(name)} needs ${error.variable}, which the session does not have`;
  }
  const filled = value === wanted || namesSecret(wanted) ? '' : `, which is ${quoted(value)} for this session`;
  return `${quoted(name)} is ${quoted(given)} in the request, and ${isWanted} in the file${filled}`;
}

/** Whether a text names a variable whose value nobody should read, by its name. */
function namesSecret(text: string): boolean {
  return [...text.matchAll(variableIn())].some(([, name = '']) => name.split('.').slice(1).some(isSecretName));
}

function nearestPath(files: readonly PlacedDataFile[], ask: DataAsk): { readonly nearest?: string } {
  const path = ask.path.slice(0, LONGEST_COMPARED).toLowerCase();
  let best: { readonly each: PlacedDataFile; readonly slips: number } | undefined;
  for (const each of files) {
    const other = each.file.path.toLowerCase();
    if (other.length > LONGEST_COMPARED || Math.abs(other.length - path.length) > path.length / 2) continue;
    const slips = slipsBetween(path, other) ?? ofOneTable(path, other);
    if (slips !== undefined && (!best || slips < best.slips)) best = { each, slips };
  }
  if (!best) return {};
  const { name, file } = best.each;
  return { nearest: `${name}: it is for ${file.method} ${shortened(file.path, LONGEST_COMPARED)}` };
}

/** Records of one table are near to each other, though their keys differ. */
function ofOneTable(path: string, other: string): number | undefined {
  const [table, given] = [path, other].map((each) => /^(.*?)\(/.exec(each)?.[1]);
  return table !== undefined && table === given ? editDistance(path, other) : undefined;
}

/** Undefined when the session has not what the text names. */
function filled(text: string, { variables }: DataAsk): string | undefined {
  if (!text.includes('{{')) return text;
  try {
    return filledText(text, variables);
  } catch (error) {
    if (error instanceof MissingVariableError) return undefined;
    throw error;
  }
}

function quoted(text: string): string {
  return `“${shortened(text, LONGEST_TOLD)}”`;
}
