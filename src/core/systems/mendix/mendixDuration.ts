const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;
const HOCON = /^(\d+)\s*(?:(ms|milli(?:s|seconds?)?)|(s|seconds?)|(m|minutes?)|(h|hours?)|(d|days?))?$/;

/**
 * Reads a duration as Mendix takes it: milliseconds, or a text as ISO 8601 (`PT10M`) or HOCON (`10 minutes`) has it.
 * @returns milliseconds; undefined if the text is no duration
 */
export function durationMs(value: number | string): number | undefined {
  if (typeof value === 'number') return value;
  const iso = ISO.exec(value);
  if (iso && /\d/.test(value) && !value.endsWith('T')) {
    const [, days = 0, hours = 0, minutes = 0, seconds = 0] = iso;
    return Math.round(
      Number(days) * 86_400_000 + Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000,
    );
  }
  const hocon = HOCON.exec(value);
  if (!hocon) return undefined;
  const [, amount = '', , s, m, h, d] = hocon;
  const unit = s ? 's' : m ? 'm' : h ? 'h' : d ? 'd' : 'ms';
  return Number(amount) * (UNITS[unit] ?? 1);
}
