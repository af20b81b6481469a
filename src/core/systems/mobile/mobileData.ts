import { isRecord } from '../../session/sessionFields';

/** How the name of a file with recorded answers ends. Other files in the folder are left alone. */
export const MOBILE_DATA_ENDING = '.mobile-data.json';

/** A file in the folder `mobile.data`: all recorded answers of one route. Its schema is schemas/mobile-data.schema.json. */
export interface MobileDataFile {
  readonly $schema?: string;
  readonly note?: string;
  /** Whether a recording wrote the file. A recording leaves files without this alone. */
  readonly recorded?: boolean;
  readonly method: MobileDataMethod;
  /** From the root of the server, such as `/mobileapp/Product`, without percent encoding. It may have variables. */
  readonly path: string;
  /** Names of the query parameters that decide which answer fits. All others are ignored. */
  readonly matters?: readonly string[];
  /** The first that fits is given. */
  readonly answers: readonly MobileDataAnswer[];
}

export type MobileDataMethod = (typeof MOBILE_DATA_METHODS)[number];
export const MOBILE_DATA_METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** One answer. It has at most one of `body`, `text`, `base64` and `file`, and without them an empty body. */
export interface MobileDataAnswer {
  readonly note?: string;
  /** For each parameter that matters: its value, true for any value, or null (as when it is not named) for none. */
  readonly query?: Readonly<Record<string, string | true | null>>;
  /** Name of an action that must have ended with success since the server began. */
  readonly after?: string;
  /** The default is 200. */
  readonly status?: number;
  /** Never those of the connection, of cookies or of the length: `isPlayedHeader` says which. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON. Unless `literal` is set, texts in it may have variables. */
  readonly body?: unknown;
  readonly text?: string;
  readonly base64?: string;
  /** Path of a file with the body, from the folder of this file. */
  readonly file?: string;
  /** Whether the body has no variables. */
  readonly literal?: boolean;
}

/** Headers that an answer in a file cannot have: the server that plays it has its own, or its own length. */
const UNPLAYED =
  /^(?:set-cookie2?|connection|keep-alive|transfer-encoding|content-length|content-encoding|trailer|upgrade)$/i;

/** Whether an answer in a file may have a header of this name. */
export function isPlayedHeader(name: string): boolean {
  return !UNPLAYED.test(name);
}

/** Whether a text has what would be taken for a variable. An answer with such a text of its own is `literal`. */
export function hasMobileVariable(value: unknown): boolean {
  if (typeof value === 'string') return variableIn().test(value);
  if (Array.isArray(value)) return value.some(hasMobileVariable);
  return isRecord(value) && Object.values(value).some(hasMobileVariable);
}

/** Matches each variable in a text: `{{email}}` or `{{userInfo.NAME}}`. The first group is its name. */
export function variableIn(): RegExp {
  return /\{\{(email|userInfo(?:\.[^{}.]{1,200}){1,20})\}\}/g;
}

/**
 * The file with an answer added. It takes the place of the answer for the same query, and its parameters matter from now on.
 */
export function withAnswer(file: MobileDataFile, answer: MobileDataAnswer): MobileDataFile {
  const { matters = [], answers } = file;
  const names = Object.keys(answer.query ?? {}).filter((name) => answer.query?.[name] !== null);
  const all = [...new Set([...matters, ...names])];
  const others = answers.filter((each) => conditionOf(each, all) !== conditionOf(answer, all));
  return { ...file, matters: all, answers: [...others, answer] };
}

/** The text of a file, as a recording writes it. */
export function mobileDataText(file: MobileDataFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/**
 * A name for the file of a route, such as `POST Product 5f3a9c1e.mobile-data.json`: the same for the same route on every machine, and
 * another for each other route, also where file systems ignore case.
 */
export function mobileDataFileName(method: MobileDataMethod, path: string): string {
  const readable = path
    .replace(/^\/mobileapp\/?/, '')
    .replace(/[^\w$().-]+/g, '_')
    .slice(0, 80);
  return `${method} ${readable} ${hashOf(path)}${MOBILE_DATA_ENDING}`;
}

/** Eight hexadecimal digits (FNV-1a). They only keep names apart. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function conditionOf({ query = {}, after }: MobileDataAnswer, names: readonly string[]): string {
  return JSON.stringify([after, ...names.map((name) => query[name] ?? null)]);
}
