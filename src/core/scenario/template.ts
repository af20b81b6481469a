import { urlEncoded } from '../base/urlText';
import type { Json } from '../json/json';

/** `{{name}}`, or `{{name|url}}` for a URL-encoded value. `inJson` writes it as it stands between quotes in JSON. */
const PLACE = /\{\{\s*([^{}|\s]+)\s*(?:\|\s*(\w+)\s*)?\}\}/g;

export const FILTERS = ['url', 'base64', 'json', 'inJson'] as const;
export type Filter = (typeof FILTERS)[number];

/** Variables that the runner sets itself. */
export const BUILT_IN = [
  'server.url',
  'server.host',
  'platform.url',
  'platform.host',
  'clock.now',
  'otp',
  'mail.link',
  'mail.code',
  'mail.subject',
  'mail.to',
] as const;

export interface TemplatePlace {
  readonly name: string;
  readonly filter?: string;
  /** Offset in the text. The end is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A text names a variable that has no value. */
export class UnknownVariableError extends Error {
  constructor(readonly variable: string) {
    super(`There is no value for {{${variable}}}.`);
    this.name = 'UnknownVariableError';
  }
}

export type PlaceholderValues = (name: string) => Json | undefined;

/** The placeholders in a text. */
export function placesIn(text: string): TemplatePlace[] {
  return [...text.matchAll(PLACE)].map(({ 0: all, 1: name = '', 2: filter, index }) => ({
    name,
    ...(filter !== undefined && { filter }),
    start: index,
    end: index + all.length,
  }));
}

/**
 * Replaces the variables in a text. A value that is not a text is written as JSON.
 * @throws UnknownVariableError
 */
export function fillText(text: string, values: PlaceholderValues): string {
  return text.replace(PLACE, (_, name: string, filter?: string) => {
    const value = knownValue(name, values);
    return filtered(value, filter as Filter | undefined);
  });
}

/**
 * Replaces the variables in JSON, also in keys. A text that consists of one variable becomes its value, which may be a
 * number or an object.
 * @throws UnknownVariableError
 */
export function fillJson(json: Json, values: PlaceholderValues): Json {
  if (typeof json === 'string') {
    const [place] = placesIn(json);
    const isOne = place?.start === 0 && place.end === json.length && place.filter === undefined;
    return isOne ? knownValue(place.name, values) : fillText(json, values);
  }
  if (Array.isArray(json)) return json.map((each: Json) => fillJson(each, values));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [fillText(key, values), fillJson(value as Json, values)]),
  );
}

function knownValue(name: string, values: PlaceholderValues): Json {
  const value = values(name);
  if (value === undefined) throw new UnknownVariableError(name);
  return value;
}

/** A value as a text, written by a filter. */
export function filtered(value: Json, filter?: Filter): string {
  if (filter === 'json') return JSON.stringify(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (filter === 'url') return urlEncoded(text);
  if (filter === 'inJson') return JSON.stringify(text).slice(1, -1);
  if (filter === 'base64')
    return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
  return text;
}
