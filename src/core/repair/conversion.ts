import type { JsonValue } from '../edit/jsonValue';

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const WHOLE = /^-?(0|[1-9]\d*)$/;

/**
 * Converts a value to one of the wanted JSON schema types without losing anything: a number or word to text, as it is
 * `written`; a text to the number or word that it spells; a list to its only item. Undefined when that is not possible.
 */
export function converted(value: unknown, written: string, wanted: readonly string[]): JsonValue | undefined {
  if (Array.isArray(value)) return value.length === 1 ? itemOf(value[0], wanted) : undefined;
  const spelt = typeof value === 'string' ? value.trim() : written;
  if (wanted.includes('boolean')) {
    if (/^(true|1)$/i.test(spelt)) return true;
    if (/^(false|0)$/i.test(spelt)) return false;
  }
  if (wanted.includes('integer') && WHOLE.test(spelt) && Number.isSafeInteger(Number(spelt))) return Number(spelt);
  if (wanted.includes('number') && NUMBER.test(spelt) && String(Number(spelt)) === spelt) return Number(spelt);
  if (wanted.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) return written;
  return undefined;
}

function itemOf(item: unknown, wanted: readonly string[]): JsonValue | undefined {
  return wanted.includes('string') && typeof item === 'string' ? item : undefined;
}
