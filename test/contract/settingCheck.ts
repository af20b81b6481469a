import { isDeepStrictEqual } from 'node:util';
import type { Setting } from '../../src/vscode/contract/setting';
import { SERVER_SECTION } from '../../src/vscode/server/serverContract';
import { filledSnippet } from '../support/filledSnippet';
import type { Schema } from './manifestShape';
import { areOfTheirType, valueSchema, valueSchemas } from './schemaCompare';

/** Objects that are not named after their option with `Options` behind it. */
const OBJECTS: Readonly<Record<string, string>> = { httpsCertificate: 'https' };
/** Settings that say whether there is what an option holds. Their values are declared with them. */
const HALVES: readonly string[] = ['https', 'web', 'mendix', 'tokens'];
/** A member that has a setting of its own. */
const URL = 'upstream.url';
/** What holds in a setting, whose object may be empty, in place of what the option requires. */
const BESIDE: Readonly<Record<string, Schema>> = {
  httpsCertificate: { dependencies: { cert: ['key'], key: ['cert'] } },
};

/** Holds the settings of a manifest against those that are declared, and against the options of the server. */
export class SettingCheck {
  private readonly definitions: Readonly<Record<string, unknown>>;
  private readonly options: Readonly<Record<string, unknown>>;
  /** What is known already of a setting as it stands in a manifest. */
  private readonly known = new WeakMap<Schema, string[]>();

  /** @param options schemas/server.schema.json */
  constructor(options: Schema) {
    this.definitions = options.definitions as Readonly<Record<string, unknown>>;
    this.options = options.properties as Readonly<Record<string, unknown>>;
  }

  problems(setting: Setting<unknown>, property: Schema): string[] {
    const known = this.known.get(property);
    if (known) return known;
    const problems = this.check(setting, property);
    this.known.set(property, problems);
    return problems;
  }

  private check({ key, type: types, fallback, options }: Setting<unknown>, property: Schema): string[] {
    const { type, default: given, scope, ...rest } = property;
    const { examples: declared, ...wanted } = (this.optionOf(key) ?? valueSchema(options.schema ?? {})) as Schema;
    const { examples: shown, ...found } = valueSchema(rest) as Schema;
    const difference = differenceOf(found, wanted, key);
    // VS Code would suggest twice what is an example and a snippet.
    const missing = others(listOf(declared), [...listOf(shown), ...filledSnippets(rest)]);
    const more = others(listOf(shown), listOf(declared));
    return [
      // Which of them each type of TypeScript may have, the compiler knows.
      ...(areSame([type].flat(), [types as unknown].flat()) ? [] : [`${key} is of the type ${JSON.stringify(type)}.`]),
      ...(isDeepStrictEqual(given, fallback) ? [] : [`${key} is ${JSON.stringify(given)} unless set.`]),
      ...(scope === (options.scope ?? 'window') ? [] : [`${key} has the scope ${String(scope)}.`]),
      ...(difference === undefined ? [] : [difference]),
      ...missing.map((each) => `${key} does not suggest ${JSON.stringify(each)}.`),
      ...more.map((each) => `${key} has the example ${JSON.stringify(each)}, which is not declared.`),
      ...(fitTheirTypes(rest) ? [] : [`${key} lists values that are not of their type.`]),
    ];
  }

  /** What the server says of the option that a setting is, or whose members it has; undefined where it has none. */
  private optionOf(key: string): Schema | undefined {
    const name = key.startsWith(`${SERVER_SECTION}.`) ? key.slice(SERVER_SECTION.length + 1) : '';
    const ofObject = OBJECTS[name] ?? /^(\w+)Options$/.exec(name)?.[1];
    const option = this.options[ofObject ?? name];
    if (option === undefined || HALVES.includes(name)) return undefined;
    const { type: _, default: _default, ...rest } = valueSchema(option, this.definitions) as Schema;
    if (ofObject === undefined) {
      // The empty text stands for none, as a setting of the editor has no other way to say so.
      const {
        minLength: _length,
        properties: _members,
        required: _required,
        additionalProperties: _more,
        ...scalar
      } = rest;
      return scalar;
    }
    const { examples: _examples, required: _required, ...object } = rest;
    return { ...object, properties: this.membersOf(ofObject, rest), ...BESIDE[name] };
  }

  private membersOf(option: string, { properties = {} }: Schema): Schema {
    const { policy, ...others } = properties as Readonly<Record<string, Schema>>;
    // The parts of the policy stand beside the switches.
    if (policy) return { ...others, ...valueSchemas(policy.properties as Schema, this.definitions) };
    const kept = Object.entries(others).filter(([name]) => `${option}.${name}` !== URL);
    return Object.fromEntries(kept);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What the snippets of a setting write. */
function filledSnippets({ defaultSnippets }: Schema): unknown[] {
  return listOf(defaultSnippets).map((each) => filledSnippet((each as { readonly body: unknown }).body));
}

/** The values that are in one list, and not in the other. */
function others(values: readonly unknown[], known: readonly unknown[]): unknown[] {
  return values.filter((value) => !known.some((each) => isDeepStrictEqual(each, value)));
}

/** The first place where two values differ. */
function differenceOf(found: unknown, wanted: unknown, place: string): string | undefined {
  if (isDeepStrictEqual(found, wanted)) return undefined;
  if (isObject(found) && isObject(wanted)) {
    for (const key of new Set([...Object.keys(found), ...Object.keys(wanted)])) {
      const difference = differenceOf(found[key], wanted[key], `${place}/${key}`);
      if (difference !== undefined) return difference;
    }
  }
  return `${place} is ${JSON.stringify(found)}, and ${JSON.stringify(wanted)} is declared.`;
}

function fitTheirTypes(schema: unknown): boolean {
  if (!isObject(schema)) return true;
  return areOfTheirType(schema) && Object.values(schema).every((each) => [each].flat().every(fitTheirTypes));
}

function areSame(found: readonly unknown[], wanted: readonly unknown[]): boolean {
  const [first, second] = [found, wanted].map((each) => new Set(each));
  return isDeepStrictEqual(first, second) && found.length === wanted.length;
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
