import { type Phrase, phrase, shortened } from '../compliance/phrase';
import { DURATION_UNITS } from './durationUnits';

const LONGEST_DAYS = 36_500;
/** A hundred years in milliseconds. A sum of a date and a much longer time is no valid date. */
const LONGEST = LONGEST_DAYS * 86_400_000;

/**
 * One number with its unit. A comma with three digits after it may part thousands, so it is no number; and no unit begins as
 * an exponent does, so that each text has one reading only.
 */
const PART = /(\d+(?:\.\d+|,\d{1,2}(?!\d))?(?:e\d+)?)\s*((?!e\d)\p{L}+)?\s*/guy;
/** Hours, minutes and perhaps seconds, as clocks show them, or `1h30` as people in France write. */
const CLOCK = /^(\d+)(?::([0-5]\d)(?::([0-5]\d))?|\s*h\s*([0-5]\d))$/;
/** What may stand between two parts. */
const BETWEEN = /(?<=\p{L})(?:[,、と]\s*|\s+(?:and|et)\s+)(?=\d)/gu;

const LONGEST_SHOWN = 40;

/** Why a text is no length of time, as far as that can be told. */
export type DurationFault = { readonly kind: 'form' | 'long' } | { readonly kind: 'unit'; readonly unit: string };

/**
 * Parses a length of time such as `90`, `90s`, `5 min`, `1h 30m`, `2 hours`, `1:30` (hours and minutes), `1:30:00` or
 * `2d`, or one in the words of another language of the product, such as `30 jours`. A number alone means seconds.
 * @returns milliseconds; undefined if the text is no length of time, or longer than a hundred years
 */
export function parseDuration(text: string): number | undefined {
  const read = readDuration(text);
  return typeof read === 'number' ? read : undefined;
}

/** What is wrong with a text that is to be a length of time; undefined if nothing is. */
export function durationFault(text: string): DurationFault | undefined {
  const read = readDuration(text);
  return typeof read === 'number' ? undefined : read;
}

/** The same in words, with what can be done; undefined if nothing is wrong. */
export function durationFaultPhrase(text: string): Phrase | undefined {
  const fault = durationFault(text);
  switch (fault?.kind) {
    case 'unit':
      return phrase('“{0}” is no unit: w, d, h, m, s and ms are.', shortened(fault.unit, LONGEST_SHOWN));
    case 'long':
      return phrase(
        '“{0}” is longer than a hundred years ({1}d).',
        shortened(text.trim(), LONGEST_SHOWN),
        String(LONGEST_DAYS),
      );
    case 'form':
      return phrase('“{0}” is no length of time, such as 90s, 5 min or 1h 30m.', shortened(text.trim(), LONGEST_SHOWN));
    default:
      return undefined;
  }
}

function readDuration(text: string): number | DurationFault {
  // Full-width digits, as Japanese keyboards write them, are digits.
  const plain = text.normalize('NFKC').trim().toLowerCase().replace(BETWEEN, ' ');
  const clock = CLOCK.exec(plain);
  if (clock) {
    const [, hours, minutes, seconds = 0, frenchMinutes] = clock;
    return within(((Number(hours) * 60 + Number(minutes ?? frenchMinutes)) * 60 + Number(seconds)) * 1000);
  }
  const parts = [...plain.matchAll(PART)];
  const isAlone = parts.length === 1;
  const read = parts.reduce((length, [part]) => length + part.length, 0);
  const isWhole =
    parts.length > 0 && read === plain.length && parts.every(([, , unit]) => isAlone || unit !== undefined);
  if (!isWhole) return { kind: 'form' };
  let sum = 0;
  for (const [, number = '', unit = 's'] of parts) {
    const ms = DURATION_UNITS.get(unit);
    if (ms === undefined) return { kind: 'unit', unit };
    sum += Number(number.replace(',', '.')) * ms;
  }
  return within(sum);
}

function within(ms: number): number | DurationFault {
  return ms <= LONGEST ? Math.round(ms) : { kind: 'long' };
}

/** One part of a length of time, such as 5 minutes. */
export interface DurationPart {
  readonly unit: 'day' | 'hour' | 'minute' | 'second' | 'millisecond';
  readonly value: number;
}

/**
 * The two largest parts of a length of time that are not zero. A time below a second stays in milliseconds.
 * @param ms milliseconds; its sign is ignored
 */
export function durationParts(ms: number): DurationPart[] {
  const whole = Math.round(Math.abs(ms));
  if (whole < 1000) return [{ unit: 'millisecond', value: whole }];
  const parts: DurationPart[] = [
    { unit: 'day', value: Math.floor(whole / 86_400_000) },
    { unit: 'hour', value: Math.floor(whole / 3_600_000) % 24 },
    { unit: 'minute', value: Math.floor(whole / 60_000) % 60 },
    { unit: 'second', value: Math.floor(whole / 1000) % 60 },
  ];
  const first = parts.findIndex(({ value }) => value > 0);
  return parts.slice(first, first + 2).filter(({ value }) => value > 0);
}

/**
 * A length of time as scenarios write it, such as `5 min 1 s`. From a second on it is rounded to seconds.
 * @param ms milliseconds; its sign is ignored
 */
export function writtenDuration(ms: number): string {
  const exact = Math.round(Math.abs(ms));
  if (exact < 1000) return `${exact} ms`;
  const seconds = Math.round(exact / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  return parts.flatMap(([value, unit]) => (value > 0 ? [`${value} ${unit}`] : [])).join(' ');
}
