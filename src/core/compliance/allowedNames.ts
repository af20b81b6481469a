import { nearestName } from '../base/nearestName';
import { editDistance } from '../base/nearestWord';

/** What may stand in the place of a name or a value that may not. */
export interface AllowedNames {
  /** The one that may be meant. */
  readonly meant: string | undefined;
  /** All of them. If they are many, the nearest ones. */
  readonly names: readonly string[];
  /** How many others there are. */
  readonly others: number;
}

/** How many characters a list of all may have. A finding shows no longer part than `MOST_REPEATED`. */
const LONGEST_LIST = 160;
/** How many those may have that are nearest, of a list that would be longer. */
const LONGEST_PART = 80;
/** What stands around each name in a list: quotes, a comma and a blank. */
const AROUND = 4;
/** The distance to more names than this, or of a longer name, would take time. */
const MOST_COMPARED = { names: 100, characters: 40 } as const;

/** The names of the members that a part of a schema has, without the one that is for editors. */
export function memberNames({
  properties = {},
}: {
  readonly properties?: Readonly<Record<string, unknown>>;
}): string[] {
  return Object.keys(properties).filter((name) => name !== '$schema');
}

/**
 * Which names may be there instead of one that may not. All messages about JSON that somebody wrote take them from here.
 * @param unknown the name that may not be there. Without it, those come first that are first in the schema.
 */
export function allowedNames(all: readonly string[], unknown?: string): AllowedNames {
  const meant = unknown === undefined ? undefined : nearestName(unknown, all);
  if (lengthOf(all) <= LONGEST_LIST) return { meant, names: all, others: 0 };
  const sorted = unknown === undefined || all.length > MOST_COMPARED.names ? all : nearestFirst(all, unknown);
  const ordered = meant === undefined ? sorted : [meant, ...sorted.filter((name) => name !== meant)];
  let count = 1;
  while (lengthOf(ordered.slice(0, count + 1)) <= LONGEST_PART) count++;
  return { meant, names: ordered.slice(0, count), others: all.length - count };
}

interface PartError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly parentSchema?: Parameters<typeof memberNames>[0];
}

/**
 * Several parts of a schema may refuse one value for its type. Of these errors, this is the one whose part has the
 * members.
 */
export function typeErrorWithMembers<E extends PartError>(error: E, all: readonly E[]): E {
  if (error.parentSchema === undefined || memberNames(error.parentSchema).length > 0) return error;
  const same = ({ keyword, instancePath }: E) => keyword === 'type' && instancePath === error.instancePath;
  return all.find((each) => same(each) && memberNames(each.parentSchema ?? {}).length > 0) ?? error;
}

function lengthOf(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + name.length + AROUND, 0);
}

/** Equally near names stay in their order. */
function nearestFirst(all: readonly string[], unknown: string): readonly string[] {
  const compared = (name: string) => name.slice(0, MOST_COMPARED.characters).toLowerCase();
  const given = compared(unknown);
  const distances = new Map(all.map((name) => [name, editDistance(given, compared(name))]));
  return [...all].sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
}
