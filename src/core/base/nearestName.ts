import { nearestWord } from './nearestWord';

/**
 * The name that a misspelt name was meant to be: the nearest one, otherwise the one whose last part is. Mendix has names
 * such as `com.mendix.core.SessionIdCookieName`, of which people keep the last part in mind. Otherwise it is the one name
 * that has one word more, such as `HybridAppLoginTimeOut` for `HybridAppTimeOut`.
 */
export function nearestName(misspelt: string, names: readonly string[]): string | undefined {
  const whole = nearestWord(misspelt, names);
  if (whole !== undefined) return whole;
  const last = nearestWord(lastPart(misspelt), names.map(lastPart));
  if (last !== undefined) return names.find((name) => lastPart(name) === last);
  const given = wordsOf(misspelt);
  const longer = names.filter((name) => isOneWordShort(given, wordsOf(name)));
  return given.length > 1 && longer.length === 1 ? longer[0] : undefined;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The words of the last part of a name: `hybrid`, `app`, `time`, `out`. */
function wordsOf(name: string): readonly string[] {
  return lastPart(name)
    .split(/(?=[A-Z])|[_-]/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

function isOneWordShort(given: readonly string[], words: readonly string[]): boolean {
  if (given.length + 1 !== words.length) return false;
  const missing = words.findIndex((word, at) => word !== given[at]);
  return given.slice(missing).every((word, at) => word === words[missing + 1 + at]);
}
