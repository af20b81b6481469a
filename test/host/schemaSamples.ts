import Ajv, { type ValidateFunction } from 'ajv';
import { filledSnippet } from '../support/filledSnippet';

/** A JSON schema as the manifest has it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly defaultSnippets?: readonly { readonly body: unknown }[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** A value of a setting, and which part of the setting it is about: `otherwise.mail`. */
export interface Sample {
  readonly about: string;
  readonly value: unknown;
}

/**
 * Values that a schema allows: for each property at any depth one that has it, with what is required beside it and each
 * choice of an enumeration once; and last all properties at once.
 */
export function samples(schema: Schema): Sample[] {
  const isValid = new Ajv({ strict: false }).compile(schema);
  return partsOf(schema, '')
    .map((part) => ({ about: part.about, value: firstValid(part.values, isValid, part.about) }))
    .concat('properties' in schema ? [{ about: 'everything', value: wholeOf(schema, isValid) }] : []);
}

/** The same values in as few as they go together in: one has what several have. */
export function together(schema: Schema): Sample[] {
  const isValid = new Ajv({ strict: false }).compile(schema);
  const groups: { about: string; value: unknown }[] = [];
  for (const { about, value } of samples(schema)) {
    const group = groups.find((each) => {
      const merged = merge(each.value, value);
      return merged !== CONFLICT && isValid(merged);
    });
    if (group) Object.assign(group, { about: `${group.about}, ${about}`, value: merge(group.value, value) });
    else groups.push({ about, value });
  }
  return groups;
}

const CONFLICT = Symbol('conflict');

/** What has all that both have. */
function merge(one: unknown, other: unknown): unknown {
  if (one === other) return one;
  if (Array.isArray(one) && Array.isArray(other)) return named(one, other) ? CONFLICT : [...one, ...other];
  if (!isObject(one) || !isObject(other)) return CONFLICT;
  const merged: Record<string, unknown> = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const both = name in one ? merge(one[name], value) : value;
    if (both === CONFLICT) return CONFLICT;
    merged[name] = both;
  }
  return merged;
}

/** Whether two lists have things of the same name. That no two may have one stands in no schema. */
function named(one: readonly unknown[], other: readonly unknown[]): boolean {
  const names: unknown[] = one.map(nameOf).filter((name) => name !== undefined);
  return other.some((each) => names.includes(nameOf(each)));
}

function nameOf(each: unknown): unknown {
  return isObject(each) ? (each.clientId ?? each.name) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value, and others to take where it does not go with what is required beside it. */
interface Part {
  readonly about: string;
  readonly values: readonly unknown[];
}

function partsOf(schema: Schema, about: string): Part[] {
  return typesOf(schema).flatMap((type): Part[] => {
    if (type === 'object') return objectParts(schema, about);
    if (type === 'array') return arrayParts(schema, about);
    return simpleValues(schema, type).map((value) => ({ about: about || String(value), values: [value] }));
  });
}

/** A list of choices needs no type beside it. */
function typesOf({ type, enum: choices }: Schema): readonly string[] {
  return [type ?? (choices ? 'string' : [])].flat();
}

function objectParts({ properties = {}, required, dependencies = {} }: Schema, about: string): Part[] {
  // What one member needs beside it stands with all of them.
  const beside = choices(required ?? Object.keys(dependencies), properties);
  const parts = Object.entries(properties).flatMap(([name, schema]) =>
    partsOf(schema, about ? `${about}.${name}` : name).map((part) => ({
      about: part.about,
      values: part.values.flatMap((value) => beside.map((others) => ({ ...others, [name]: value }))),
    })),
  );
  // An object of which nothing is said is anything.
  return parts.length > 0 ? parts : [{ about, values: [{ any: ['thing', 1] }] }];
}

function arrayParts({ items = {} }: Schema, about: string): Part[] {
  return partsOf(items, `${about}[]`).map((part) => ({
    about: part.about,
    values: part.values.map((value) => [value]),
  }));
}

/** Ways to fill in what is required: each choice of an enumeration is one. */
function choices(names: readonly string[], properties: Readonly<Record<string, Schema>>): Record<string, unknown>[] {
  const ways = Math.max(1, ...names.map((name) => properties[name]?.enum?.length ?? 1));
  return Array.from({ length: ways }, (_, way) =>
    Object.fromEntries(names.map((name) => [name, whole(properties[name] ?? {}, way)])),
  );
}

function simpleValues(schema: Schema, type: string): unknown[] {
  if (schema.enum) return [...schema.enum];
  if (type === 'null') return [null];
  if (type === 'boolean') return [true, false];
  if (type === 'integer' || type === 'number') return [another(schema)];
  const suggested = suggestedBy(schema);
  if (suggested.length > 0) return suggested;
  // Not what counts anyway, but alike: not every text fits where there is a usual one, such as a path.
  return [typeof schema.default === 'string' ? `${schema.default}2` : 'Text'];
}

/** The setting of a text has its examples as snippets: VS Code would suggest both. */
function suggestedBy({ examples = [], defaultSnippets = [] }: Schema): unknown[] {
  return examples.length > 0 ? [...examples] : defaultSnippets.map(({ body }) => filledSnippet(body));
}

/** Not what counts anyway. An example where there is one: not every number between the limits is allowed. */
function another({ default: usual, examples = [], minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): number {
  const example = examples.find((each) => typeof each === 'number' && each !== usual);
  if (typeof example === 'number') return example;
  const number = (typeof usual === 'number' ? usual : minimum) + 1;
  return number > maximum ? minimum : number;
}

function wholeOf(schema: Schema, isValid: ValidateFunction): unknown {
  const ways = Array.from({ length: 10 }, (_, way) => whole({ ...schema, type: 'object' }, way));
  return firstValid(ways, isValid, 'everything');
}

/** A value with everything in it; of enumerations the choice of that number. */
function whole(schema: Schema, way: number): unknown {
  const [type = 'object'] = typesOf(schema);
  if (type === 'object') {
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, each]) => [name, whole(each, way)]));
  }
  if (type === 'array') return [whole(schema.items ?? {}, way)];
  const values = simpleValues(schema, type);
  return values[schema.enum ? way % values.length : 0];
}

function firstValid(values: readonly unknown[], isValid: ValidateFunction, about: string): unknown {
  const valid = values.find((value) => isValid(value));
  if (valid === undefined) throw new Error(`${about}: none of ${JSON.stringify(values)} is valid by its own schema`);
  return valid;
}
