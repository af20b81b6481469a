const DAY_MS = 86_400_000;
/** Weeks, days, hours, minutes and seconds of ISO 8601. A year or a month is no fixed time. */
const ISO_MS = [7 * DAY_MS, DAY_MS, 3_600_000, 60_000, 1000];
/** Of the last part alone there may be a fraction. */
const ISO =
  /^\+?P(?=[\dT])(?!.*[.,]\d+[A-Z].*\d)(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?=\d)(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/i;

const HOCON = /^\+?((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*([a-z]*)$/;
const HOCON_MS: readonly (readonly [unit: RegExp, ms: number])[] = [
  [/^(?:ns|nano(?:s|seconds?)?)$/, 1e-6],
  [/^(?:us|micro(?:s|seconds?)?)$/, 1e-3],
  [/^(?:ms|milli(?:s|seconds?)?)?$/, 1],
  [/^(?:s|seconds?)$/, 1000],
  [/^(?:m|minutes?)$/, 60_000],
  [/^(?:h|hours?)$/, 3_600_000],
  [/^(?:d|days?)$/, DAY_MS],
];

/**
 * Reads a duration as Mendix takes it: milliseconds, or a text as ISO 8601 (`PT10M`) or HOCON (`10 minutes`) has it.
 * @returns whole milliseconds; undefined if the text is no duration
 */
export function durationMs(value: number | string): number | undefined {
  if (typeof value === 'number') return value;
  const text = value.trim();
  const [, ...parts] = ISO.exec(text) ?? [];
  if (parts.length > 0) {
    const ms = ISO_MS.map((each, at) => Number((parts[at] ?? '0').replace(',', '.')) * each);
    return Math.round(ms.reduce((sum, each) => sum + each));
  }
  const [, amount, unit = ''] = HOCON.exec(text) ?? [];
  const [, unitMs] = HOCON_MS.find(([name]) => name.test(unit)) ?? [];
  return amount === undefined || unitMs === undefined ? undefined : Math.round(Number(amount) * unitMs);
}
