import { pointerOf, pointerParts } from '../json/pointer';
import { isSecretName, REDACTED } from '../protocol/secretNames';
import { type AllowedNames, allowedNames, memberNames, typeErrorWithMembers } from './allowedNames';
import { contentText } from './contentText';
import type { FindingDetail } from './finding';
import { type Phrase, phrase, shortened } from './phrase';

/** The members of an ajv error that are used here. */
export interface SchemaError {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
  message?: string;
  /** The part of the schema that refused the value. Only some validators tell it. */
  parentSchema?: {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly required?: readonly string[];
    readonly examples?: readonly unknown[];
    readonly propertyNames?: { readonly examples?: readonly unknown[] };
  };
}

/** The keyword of the error that stands for a schema which takes too long. JSON Schema has none of this name. */
export const TIME_KEYWORD = 'schemaTime';

/**
 * Validates a value against a schema and returns all errors. The schema is compiled ahead of time, or it is 4D's own.
 */
export type SchemaCheck = (value: unknown) => readonly SchemaError[];

export interface SchemaErrorText {
  pointer: string;
  phrase: Phrase;
  detail?: FindingDetail;
  /** Present if the name of the property is wrong, and not its value. */
  ofName?: true;
}

/** Keywords whose own error stands for the errors of the schemas below them. */
const SPEAKING = new Set(['anyOf', 'oneOf', 'contains', 'propertyNames']);

/** Tells the file that has the schema of the value at a pointer. */
export type SchemaFile = (pointer: string) => string;

/** What is said of the first errors, and how many others there are. */
export interface FirstErrors {
  readonly texts: SchemaErrorText[];
  readonly others: number;
}

/** What an error is told with. */
interface Told {
  /** The whole value. */
  readonly root: unknown;
  /** All errors that are told, by the place of the value that they refuse. */
  readonly at: ReadonlyMap<string, ErrorsAt>;
  readonly schema: SchemaFile | undefined;
}

/** All errors of one value. */
interface ErrorsAt {
  readonly all: readonly SchemaError[];
  /** The property that is missing, if it is one alone and one alone is unknown: it may be meant. */
  readonly missing: string | undefined;
}

/**
 * Turns a validator's errors into one entry for each thing that is wrong.
 * @param schema for those who look up what else may be there. Without it, the schema may be somebody else's, with so many
 * values that it takes long to find the nearest one.
 */
export function schemaErrorTexts(
  errors: readonly SchemaError[],
  value: unknown,
  schema?: SchemaFile,
): SchemaErrorText[] {
  return firstSchemaErrors(errors, value, schema, Number.POSITIVE_INFINITY).texts;
}

/**
 * The same for the first errors.
 * @param most how many errors are looked at
 */
export function firstSchemaErrors(
  errors: readonly SchemaError[],
  value: unknown,
  schema: SchemaFile | undefined,
  most: number,
): FirstErrors {
  const texts = new Map<string, SchemaErrorText>();
  const found = withoutRepetitions(errors);
  const all = found.slice(0, most);
  const groups = new Map<string, SchemaError[]>();
  for (const error of all) {
    const group = groups.get(error.instancePath) ?? [];
    group.push(error);
    groups.set(error.instancePath, group);
  }
  const at = new Map([...groups].map(([pointer, each]) => [pointer, { all: each, missing: missingBeside(each) }]));
  const told = { root: value, at, schema };
  for (const error of all) {
    const text = schemaErrorText(error, told);
    const key = `${text.pointer} ${error.keyword} ${error.params.missingProperty ?? ''}`;
    if (!texts.has(key)) texts.set(key, text);
  }
  return { texts: [...texts.values()], others: found.length - all.length };
}

function withoutRepetitions(errors: readonly SchemaError[]): SchemaError[] {
  const kept: SchemaError[] = [];
  for (const error of errors) {
    // The error of "if" only repeats the error of its "then" or "else".
    if (error.keyword === 'if') continue;
    if (SPEAKING.has(error.keyword)) while (kept.length > 0 && speaksFor(error, kept.at(-1) as SchemaError)) kept.pop();
    kept.push(error);
  }
  // When a value has the wrong type, its other errors follow from that.
  const illTyped = new Set(kept.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath));
  return kept.filter(({ keyword, instancePath }) => keyword === 'type' || !illTyped.has(instancePath));
}

/**
 * Whether an error belongs to a schema below such a keyword. The validator lists those errors right before the
 * keyword's own.
 */
function speaksFor({ schemaPath, instancePath }: SchemaError, error: SchemaError): boolean {
  if (error.schemaPath.startsWith(`${schemaPath}/`)) return true;
  // A schema behind a "$ref" has a path of its own. A keyword beside this one does not.
  const beside = schemaPath.slice(0, schemaPath.lastIndexOf('/') + 1);
  const isBeside = error.schemaPath.startsWith(beside) && !error.schemaPath.slice(beside.length).includes('/');
  return !isBeside && `${error.instancePath}/`.startsWith(`${instancePath}/`);
}

function schemaErrorText(error: SchemaError, told: Told): SchemaErrorText {
  const { root } = told;
  const { instancePath: pointer, params } = error;
  const name = nameOf(pointer);
  switch (error.keyword) {
    case 'required': {
      const missing = String(params.missingProperty);
      const detail = { kind: 'missing', property: missing } as const;
      return pointer === ''
        ? { pointer, phrase: phrase('Property "{0}" is missing.', missing), detail }
        : { pointer, phrase: phrase('Property "{0}" is missing from "{1}".', missing, name), detail };
    }
    case 'type':
      return typeText(typeErrorWithMembers(error, told.at.get(pointer)?.all ?? []), name, told);
    case 'enum':
      return enumText(error, name, told);
    case 'minLength':
      return params.limit === 1
        ? { pointer, phrase: phrase('"{0}" must not be empty.', name), detail: { kind: 'empty' } }
        : { pointer, phrase: phrase('"{0}" is too short: {1} characters or more.', name, String(params.limit)) };
    case 'additionalProperties':
      return unknownText(error, told);
    case 'pattern': {
      const like = (error.parentSchema?.examples ?? []).filter((each) => typeof each === 'string');
      if (like.length === 0) return othersText(error, name);
      const examples = like.map((each) => JSON.stringify(each)).join(', ');
      return { pointer, phrase: phrase('"{0}" must be written as in {1}.', name, examples) };
    }
    case 'const': {
      const wanted = JSON.stringify(params.allowedValue);
      return { pointer, phrase: phrase('"{0}" must be {1}; it is {2}.', name, wanted, shownAt(root, pointer)) };
    }
    case 'minProperties':
    case 'maxProperties':
      return membersText(error, name, told);
    case 'minimum':
    case 'maximum': {
      const found = shownAt(root, pointer);
      const limit = String(params.limit);
      return error.keyword === 'minimum'
        ? { pointer, phrase: phrase('"{0}" must be at least {1}; it is {2}.', name, limit, found) }
        : { pointer, phrase: phrase('"{0}" must be at most {1}; it is {2}.', name, limit, found) };
    }
    case 'minItems':
      return { pointer, phrase: phrase('The list "{0}" is too short: at least {1}.', name, String(params.limit)) };
    case 'maxItems':
      return { pointer, phrase: phrase('The list "{0}" is too long: at most {1}.', name, String(params.limit)) };
    case 'propertyNames':
      return nameText(error);
    case TIME_KEYWORD: {
      const { file, limit, name } = params;
      const words = phrase(
        'The schema {0} takes longer than a check may ({1}, {2}), so nobody can say what it allows; make it simpler.',
        String(file),
        String(limit),
        String(name),
      );
      return { pointer, phrase: words };
    }
    default:
      return othersText(error, name);
  }
}

/** Says which type a value must have, and which properties it may have then. */
function typeText(error: SchemaError, name: string, { root, schema }: Told): SchemaErrorText {
  const { instancePath: pointer, params, parentSchema = {} } = error;
  const types = [params.type].flat().map(String);
  const wanted = types.join(', ');
  const found = kindOf(valueAt(root, pointer));
  const detail = { kind: 'type', wanted: types } as const;
  if (pointer === '')
    return { pointer, phrase: phrase('A session file holds one {0}, not: {1}.', wanted, found), detail };
  const allowed = allowedNames(memberNames(parentSchema));
  const words =
    allowed.names.length === 0
      ? phrase('"{0}" must be of type {1}, not: {2}.', name, wanted, found)
      : phrase(
          '"{0}" must be of type {1}, not: {2}; allowed in it: {3}.',
          name,
          wanted,
          found,
          list(allowed, schema?.(pointer)),
        );
  return { pointer, phrase: words, detail };
}

function enumText(error: SchemaError, name: string, { root, schema }: Told): SchemaErrorText {
  const { instancePath: pointer, params } = error;
  const values = params.allowedValues as unknown[];
  const value = valueAt(root, pointer);
  const names = new Map(values.map((each) => [typeof each === 'string' ? each : written(each), written(each)]));
  const isNear = typeof value === 'string' && schema !== undefined;
  const { meant, ...allowed } = allowedNames([...names.keys()], isNear ? value : undefined);
  const parts = [
    name,
    list(allowed, schema?.(pointer), (each) => names.get(each) ?? each),
    shownAt(root, pointer),
  ] as const;
  const words =
    meant === undefined
      ? phrase('"{0}" must be one of {1}; it is {2}.', ...parts)
      : phrase('"{0}" must be one of {1}; it is {2}. Is "{3}" meant?', ...parts, meant);
  return { pointer, phrase: words, detail: { kind: 'enum', allowed: values } };
}

/** Says of a property that may not be there which one may be meant, and which ones may be there. */
function unknownText(error: SchemaError, { at: errors, schema }: Told): SchemaErrorText {
  const { instancePath: pointer, params, parentSchema = {} } = error;
  const extra = String(params.additionalProperty);
  const told = contentText(extra);
  const { meant = errors.get(pointer)?.missing, ...allowed } = allowedNames(memberNames(parentSchema), extra);
  const others = allowed.names.filter((each) => each !== meant);
  const at = { pointer: pointer + pointerOf([extra]), ofName: true } as const;
  if (others.length === 0) {
    return meant === undefined
      ? { ...at, phrase: phrase('Property "{0}" is not allowed here.', told) }
      : { ...at, phrase: phrase('Property "{0}" is not allowed here; is "{1}" meant?', told, meant) };
  }
  const names = list(allowed, schema?.(pointer));
  return meant === undefined
    ? { ...at, phrase: phrase('Property "{0}" is not allowed here; allowed: {1}.', told, names) }
    : {
        ...at,
        phrase: phrase('Property "{0}" is not allowed here; is "{1}" meant? Allowed: {2}.', told, meant, names),
      };
}

/** Says of a name that is not written as it must be how names are written. */
function nameText({ instancePath: pointer, params, parentSchema = {} }: SchemaError): SchemaErrorText {
  const refused = String(params.propertyName);
  const like = (parentSchema.propertyNames?.examples ?? []).map(written).join(', ');
  const told = contentText(refused);
  const words =
    like === ''
      ? phrase('Property "{0}" is not allowed here.', told)
      : phrase('Property "{0}" is not allowed here; its name must be written as in {1}.', told, like);
  return { pointer: pointer + pointerOf([refused]), phrase: words, ofName: true };
}

function missingBeside(here: readonly SchemaError[]): string | undefined {
  const missing = here.filter(({ keyword }) => keyword === 'required');
  const unknown = here.filter(({ keyword }) => keyword === 'additionalProperties');
  return missing.length === 1 && unknown.length === 1 ? String(missing[0]?.params.missingProperty) : undefined;
}

/**
 * Says how many of which properties an object has. Those that it must have are not counted. Of too many, it names those
 * that are there, at the first one that is too much.
 */
function membersText(error: SchemaError, name: string, { root, schema }: Told): SchemaErrorText {
  const { instancePath: pointer, keyword, params, parentSchema = {} } = error;
  const { required = [] } = parentSchema;
  const names = memberNames(parentSchema).filter((each) => !required.includes(each));
  if (names.length === 0) return othersText(error, name);
  const limit = Number(params.limit) - required.length;
  const listed = (all: readonly string[]) => list(allowedNames(all), schema?.(pointer));
  if (keyword === 'minProperties') {
    const words = phrase(
      'Of these properties, "{0}" must have at least {1}: {2}.',
      name || '/',
      String(limit),
      listed(names),
    );
    return { pointer, phrase: words };
  }
  const there = Object.keys(Object(valueAt(root, pointer))).filter((each) => names.includes(each));
  const words = phrase(
    'Of these properties, "{0}" must have at most {1}: {2}.',
    name || '/',
    String(limit),
    listed(there.length > limit ? there : names),
  );
  const extra = there[limit];
  return extra === undefined
    ? { pointer, phrase: words }
    : { pointer: pointer + pointerOf([extra]), phrase: words, ofName: true };
}

/** Names one after the other, in quotes, and where the others are. */
function list(
  { names, others }: Omit<AllowedNames, 'meant'>,
  file: string | undefined,
  quoted: (name: string) => string = written,
): string | Phrase {
  const all = names.map(quoted).join(', ');
  if (others === 0) return all;
  return file === undefined
    ? phrase('{0} and {1} more', all, String(others))
    : phrase('{0} and {1} more in {2}', all, String(others), file);
}

/** Says it in plain words where we have them, and otherwise with the validator's own message. */
function othersText({ instancePath: pointer, message, keyword, params }: SchemaError, at: string): SchemaErrorText {
  const name = at || '/';
  const words =
    typeof params.limit === 'number' ? limitPhrase(keyword, name, params.limit) : plainPhrase(keyword, name);
  return { pointer, phrase: words ?? phrase('"{0}" {1}.', name, message ?? keyword) };
}

function limitPhrase(keyword: string, name: string, limit: number): Phrase | undefined {
  switch (keyword) {
    case 'minProperties':
      return limit === 1
        ? phrase('"{0}" must not be empty.', name)
        : phrase('"{0}" has too few properties: at least {1}.', name, String(limit));
    case 'maxProperties':
      return phrase('"{0}" has too many properties: at most {1}.', name, String(limit));
    case 'maxLength':
      return phrase('"{0}" is too long; the limit in characters is {1}.', name, String(limit));
    default:
      return undefined;
  }
}

function plainPhrase(keyword: string, name: string): Phrase | undefined {
  switch (keyword) {
    case 'uniqueItems':
      return phrase('The list "{0}" has the same item twice.', name);
    case 'false schema':
      return phrase('Property "{0}" is not allowed here.', name);
    default:
      return undefined;
  }
}

/** `device.id` for `/device/id`, which is how developers name a property. */
function nameOf(pointer: string): string {
  return pointerParts(pointer)
    .map((part) => contentText(part))
    .join('.');
}

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const part of pointerParts(pointer)) value = (value as Record<string, unknown> | undefined)?.[part];
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A value as it is written in JSON. */
function written(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined';
}

/** A longer value is cut. */
const LONGEST_SHOWN = 60;

/** A value that is no secret, neither by its own look nor by the name of what it is in. */
function shownAt(root: unknown, pointer: string): string {
  const value = valueAt(root, pointer);
  if (typeof value === 'object' && value !== null) return kindOf(value);
  if (pointerParts(pointer).some(isSecretName)) return REDACTED;
  if (typeof value !== 'string') return shortened(written(value), LONGEST_SHOWN);
  const text = written(contentText(value));
  // A text that is cut keeps its quotes, as the sentence goes on behind it.
  return text.length > LONGEST_SHOWN ? `${shortened(text, LONGEST_SHOWN)}"` : text;
}
