import { nearestName } from '../../../core/base/nearestName';
import { pointerParts } from '../../../core/json/pointer';

/** An error of ajv, with the part of the schema that refused the value. */
export interface OptionError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly parentSchema?: OptionSchemaPart;
  readonly data?: unknown;
}

/**
 * The parts of a schema that describe one value. `patternWords` and `thenWords` are keywords of our own. They stand in
 * the part of the schema that each system has, so that this file knows no option by name.
 */
export interface OptionSchemaPart {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  /** Describes a text that matches `pattern`, as words that follow “must be”. */
  readonly patternWords?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly items?: OptionSchemaPart;
  readonly then?: OptionSchemaPart;
  /** Says when the members may be there that `then` excludes, as words that follow the name of a member. */
  readonly thenWords?: string;
}

/** Errors with these keywords only say that a part is wrong. Another error says which one. */
const OF_PARTS = ['if', 'allOf', 'anyOf', 'oneOf'];

/**
 * Says which option is wrong and what its value may be, as one sentence without its period. It never repeats a value,
 * because that may be a password.
 * @param section prefix of the names, such as `sessionWorkbench.server`; empty for the options of a server
 */
export function optionsErrorText(errors: readonly OptionError[], section = ''): string {
  const error = errors.find(({ keyword }) => !OF_PARTS.includes(keyword)) ?? errors[0];
  const { instancePath = '', keyword, params = {}, parentSchema = {}, data } = error ?? {};
  const path = [...(section === '' ? [] : [section]), ...pointerParts(instancePath)].join('.');
  const where = path === '' ? 'the options' : `“${path}”`;
  switch (keyword) {
    case 'additionalProperties':
      return `${where} must not have ${unknownName(String(params.additionalProperty), where, namesIn(parentSchema))}`;
    case 'required':
      return `${where} must have “${String(params.missingProperty)}” too: ${where} must be ${valueWords(parentSchema)}`;
    case 'false schema':
      return `${where} ${excludedWords(errors, instancePath) ?? 'must not be there'}`;
    case 'type':
      return `${where} must be ${valueWords(parentSchema)}, not ${otherThan(parentSchema, data)}`;
    default:
      return `${where} must be ${valueWords(parentSchema)}`;
  }
}

/** The words beside the condition that excludes a member. The error of the condition is at the object that has the member. */
function excludedWords(errors: readonly OptionError[], instancePath: string): string | undefined {
  const name = pointerParts(instancePath).at(-1) ?? '';
  const object = instancePath.slice(0, instancePath.lastIndexOf('/'));
  const condition = errors.find(
    (each) =>
      each.keyword === 'if' && each.instancePath === object && each.parentSchema?.then?.properties?.[name] === false,
  );
  return condition?.parentSchema?.thenWords;
}

/** Describes which values a schema allows, as words that follow “must be”. */
export function valueWords(schema: OptionSchemaPart): string {
  if (schema.enum) return `one of ${schema.enum.map((each) => JSON.stringify(each)).join(', ')}`;
  const words = [schema.type ?? []].flat().map((type) => typeWords(type, schema));
  return words.join(' or ') || 'as schemas/server.schema.json has it';
}

function typeWords(type: string, schema: OptionSchemaPart): string {
  switch (type) {
    case 'boolean':
      return 'true or false';
    case 'string':
      return textWords(schema);
    case 'integer':
    case 'number':
      return `a whole number${rangeWords(schema)}`;
    case 'array':
      return schema.items?.type === undefined ? 'a list' : `a list, each of it ${valueWords(schema.items)}`;
    case 'object':
      return objectWords(schema);
    default:
      return type;
  }
}

function textWords({ pattern, patternWords, minLength = 0 }: OptionSchemaPart): string {
  if (pattern !== undefined) return patternWords ?? `a text that matches ${pattern}`;
  return minLength > 0 ? 'a text that is not empty' : 'a text';
}

function rangeWords({ minimum, maximum }: OptionSchemaPart): string {
  if (minimum === undefined) return '';
  return maximum === undefined ? ` from ${minimum} on` : ` from ${minimum} to ${maximum}`;
}

function objectWords({ required, properties }: OptionSchemaPart): string {
  if (required && required.length > 0) return `an object that has ${listed(required)}`;
  return properties ? 'an object of options' : 'an object';
}

/** Says which name is meant, or which ones there are. */
function unknownName(name: string, where: string, names: readonly string[]): string {
  const meant = nearestName(name, names);
  return meant === undefined ? `“${name}”; ${where} may have ${listed(names)}` : `“${name}”; “${meant}” may be meant`;
}

function namesIn({ properties = {} }: OptionSchemaPart): string[] {
  return Object.keys(properties).filter((name) => name !== '$schema');
}

function listed(names: readonly string[]): string {
  const all = names.map((name) => `“${name}”`);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/**
 * Describes a value of a wrong kind. For a number in place of a whole number, it says what is wrong with the number.
 */
function otherThan({ type }: OptionSchemaPart, value: unknown): string {
  if (typeof value !== 'number' || ![type].flat().includes('integer')) return kindOf(value);
  return Number.isFinite(value) ? 'one with a fraction' : 'one without an end';
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a text';
  return typeof value === 'number' ? 'a number' : 'an object';
}
