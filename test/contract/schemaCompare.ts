import type { Schema } from './manifestShape';

/** What a person reads, what only VS Code does, and what only the server asks of a path: nothing of it decides about a value. */
const WORDS = [
  'format',
  'description',
  'markdownDescription',
  'markdownEnumDescriptions',
  'defaultSnippets',
  'keywords',
  'patternErrorMessage',
  'order',
  'scope',
  'title',
];

/**
 * What a schema says of values, in one shape for the manifest and for schemas/server.schema.json: references are followed,
 * lists of conditions are one list, and of a list of values the type goes without saying.
 */
export function valueSchema(given: unknown, definitions: Readonly<Record<string, unknown>> = {}): unknown {
  if (Array.isArray(given)) return given.map((each) => valueSchema(each, definitions));
  if (typeof given !== 'object' || given === null) return given;
  const schema = resolved(given as Schema, definitions);
  const kept = Object.entries(schema).filter(
    ([keyword]) => !WORDS.includes(keyword) && !isSaidByValues(keyword, schema),
  );
  return Object.fromEntries(
    kept.map(([keyword, value]) => {
      if (keyword === 'properties') return [keyword, valueSchemas(value as Schema, definitions)];
      if (keyword === 'allOf') return [keyword, conditions(value as readonly Schema[], definitions)];
      const isPlain = ['enum', 'required', 'default', 'examples'].includes(keyword);
      return [keyword, isPlain ? value : valueSchema(value, definitions)];
    }),
  );
}

export function valueSchemas(properties: Schema, definitions: Readonly<Record<string, unknown>> = {}): Schema {
  return Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, valueSchema(each, definitions)]));
}

/** Whether all values of a list are of the type that stands beside it. */
export function areOfTheirType({ type, enum: values }: Schema): boolean {
  const isOfType = (value: unknown) => (type === 'integer' ? Number.isInteger(value) : typeof value === type);
  return type === undefined || !Array.isArray(values) || values.every(isOfType);
}

function isSaidByValues(keyword: string, schema: Schema): boolean {
  return keyword === 'type' && 'enum' in schema && areOfTheirType(schema);
}

function conditions(all: readonly Schema[], definitions: Readonly<Record<string, unknown>>): unknown[] {
  return all.flatMap((each) => {
    const schema = resolved(each, definitions);
    const isList = Object.keys(schema).every((keyword) => ['allOf', 'type', ...WORDS].includes(keyword));
    return isList
      ? conditions((schema.allOf ?? []) as readonly Schema[], definitions)
      : [valueSchema(schema, definitions)];
  });
}

function resolved(schema: Schema, definitions: Readonly<Record<string, unknown>>): Schema {
  const name = /^#\/definitions\/(.+)$/.exec(String(schema.$ref))?.[1];
  return name === undefined ? schema : resolved(definitions[name] as Schema, definitions);
}
