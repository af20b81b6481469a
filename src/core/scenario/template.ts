import { urlEncoded } from '../base/urlText';
import type { Json } from '../json/json';
import { isTooDeep, JSON_DEPTH } from '../json/jsonDepth';

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

/** The longest that a text, or all of a JSON value, may become when its variables are filled in. */
export const FILLED_LIMIT = { characters: 16_000_000, name: 'FILLED_LIMIT' } as const;

/** With its variables filled in, something becomes too large, as when each of many variables names the one before twice. */
export class FilledLimitError extends Error {
  constructor() {
    const { characters, name } = FILLED_LIMIT;
    super(
      `With its variables filled in, this is longer than ${characters} (${name}), or nested deeper than ${JSON_DEPTH.levels} (${JSON_DEPTH.name}); repeat less.`,
    );
    this.name = 'FilledLimitError';
  }
}

/** How much may still become of what is filled in together. */
export class FillRoom {
  private left: number = FILLED_LIMIT.characters;

  /** @throws FilledLimitError */
  take(characters: number): void {
    this.left -= characters;
    if (this.left < 0) throw new FilledLimitError();
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
 * @throws UnknownVariableError, FilledLimitError
 */
export function fillText(text: string, values: PlaceholderValues): string {
  return new Filling(values, new FillRoom()).text(text);
}

/**
 * Replaces the variables in JSON, also in keys. A text that consists of one variable becomes its value, which may be a
 * number or an object.
 * @param room of all that is filled in together with it
 * @throws UnknownVariableError, FilledLimitError
 */
export function fillJson(json: Json, values: PlaceholderValues, room = new FillRoom()): Json {
  return new Filling(values, room).json(json);
}

class Filling {
  constructor(
    private readonly values: PlaceholderValues,
    private readonly room: FillRoom,
  ) {}

  text(text: string): string {
    this.room.take(text.length);
    return text.replace(PLACE, (_, name: string, filter?: string) => {
      const filled = filtered(this.known(name), filter as Filter | undefined);
      this.room.take(filled.length);
      return filled;
    });
  }

  json(json: Json): Json {
    this.room.take(1);
    if (typeof json === 'string') {
      const [place] = placesIn(json);
      const isOne = place?.start === 0 && place.end === json.length && place.filter === undefined;
      return isOne ? this.whole(place.name) : this.text(json);
    }
    if (Array.isArray(json)) return json.map((each: Json) => this.json(each));
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [this.text(key), this.json(value as Json)]));
  }

  /** A value takes as much room as its parts, however often it has the same one, because all are written in the end. */
  private whole(name: string): Json {
    const value = this.known(name);
    const rest: Json[] = [value];
    for (let each = rest.pop(); each !== undefined; each = rest.pop()) {
      this.room.take(typeof each === 'string' ? each.length + 1 : 1);
      if (typeof each !== 'object' || each === null) continue;
      for (const [key, member] of Object.entries(each)) {
        this.room.take(key.length);
        rest.push(member as Json);
      }
    }
    return value;
  }

  private known(name: string): Json {
    const value = this.values(name);
    if (value === undefined) throw new UnknownVariableError(name);
    // An answer may have been so deep. Writing it as JSON would end with an exception of another kind.
    if (isTooDeep(value)) throw new FilledLimitError();
    return value;
  }
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
