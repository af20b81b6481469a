import { isDeepStrictEqual } from 'node:util';
import type { Setting } from '../../src/vscode/contract/setting';
import { SERVER_SECTION } from '../../src/vscode/server/serverContract';
import type { Schema } from './manifestShape';
import { areOfTheirType, valueSchema, valueSchemas } from './schemaCompare';

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
    const wanted = this.optionOf(key) ?? valueSchema(options.schema ?? {});
    const difference = differenceOf(valueSchema(rest), wanted, key);
    return [
      // Which of them each type of TypeScript may have, the compiler knows.
      ...(areSame([type].flat(), [types as unknown].flat()) ? [] : [`${key} is of the type ${JSON.stringify(type)}.`]),
      ...(isDeepStrictEqual(given, fallback) ? [] : [`${key} is ${JSON.stringify(given)} unless set.`]),
      ...(scope === (options.scope ?? 'window') ? [] : [`${key} has the scope ${String(scope)}.`]),
      ...(difference === undefined ? [] : [difference]),
      ...(fitTheirTypes(rest) ? [] : [`${key} lists values that are not of their type.`]),
    ];
  }

  /** What the server says of the option that a setting is; undefined where it has none. */
  private optionOf(key: string): Schema | undefined {
    if (!key.startsWith(`${SERVER_SECTION}.`)) return undefined;
    const option = this.options[key.slice(SERVER_SECTION.length + 1)];
    if (option === undefined) return undefined;
    const { type: _, default: _default, ...rest } = valueSchema(option, this.definitions) as Schema;
    const { policy, ...others } = (rest.properties ?? {}) as Readonly<Record<string, Schema>>;
    if (!policy) return rest;
    // The parts of the policy stand beside the switches.
    return { ...rest, properties: { ...others, ...valueSchemas(policy.properties as Schema, this.definitions) } };
  }
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
