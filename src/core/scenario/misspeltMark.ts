import { editDistance } from '../base/nearestWord';
import { withoutBom } from '../json/byteOrderMark';
import { readJson } from '../json/jsonText';
import { isScenario, schemaNameIn } from './isScenario';

/** A name that a member has in place of another. */
export interface MisspeltMark {
  readonly name: string;
  readonly meant: string;
}

/** Other tools have words such as `actions`, which are not far from ours. */
const MOST_SLIPS = 1;
const KINDS = { steps: 'array', actors: 'object', server: 'object' } as const;

/**
 * The one misspelt name for which a scenario of ours is none: of `steps`, and of `actors` or `server`, one is there, and in place
 * of the other there is a name with one typing error, whose value is of the same kind. Undefined where the text is a scenario, or
 * names another tool's schema.
 */
export function misspeltMark(text: string): MisspeltMark | undefined {
  if (isScenario(text) || schemaNameIn(text) !== undefined) return undefined;
  const { root } = readJson(withoutBom(text));
  const members = root?.members;
  if (!members) return undefined;
  for (const meant of members.has('steps') ? (['actors', 'server'] as const) : (['steps'] as const)) {
    if (meant === 'steps' && !members.has('actors') && !members.has('server')) return undefined;
    for (const [name, { kind }] of members) {
      if (kind === KINDS[meant] && isNear(name, meant)) return { name, meant };
    }
  }
  return undefined;
}

function isNear(name: string, meant: string): boolean {
  const given = name.trim().toLowerCase();
  // The distance to a long name takes time, and few mistype the first letter: "factors" is another word.
  if (given[0] !== meant[0] || given.length > meant.length + MOST_SLIPS) return false;
  return editDistance(given, meant) <= MOST_SLIPS;
}
