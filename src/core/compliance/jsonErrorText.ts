import { counted } from '../base/counted';
import { nearestName } from '../base/nearestName';
import { pointerParts } from '../json/pointer';
import { type AllowedNames, allowedNames, memberNames, typeErrorWithMembers } from './allowedNames';
import { shortened } from './phrase';

/** An error of ajv, with the part of the schema that refused the value. */
export interface JsonError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly parentSchema?: JsonSchemaPart;
  readonly data?: unknown;
}

/**
 * The parts of a schema that describe one value. `patternWords` and `thenWords` are keywords of our own. They stand in
 * the part of the schema that each system has, so that this file knows no member by name.
 */
export interface JsonSchemaPart {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** Describes a text that matches `pattern`, as words that follow “must be”. */
  readonly patternWords?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly patternProperties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly items?: JsonSchemaPart;
  readonly then?: JsonSchemaPart;
  /** Says when the members may be there that `then` excludes, as words that follow the name of a member. */
  readonly thenWords?: string;
}

/** An object that the whole value may have in it: the names that lead to it, and the names of its own members. */
export interface MembersPlace {
  readonly option: readonly string[];
  readonly names: readonly string[];
  /** Patterns of other names that it may have. */
  readonly patterns: readonly string[];
}

/** What is checked, as it is called in a sentence. */
export interface JsonWords {
  /** The whole value, such as `the options`. */
  readonly whole: string;
  /** The file that has its schema, if there is one that readers can look at. */
  readonly schema?: string;
  /** Prefix of the names, such as `sessionWorkbench.server`. */
  readonly section?: string;
  /** What an object in it is called. Without it, the names are told that the object may have. */
  readonly object?: string;
  /** What it is called where a sentence names it once more, and leaves out what it has said. By default as before. */
  readonly again?: string;
  /** All objects in it. They tell where a member belongs that stands in another one. */
  readonly places?: readonly MembersPlace[];
}

/** Errors with these keywords only say that a part is wrong. Another error says which one. */
const OF_PARTS = ['if', 'allOf', 'anyOf', 'oneOf'];
/** A sentence with more places would help nobody. */
const MOST_PLACES = 2;

/**
 * Says which member is wrong and what its value may be, as one sentence without its period. It never repeats a value,
 * because that may be a password.
 */
export function jsonErrorText(errors: readonly JsonError[], words: JsonWords): string {
  const first = errors.find(({ keyword }) => !OF_PARTS.includes(keyword)) ?? errors[0];
  const error = first?.keyword === 'type' ? typeErrorWithMembers(first, errors) : first;
  const { instancePath = '', keyword, params = {}, parentSchema = {}, data } = error ?? {};
  const at = pointerParts(instancePath);
  const where = placeWords(at, words);
  const value = () => valueWords(parentSchema, words);
  switch (keyword) {
    case 'additionalProperties':
      return unknownText(String(params.additionalProperty), at, parentSchema, words);
    case 'required': {
      const [other] = unknownNames(parentSchema, data);
      const missing = (parentSchema.required ?? []).filter((name) => !namesOf(data).includes(name));
      if (other !== undefined) return unknownText(other, at, parentSchema, words, missing);
      const too = namesOf(data).length > 0 ? ' too' : '';
      // What the object must have was said when it has none of it.
      if (parentSchema.type === 'object' && missing.length === parentSchema.required?.length)
        return `${where} must have ${listed(allowedNames(missing), words)}${too}`;
      return `${where} must have “${String(params.missingProperty)}” too: ${where} must be ${value()}`;
    }
    case 'dependencies':
      return `${where} must have “${String(params.missingProperty)}” too, as it has “${String(params.property)}”`;
    case 'minProperties':
      return `${where} must have ${Number(params.limit)} or more of ${listed(allowedNames(memberNames(parentSchema)), words)}`;
    case 'maxProperties':
      return `${where} must have no more than ${Number(params.limit)} of ${listed(allowedNames(memberNames(parentSchema)), words)}`;
    case 'propertyNames':
      return refusalOf(String(params.propertyName), where);
    case 'maxLength':
      return `${where} must have no more than ${counted(Number(params.limit), 'character')}`;
    case 'minItems':
      return `${where} must have at least ${params.limit === 1 ? 'one item' : counted(Number(params.limit), 'item')}`;
    case 'maxItems':
      return `${where} must have no more than ${counted(Number(params.limit), 'item')}`;
    case 'false schema':
      return `${where} ${excludedWords(errors, instancePath) ?? 'must not be there'}`;
    case 'type':
      return `${where} must be ${value()}, not ${otherThan(parentSchema, data)}`;
    case 'enum':
      return `${where} must be ${enumWords(parentSchema.enum ?? [], words, data)}`;
    case 'format':
      return `${where} must be ${value()} in the format ${String(params.format)}`;
    case 'uniqueItems':
      return `${where} must not have the same item twice`;
    default:
      return `${where} must be ${value()}`;
  }
}

function placeWords(at: readonly string[], { whole, section = '' }: JsonWords): string {
  const path = [...(section === '' ? [] : [section]), ...at].join('.');
  return path === '' ? whole : `“${path}”`;
}

/** The words beside the condition that excludes a member. The error of the condition is at the object that has the member. */
function excludedWords(errors: readonly JsonError[], instancePath: string): string | undefined {
  const name = pointerParts(instancePath).at(-1) ?? '';
  const object = instancePath.slice(0, instancePath.lastIndexOf('/'));
  const condition = errors.find(
    (each) =>
      each.keyword === 'if' && each.instancePath === object && each.parentSchema?.then?.properties?.[name] === false,
  );
  return condition?.parentSchema?.thenWords;
}

/** Describes which values a schema allows, as words that follow “must be”. */
function valueWords(part: JsonSchemaPart, words: JsonWords): string {
  if (part.enum) return enumWords(part.enum, words);
  if (part.const !== undefined) return JSON.stringify(part.const);
  // What an object may have is long, so it comes last.
  const types = [part.type ?? []].flat().sort((a, b) => Number(a === 'object') - Number(b === 'object'));
  const each = types.map((type) => typeWords(type, part, words));
  return each.join(' or ') || `as ${words.schema ?? 'its schema'} has it`;
}

/** @param data the value that is none of them. It is not repeated, but one that is near to it is. */
function enumWords(values: readonly unknown[], words: JsonWords, data?: unknown): string {
  const names = new Map(values.map((each) => [typeof each === 'string' ? each : JSON.stringify(each), each]));
  const { meant, ...allowed } = allowedNames([...names.keys()], typeof data === 'string' ? data : undefined);
  const all = allowed.names.map((name) => JSON.stringify(names.get(name))).join(', ');
  const others = allowed.others === 0 ? '' : othersWords(allowed, words);
  return `one of ${all}${others}${meant === undefined ? '' : `; “${meant}” may be meant`}`;
}

function typeWords(type: string, part: JsonSchemaPart, words: JsonWords): string {
  switch (type) {
    case 'boolean':
      return 'true or false';
    case 'string':
      return textWords(part);
    case 'integer':
    case 'number':
      return `${type === 'integer' ? 'a whole number' : 'a number'}${rangeWords(part)}`;
    case 'array':
      return part.items?.type === undefined ? 'a list' : `a list, each of it ${valueWords(part.items, words)}`;
    case 'object':
      return objectWords(part, words);
    default:
      return type;
  }
}

function textWords({ pattern, patternWords, minLength = 0, maxLength }: JsonSchemaPart): string {
  if (pattern !== undefined) return patternWords ?? `a text that matches ${pattern}`;
  const limits = [
    ...(minLength > 0 ? ['is not empty'] : []),
    ...(maxLength === undefined ? [] : [`has no more than ${counted(maxLength, 'character')}`]),
  ];
  return limits.length === 0 ? 'a text' : `a text that ${limits.join(' and ')}`;
}

function rangeWords({ minimum, maximum }: JsonSchemaPart): string {
  if (minimum === undefined) return '';
  return maximum === undefined ? ` from ${minimum} on` : ` from ${minimum} to ${maximum}`;
}

function objectWords(part: JsonSchemaPart, words: JsonWords): string {
  const { required = [] } = part;
  if (required.length > 0) return `an object that has ${listed(allowedNames(required), words)}`;
  const names = memberNames(part);
  if (names.length === 0) return 'an object';
  return `${words.object ?? 'an object'} that may have ${listed(allowedNames(names), words)}`;
}

/**
 * Says of a name that an object may not have which one is meant, where it belongs, or which ones there are.
 * @param missing names that the object must have, and does not
 */
function unknownText(
  name: string,
  at: readonly string[],
  part: JsonSchemaPart,
  words: JsonWords,
  missing: readonly string[] = [],
): string {
  const where = placeWords(at, words);
  const names = memberNames(part);
  const says = refusalOf(name, where);
  if (nearestName(name, names) === undefined) {
    const elsewhere = placesOf(name, words).map((option) => placeWords(option, words));
    if (elsewhere.length > 0) return `${says}; it belongs into ${elsewhere.join(' or into ')}`;
    const below = nearBelow(name, at, words);
    if (below) return `${says}; “${below.name}” in ${placeWords(below.option, words)} may be meant`;
    if (missing.length > 0) return `${says}, and must have ${listed(allowedNames(missing), words)}`;
  }
  return unknownMemberText(name, names, { where, again: words.again ?? where, words });
}

/**
 * Says of a name that an object may not have which one may be meant, and which ones it may have.
 * @param told the object as a sentence begins with it, and as the sentence names it once more
 */
export function unknownMemberText(
  name: string,
  names: readonly string[],
  told: { readonly where: string; readonly again: string; readonly words?: Pick<JsonWords, 'schema' | 'again'> },
): string {
  const { where, again, words = {} } = told;
  const allowed = allowedNames(names, name);
  const { meant } = allowed;
  // Who reads a short sentence has just read the one that is meant.
  const listedNames = words.again === undefined ? allowed.names : allowed.names.filter((each) => each !== meant);
  return [
    refusalOf(name, where),
    ...(meant === undefined ? [] : [`“${meant}” may be meant`]),
    ...(names.some((each) => each !== meant)
      ? [`${again} may have ${listed({ ...allowed, names: listedNames }, words)}`]
      : []),
  ].join('; ');
}

function refusalOf(name: string, where: string): string {
  return `${where} must not have “${shortened(name, 60)}”`;
}

/** The objects that may have a member of this name. None if there are many. */
function placesOf(name: string, { places = [] }: JsonWords): readonly (readonly string[])[] {
  const found = places.filter(
    ({ names, patterns }) => names.includes(name) || patterns.some((pattern) => new RegExp(pattern, 'u').test(name)),
  );
  return found.length > MOST_PLACES ? [] : found.map(({ option }) => option);
}

/** A member of an object below with nearly this name. */
function nearBelow(
  name: string,
  at: readonly string[],
  { places = [] }: JsonWords,
): { readonly option: readonly string[]; readonly name: string } | undefined {
  const below = places.filter(
    ({ option }) => option.length > at.length && at.every((each, index) => option[index] === each),
  );
  for (const { option, names } of below) {
    const meant = nearestName(name, names);
    if (meant !== undefined) return { option, name: meant };
  }
  return undefined;
}

/** The members of a value that its schema does not have. */
function unknownNames(part: JsonSchemaPart, value: unknown): string[] {
  if (part.additionalProperties !== false || part.patternProperties) return [];
  const known = Object.keys(part.properties ?? {});
  return namesOf(value).filter((name) => !known.includes(name));
}

function namesOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function listed(allowed: AllowedNames, words: Pick<JsonWords, 'schema'>): string {
  const all = allowed.names.map((name) => `“${name}”`);
  if (allowed.others > 0) return `${all.join(', ')}${othersWords(allowed, words)}`;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** Where those are that a sentence is too short for. */
function othersWords({ others }: Omit<AllowedNames, 'meant'>, { schema }: Pick<JsonWords, 'schema'>): string {
  return ` and ${others} more${schema === undefined ? '' : `, which are in ${schema}`}`;
}

/**
 * Describes a value of a wrong kind. For a number in place of a whole number, it says what is wrong with the number.
 */
function otherThan({ type }: JsonSchemaPart, value: unknown): string {
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
