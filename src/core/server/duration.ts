const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** A hundred years in milliseconds. A sum of a date and a much longer time is no valid date. */
const LONGEST = 36_500 * 86_400_000;

/** Hours, minutes and seconds, as clocks show them. */
const CLOCK = /^(\d+):([0-5]\d):([0-5]\d)$/;

/**
 * Parses a length of time such as `90`, `90s`, `5 min`, `1h 30m`, `1:30:00` or `2d`. A number alone means seconds.
 * @returns milliseconds; undefined if the text is no length of time, or longer than a hundred years
 */
export function parseDuration(text: string): number | undefined {
  const compact = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(compact)) return within(Number(compact) * 1000);
  const clock = CLOCK.exec(compact);
  if (clock) {
    const [hours = 0, minutes = 0, seconds = 0] = clock.slice(1).map(Number);
    return within(((hours * 60 + minutes) * 60 + seconds) * 1000);
  }
  if (!/^(\d+(\.\d+)?\s*(ms|s|min|m|h|d)\s*)+$/.test(compact)) return undefined;
  let sum = 0;
  for (const [, number, unit] of compact.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)/g)) {
    sum += Number(number) * (UNITS[String(unit)] ?? 0);
  }
  return within(sum);
}

/** Why a text is no length of time, as far as that can be told. */
export type DurationFault = { readonly kind: 'form' | 'long' } | { readonly kind: 'unit'; readonly unit: string };

/** What is wrong with a text that is to be a length of time; undefined if nothing is. */
export function durationFault(text: string): DurationFault | undefined {
  if (parseDuration(text) !== undefined) return undefined;
  const compact = text.trim().toLowerCase();
  const isSum = /^(\d+(\.\d+)?\s*\p{L}+\s*)+$/u.test(compact);
  const unit = isSum ? compact.match(/\p{L}+/gu)?.find((each) => !Object.hasOwn(UNITS, each)) : undefined;
  if (unit !== undefined) return { kind: 'unit', unit };
  return { kind: isSum || /^\d+(\.\d+)?$/.test(compact) || CLOCK.test(compact) ? 'long' : 'form' };
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

function within(ms: number): number | undefined {
  return ms <= LONGEST ? Math.round(ms) : undefined;
}
