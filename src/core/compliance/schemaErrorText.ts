import { nearestName } from '../base/nearestName';
import { pointerOf, pointerParts } from '../json/pointer';
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

/** Turns a validator's errors into one entry for each thing that is wrong. */
export function schemaErrorTexts(errors: readonly SchemaError[], value: unknown): SchemaErrorText[] {
  const texts = new Map<string, SchemaErrorText>();
  const all = withoutRepetitions(errors);
  for (const error of all) {
    const text = schemaErrorText(error, value, all);
    const key = `${text.pointer} ${error.keyword} ${error.params.missingProperty ?? ''}`;
    if (!texts.has(key)) texts.set(key, text);
  }
  return [...texts.values()];
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

/** @param all the other errors of the same value, too */
function schemaErrorText(error: SchemaError, root: unknown, all: readonly SchemaError[]): SchemaErrorText {
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
    case 'type': {
      const types = [params.type].flat().map(String);
      const wanted = types.join(', ');
      const found = kindOf(valueAt(root, pointer));
      const detail = { kind: 'type', wanted: types } as const;
      return pointer === ''
        ? { pointer, phrase: phrase('A session file holds one {0}, not: {1}.', wanted, found), detail }
        : { pointer, phrase: phrase('"{0}" must be of type {1}, not: {2}.', name, wanted, found), detail };
    }
    case 'enum': {
      const values = params.allowedValues as unknown[];
      const allowed = values.map((each) => JSON.stringify(each)).join(', ');
      return {
        pointer,
        phrase: phrase('"{0}" must be one of {1}; it is {2}.', name, allowed, shown(valueAt(root, pointer))),
        detail: { kind: 'enum', allowed: values },
      };
    }
    case 'minLength':
      return params.limit === 1
        ? { pointer, phrase: phrase('"{0}" must not be empty.', name), detail: { kind: 'empty' } }
        : { pointer, phrase: phrase('"{0}" is too short: {1} characters or more.', name, String(params.limit)) };
    case 'additionalProperties': {
      const extra = String(params.additionalProperty);
      const escaped = extra.replaceAll('~', '~0').replaceAll('/', '~1');
      const meant = nearestName(extra, Object.keys(error.parentSchema?.properties ?? {})) ?? missingBeside(error, all);
      const words =
        meant === undefined
          ? phrase('Property "{0}" is not allowed here.', extra)
          : phrase('Property "{0}" is not allowed here; is "{1}" meant?', extra, meant);
      return { pointer: `${pointer}/${escaped}`, phrase: words, ofName: true };
    }
    case 'pattern': {
      const like = (error.parentSchema?.examples ?? []).filter((each) => typeof each === 'string');
      if (like.length === 0) return othersText(error, name);
      const examples = like.map((each) => JSON.stringify(each)).join(', ');
      return { pointer, phrase: phrase('"{0}" must be written as in {1}.', name, examples) };
    }
    case 'const': {
      const wanted = JSON.stringify(params.allowedValue);
      return { pointer, phrase: phrase('"{0}" must be {1}; it is {2}.', name, wanted, shown(valueAt(root, pointer))) };
    }
    case 'minProperties':
    case 'maxProperties':
      return membersText(error, name, valueAt(root, pointer));
    case 'minimum':
    case 'maximum': {
      const found = shown(valueAt(root, pointer));
      const limit = String(params.limit);
      return error.keyword === 'minimum'
        ? { pointer, phrase: phrase('"{0}" must be at least {1}; it is {2}.', name, limit, found) }
        : { pointer, phrase: phrase('"{0}" must be at most {1}; it is {2}.', name, limit, found) };
    }
    case 'minItems':
      return { pointer, phrase: phrase('The list "{0}" is too short: at least {1}.', name, String(params.limit)) };
    case 'maxItems':
      return { pointer, phrase: phrase('The list "{0}" is too long: at most {1}.', name, String(params.limit)) };
    case 'propertyNames': {
      const refused = String(params.propertyName);
      const words = phrase('Property "{0}" is not allowed here.', refused);
      return { pointer: pointer + pointerOf([refused]), phrase: words, ofName: true };
    }
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

/** The property that is missing from an object, if it is one alone and one alone is unknown: it may be meant. */
function missingBeside({ instancePath }: SchemaError, all: readonly SchemaError[]): string | undefined {
  const here = all.filter((each) => each.instancePath === instancePath);
  const missing = here.filter(({ keyword }) => keyword === 'required');
  const unknown = here.filter(({ keyword }) => keyword === 'additionalProperties');
  return missing.length === 1 && unknown.length === 1 ? String(missing[0]?.params.missingProperty) : undefined;
}

/**
 * Says how many of which properties an object has. Those that it must have are not counted. Of too many, it names those
 * that are there, at the first one that is too much.
 */
function membersText(error: SchemaError, name: string, value: unknown): SchemaErrorText {
  const { instancePath: pointer, keyword, params, parentSchema = {} } = error;
  const { properties = {}, required = [] } = parentSchema;
  const names = Object.keys(properties).filter((each) => !required.includes(each));
  if (names.length === 0) return othersText(error, name);
  const limit = Number(params.limit) - required.length;
  const listed = (all: readonly string[]) => all.map((each) => JSON.stringify(each)).join(', ');
  if (keyword === 'minProperties') {
    const words = phrase(
      'Of these properties, "{0}" must have at least {1}: {2}.',
      name || '/',
      String(limit),
      listed(names),
    );
    return { pointer, phrase: words };
  }
  const there = Object.keys(Object(value)).filter((each) => names.includes(each));
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

/** The validator's own message. Few schemas besides 4D's own use such a keyword. */
function othersText({ instancePath: pointer, message, keyword }: SchemaError, name: string): SchemaErrorText {
  return { pointer, phrase: phrase('"{0}" {1}.', name || '/', message ?? keyword) };
}

/** `device.id` for `/device/id`, which is how developers name a property. */
function nameOf(pointer: string): string {
  return pointerParts(pointer).join('.');
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

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return kindOf(value);
  return shortened(JSON.stringify(value) ?? 'undefined', 60);
}
