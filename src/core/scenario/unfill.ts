import { changedTexts } from '../json/changedTexts';
import type { Json } from '../json/json';
import { filtered, placesIn } from './template';
import { readingsOf, type TextRange } from './textReadings';
import { isWholeValue } from './wholeValue';

/** A value and the name of the variable that replaces it, wherever it stands or only where it is a whole value. */
export type Named = readonly [name: string, value: string, isWhole?: boolean];

/** Makes a variable for a value in a spelling that no filter writes. Answers with the name of the variable. */
export type NameSpelling = (name: string, spelling: string) => string;

/** Replaces values in a text with variables, also where they are URL-encoded or in JSON. This is the reverse of `fillText`. */
export function unfillText(text: string, named: readonly Named[]): string {
  return replaced(text, named);
}

/** The same for every text in a JSON value. Keys stay. */
export function unfillJson<T extends Json>(json: T, named: readonly Named[]): T {
  return changedTexts(json, (text) => replaced(text, named));
}

/**
 * Replaces secrets in every text of a JSON value, in whatever spelling they stand there. A text then means the same, but
 * it may be spelled as the filter spells it: `%20` for `+`.
 */
export function unfillSecrets<T extends Json>(json: T, secrets: readonly Named[], nameSpelling: NameSpelling): T {
  return changedTexts(json, (text) => replaced(text, secrets, nameSpelling));
}

/** @param nameSpelling absent if every place has to be filled with exactly what stands there */
function replaced(text: string, named: readonly Named[], nameSpelling?: NameSpelling): string {
  const sorted = [...named].filter(([, value]) => value !== '').sort(([, a], [, b]) => b.length - a.length);
  const readings = readingsOf(text);
  // Brackets that were typed are no place of a variable, whatever is between them.
  const old = nameSpelling ? placesIn(text).filter(({ name }) => /^[\w.]+$/.test(name)) : [];
  const places: { readonly range: TextRange; readonly place: string }[] = [];
  for (const [name, value, isWhole] of sorted) {
    for (const reading of readings) {
      const { filter } = reading;
      for (const range of reading.rangesOf(value, isWhole ? isWholeValue : undefined)) {
        const [start, end] = range;
        // Nothing is replaced inside the name of a variable.
        if (places.some(({ range: [from, to] }) => start < to && from < end)) continue;
        if (old.some((each) => start < each.end && each.start < end && !(start <= each.start && each.end <= end)))
          continue;
        const stands = text.slice(start, end);
        const isExact = filter === 'plain' || (filter !== undefined && filtered(value, filter) === stands);
        if (!isExact && !nameSpelling) continue;
        const suffix = filter === 'plain' || filter === undefined ? '' : `|${filter}`;
        const variable = filter === undefined && nameSpelling ? nameSpelling(name, stands) : name;
        places.push({ range, place: `{{${variable}${suffix}}}` });
      }
    }
  }
  places.sort((one, other) => one.range[0] - other.range[0]);
  let [all, from] = ['', 0];
  for (const { range, place } of places) {
    all += text.slice(from, range[0]) + place;
    from = range[1];
  }
  return all + text.slice(from);
}
