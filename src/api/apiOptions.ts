import fs from 'node:fs/promises';
import path from 'node:path';
import { types } from 'node:util';
import { unknownMemberText } from '../core/compliance/jsonErrorText';
import { plainPath, whyNoPath } from './givenPath';
import { SessionWorkbenchError } from './sessionWorkbenchError';

/** What an option may be. */
export interface OptionRule {
  /** Follows “must be”. */
  readonly words: string;
  allows(value: unknown): boolean;
  /** What is used in place of a value that has another form. */
  plain?(value: unknown): unknown;
  /** The option of the command line that takes it. */
  readonly flag?: `--${string}`;
}

/** Options whose values have the forms that the command line knows. */
export type PlainOptions<Options> = { readonly [Name in keyof Options]: Exclude<Options[Name], URL | RegExp> };

/** The rules of all options of a function. */
export type OptionRules<Options> = { readonly [Name in keyof Required<Options>]: OptionRule };

export const TEXT: OptionRule = { words: 'a text that is not empty', allows: isText };
export const FLAG: OptionRule = { words: 'true or false', allows: (value) => typeof value === 'boolean' };
export const OBJECT: OptionRule = { words: 'an object', allows: isObject };
export const ANY: OptionRule = { words: 'anything', allows: () => true };
export const LISTENER: OptionRule = { words: 'a function', allows: (value) => typeof value === 'function' };
export const SNAPSHOT: OptionRule = {
  words: 'a snapshot, or the path or file: URL of a file with one',
  allows: (value) => isObject(value) || plainPath(value) !== undefined,
  // A URL that is no file: is an object as well, and is refused as no snapshot.
  plain: (value) => plainPath(value) ?? value,
};
export const ABORT_SIGNAL: OptionRule = { words: 'the signal of an AbortController', allows: isSignal };
export const FOLDER: OptionRule = { words: 'the path or file: URL of a folder', allows: isPath, plain: plainPath };
export const FILE: OptionRule = { words: 'the path or file: URL of a file', allows: isPath, plain: plainPath };
export const NAMES: OptionRule = {
  words: 'a text that is not empty, or a regular expression',
  allows: (value) => isText(value) || types.isRegExp(value),
  // Whether all matches are wanted, or their places, makes no difference to whether there is one.
  plain: (value) => (types.isRegExp(value) ? `/${value.source}/${value.flags.replace(/[dg]/g, '')}` : value),
};
export const TEXTS: OptionRule = {
  words: 'a list of texts that are not empty',
  allows: (value) => Array.isArray(value) && value.every(isText),
};
export const VARIABLES: OptionRule = {
  words: 'an object that has the values of environment variables, as texts, by their names',
  allows: (value) => isObject(value) && Object.entries(value).every(([name, each]) => isVariable(name, each)),
};

export function wholeUpTo(most: number): OptionRule {
  return {
    words: `a whole number from 1 to ${most}`,
    allows: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most,
  };
}

export function wholeFrom(least: number): OptionRule {
  return {
    words: `a whole number, ${least} or more`,
    allows: (value) => Number.isSafeInteger(value) && Number(value) >= least,
  };
}

export function oneOf(values: readonly string[]): OptionRule {
  return {
    words: `one of ${values.map((each) => `"${each}"`).join(', ')}`,
    allows: (value) => typeof value === 'string' && values.includes(value),
  };
}

/**
 * The options that a function was called with, without those that are `undefined`. JavaScript calls it with anything. No
 * value is repeated in what is said, as it may be a secret.
 * @param others names of options that somebody else checks
 * @param whole what they are together
 * @throws SessionWorkbenchError that names the option, and the one that may be meant
 */
export function givenOptions<Options extends object>(
  called: string,
  given: unknown,
  rules: Partial<OptionRules<Options>>,
  others: readonly string[] = [],
  whole = `the options of ${called}`,
): PlainOptions<Options> {
  if (!isObject(given)) refuseOptions(`${called} takes its options as one object`);
  const options = Object.entries(given).filter(([, value]) => value !== undefined);
  const known = [...new Set([...Object.keys(rules), ...others])];
  const plain = options.map(([name, value]) => {
    if (!known.includes(name)) refuseOptions(unknownMemberText(name, known, { where: whole, again: whole }));
    const rule = Object.hasOwn(rules, name) ? rules[name as keyof Options] : undefined;
    if (rule && !rule.allows(value)) refuseOptions(`“${name}” must be ${rule.words}; mend it in ${whole}`);
    return [name, rule?.plain ? rule.plain(value) : value];
  });
  return Object.fromEntries(plain) as PlainOptions<Options>;
}

/** The options as the command line takes them. Of variables these are the names alone: every user can read arguments. */
export function argumentsOf<Options extends object>(
  options: PlainOptions<Options>,
  rules: OptionRules<Options>,
): string[] {
  return Object.entries(options).flatMap(([name, value]): readonly string[] => {
    const flag = rules[name as keyof Options]?.flag;
    if (flag === undefined || value === false) return [];
    if (value === true) return [flag];
    const values = isObject(value) ? Object.keys(value) : [value].flat();
    return values.map((each) => `${flag}=${String(each)}`);
  });
}

/**
 * What the command line says of its options, as a program knows them.
 * @param values what was given, which stays as it is where it is told
 */
export function withOptionNames<Options>(
  words: string,
  rules: OptionRules<Options>,
  values: readonly string[] = [],
): string {
  const [value, ...others] = values;
  if (value !== undefined) {
    return words
      .split(value)
      .map((part) => withOptionNames(part, rules, others))
      .join(value);
  }
  const names = new Map<string, string>();
  for (const [name, { flag }] of Object.entries<OptionRule>(rules)) if (flag !== undefined) names.set(flag, name);
  return words.replace(/(?<![\w-])--[a-z]+(?:-[a-z]+)*(?![\w-])/g, (flag) => {
    const name = names.get(flag);
    return name === undefined ? flag : `“${name}”`;
  });
}

/**
 * The folder that relative paths begin at.
 * @throws SessionWorkbenchError
 */
export async function workingFolder(cwd = process.cwd()): Promise<string> {
  const folder = path.resolve(cwd);
  const stats = await fs.stat(folder).catch((error: NodeJS.ErrnoException) => error);
  if (stats instanceof Error) {
    const isMissing = stats.code === 'ENOENT' || stats.code === 'ENOTDIR';
    refuseOptions(
      `“cwd” names ${folder}, which ${isMissing ? 'does not exist' : `cannot be used: ${stats.message}`}; give another folder`,
    );
  }
  if (!stats.isDirectory()) refuseOptions(`“cwd” names ${folder}, which is no folder; give one`);
  return folder;
}

/**
 * The paths that a function was called with.
 * @throws SessionWorkbenchError
 */
export function givenPaths(called: string, given: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  const what = `${called} takes a path, or a list of some, also as file: URLs`;
  if (all.length === 0) refuseOptions(`${what}; the list is empty`);
  const paths = all.map((each) => plainPath(each) ?? refuseOptions(`${what}; one ${whyNoPath(each)}`));
  if (paths.includes('-')) refuseOptions(`${called} does not read stdin; for a file with the name -, give ./-`);
  return paths;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.includes('\0');
}

function isPath(value: unknown): boolean {
  return plainPath(value) !== undefined;
}

function isVariable(name: string, value: unknown): boolean {
  return /^[^=\0]+$/.test(name) && typeof value === 'string' && !value.includes('\0');
}

/** Another realm, such as that of a test, has an AbortSignal of its own. */
function isSignal(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { aborted, addEventListener } = value as Partial<AbortSignal>;
  return typeof aborted === 'boolean' && typeof addEventListener === 'function';
}

/** @throws SessionWorkbenchError */
export function refuseOptions(words: string): never {
  throw new SessionWorkbenchError('options', words);
}
