import type { Json } from '../json/json';
import { FILTERS, type Filter, filtered } from './template';

/** Whoever looks for a secret reads these back, so a text with them has the secret itself. */
const READ_BACK: Record<Filter, boolean> = { url: true, json: true, inJson: true, base64: false };
const OTHERS = FILTERS.filter((filter) => !READ_BACK[filter]);

/**
 * All that a request can get of a secret value: each text and number in it, and what the filters make of them and of the whole.
 * A number is a text wherever it is sent or shown.
 */
export function filledForms(value: Json): string[] {
  const found = new Set<string>();
  const rest: Json[] = [value];
  for (let each = rest.pop(); each !== undefined; each = rest.pop()) {
    const isPart = typeof each === 'string' || typeof each === 'number';
    if (isPart) found.add(String(each));
    if (isPart || each === value) for (const filter of OTHERS) found.add(filtered(each, filter));
    if (typeof each === 'object' && each !== null) for (const part of Object.values(each)) rest.push(part as Json);
  }
  return [...found];
}
