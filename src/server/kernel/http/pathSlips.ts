import { editDistance } from '../../../core/base/nearestWord';

/** Which part of a path may be wrong. One with more slips is another path. */
const MOST_SLIPS = 0.25;

/**
 * How many letters a path differs by from that of a route, whose parameters stand for any text. Undefined if the two are
 * not near each other, and the route is not below the path.
 */
export function slipsBetween(given: string, route: string): number | undefined {
  const [parts, known] = [partsOf(given), partsOf(route)];
  if (parts.length !== known.length) {
    return isBelow(route, given) ? editDistance(given, route) : undefined;
  }
  const fixed = known.map((part, at) => (isParameter(part) ? '' : (parts[at] ?? '')));
  const wanted = known.map((part) => (isParameter(part) ? '' : part));
  const slips = editDistance(fixed.join('/'), wanted.join('/'));
  const shorter = Math.min(fixed.join('').length, wanted.join('').length);
  return slips <= shorter * MOST_SLIPS ? slips : undefined;
}

function partsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/');
}

function isBelow(path: string, above: string): boolean {
  const folder = above.replace(/\/$/, '');
  return folder !== '' && path.startsWith(`${folder}/`);
}

/** `::` at the beginning is how the router has a `:` that begins no parameter. */
export function isParameter(part: string): boolean {
  return /^:(?!:)/.test(part);
}
