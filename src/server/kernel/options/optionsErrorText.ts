import { nearestName } from '../../../core/base/nearestName';
import { pointerParts } from '../../../core/json/pointer';

/** An error of ajv, with the part of the schema that refused the value. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly parentSchema?: SchemaPart;
  readonly data?: unknown;
}

/** The parts of a schema that describe one value. */
export interface SchemaPart {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly items?: SchemaPart;
}

/** Descriptions of the patterns in the schemas. */
const PATTERN_WORDS: Readonly<Record<string, string>> = {
  '^[A-Za-z0-9_.-]+$': 'a text of letters (a to z), digits, “_”, “.” and “-”',
  '^\\d{1,4}(\\.\\d{1,4}){1,3}$': 'a text of two to four numbers with dots between, such as “10.9.0”',
  // What `durationMs` of the Mendix runtime reads; a test compares both.
  '^(?:P(?=[\\dT])(?:\\d+D)?(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+(?:\\.\\d{1,3})?S)?)?|\\d+\\s*(?:ms|milli(?:s|seconds?)?|s|seconds?|m|minutes?|h|hours?|d|days?)?)$':
    'a text such as “PT10M” or “10 minutes”',
  '^https?://[^\\s]+$': 'a text that starts with “http://” or “https://”, without spaces',
  '^[A-Za-z0-9.-]+$': 'a text of letters (a to z), digits, “.” and “-”',
  '^/[\\x21-\\x3a\\x3c-\\x7e]*$': 'a path that starts with “/”, of ASCII characters without spaces and “;”',
  '^[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?$':
    'a text of ASCII characters in one line, without a space at its ends',
  '^/?[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*$':
    'a path such as “confirm/mail”, of letters (a to z), digits, “.”, “_”, “~” and “-” between single slashes',
};

/** Explanations for members that exist only with some outcomes. */
const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  mail: 'goes with the outcome "pending" only',
  userInfo: 'goes with the outcomes "accept" and "pending" only',
};

/** Errors with these keywords only say that a part is wrong. Another error says which one. */
const OF_PARTS = ['if', 'allOf', 'anyOf', 'oneOf'];

/**
 * Says which option is wrong and what its value may be, as one sentence without its period. It never repeats a value,
 * because that may be a password.
 * @param section prefix of the names, such as `sessionWorkbench.server`; empty for the options of a server
 */
export function optionsErrorText(errors: readonly SchemaError[], section = ''): string {
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
      return `${where} ${OUTCOME_WORDS[pointerParts(instancePath).at(-1) ?? ''] ?? 'must not be there'}`;
    case 'type':
      return `${where} must be ${valueWords(parentSchema)}, not ${otherThan(parentSchema, data)}`;
    default:
      return `${where} must be ${valueWords(parentSchema)}`;
  }
}

/** Describes which values a schema allows, as words that follow “must be”. */
export function valueWords(schema: SchemaPart): string {
  if (schema.enum) return `one of ${schema.enum.map((each) => JSON.stringify(each)).join(', ')}`;
  const words = [schema.type ?? []].flat().map((type) => typeWords(type, schema));
  return words.join(' or ') || 'as schemas/server.schema.json has it';
}

function typeWords(type: string, schema: SchemaPart): string {
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

function textWords({ pattern, minLength = 0 }: SchemaPart): string {
  if (pattern !== undefined) return PATTERN_WORDS[pattern] ?? `a text that matches ${pattern}`;
  return minLength > 0 ? 'a text that is not empty' : 'a text';
}

function rangeWords({ minimum, maximum }: SchemaPart): string {
  if (minimum === undefined) return '';
  return maximum === undefined ? ` from ${minimum} on` : ` from ${minimum} to ${maximum}`;
}

function objectWords({ required, properties }: SchemaPart): string {
  if (required && required.length > 0) return `an object that has ${listed(required)}`;
  return properties ? 'an object of options' : 'an object';
}

/** Says which name is meant, or which ones there are. */
function unknownName(name: string, where: string, names: readonly string[]): string {
  const meant = nearestName(name, names);
  return meant === undefined ? `“${name}”; ${where} may have ${listed(names)}` : `“${name}”; “${meant}” may be meant`;
}

function namesIn({ properties = {} }: SchemaPart): string[] {
  return Object.keys(properties).filter((name) => name !== '$schema');
}

function listed(names: readonly string[]): string {
  const all = names.map((name) => `“${name}”`);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/**
 * Describes a value of a wrong kind. For a number in place of a whole number, it says what is wrong with the number.
 */
function otherThan({ type }: SchemaPart, value: unknown): string {
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
