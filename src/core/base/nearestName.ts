import { nearestWord } from './nearestWord';

/**
 * The name that a misspelt name was meant to be: the nearest one, otherwise the one whose last part is. Mendix has names
 * such as `com.mendix.core.SessionIdCookieName`, of which people keep the last part in mind.
 */
export function nearestName(misspelt: string, names: readonly string[]): string | undefined {
  const whole = nearestWord(misspelt, names);
  if (whole !== undefined) return whole;
  const last = nearestWord(lastPart(misspelt), names.map(lastPart));
  return last === undefined ? undefined : names.find((name) => lastPart(name) === last);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
