import fs from 'node:fs';
import path from 'node:path';

/** What tests read of a schema of options. */
export interface OptionSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, OptionSchema>>;
  readonly required?: readonly string[];
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly items?: OptionSchema;
}

/** One option, at any depth. */
export interface OptionPlace {
  /** Its path, such as `web.cookie.path`. The first element of a list is `0`. */
  readonly name: string;
  readonly schema: OptionSchema;
  /** Options with a value at this place, and with what must stand beside it. */
  readonly whole: (value: unknown) => Record<string, unknown>;
}

/** schemas/server.schema.json. */
export const OPTIONS_SCHEMA = JSON.parse(
  fs.readFileSync(path.resolve(__dirname, '../../../schemas/server.schema.json'), 'utf8'),
) as OptionSchema & {
  readonly properties: Readonly<Record<string, OptionSchema>>;
  readonly definitions: Readonly<Record<string, OptionSchema>>;
};

/** A place and all places below it. */
export function optionPlaces(name: string, given: OptionSchema, whole: OptionPlace['whole']): OptionPlace[] {
  const schema = given.$ref
    ? (OPTIONS_SCHEMA.definitions[given.$ref.replace('#/definitions/', '')] as OptionSchema)
    : given;
  const beside = Object.fromEntries(neededIn(schema).map((key) => [key, besideOthers(key, schema)]));
  const below = Object.entries(schema.properties ?? {}).flatMap(([key, part]) =>
    optionPlaces(name === '' ? key : `${name}.${key}`, part, (value) => whole({ ...beside, [key]: value })),
  );
  const items = schema.items ? optionPlaces(`${name}.0`, schema.items, (value) => whole([value])) : [];
  return [{ name, schema, whole }, ...below, ...items];
}

/** The members that must be there as soon as one is. */
function neededIn({ required, dependencies }: OptionSchema): readonly string[] {
  return required ?? Object.keys(dependencies ?? {});
}

/** A value for a member that must be there. */
function besideOthers(key: string, { properties }: OptionSchema): unknown {
  if (key === 'outcome') return 'pending';
  return properties?.[key]?.type === 'array' ? ['x'] : 'x';
}

/** All options of a server. The first place is that of all of them together. */
export function allOptionPlaces(): OptionPlace[] {
  return optionPlaces('', OPTIONS_SCHEMA, (value) => value as Record<string, unknown>);
}
