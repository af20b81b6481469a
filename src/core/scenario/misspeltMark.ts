import { editDistance } from '../base/nearestWord';
import { withoutBom } from '../json/byteOrderMark';
import { type JsonNode, readJson } from '../json/jsonText';
import {
  isOurSchema,
  isScenario,
  SCENARIO_SCHEMA_FILE,
  SCENARIO_SCHEMA_OWNER,
  schemaAddress,
  topMembers,
} from './isScenario';

/** A name that stands in place of another: of a member, or in the address of the schema. */
export interface MisspeltMark {
  readonly name: string;
  readonly meant: string;
}

type Mark = keyof typeof KINDS;
type Members = ReadonlyMap<string, JsonNode>;

/** Whose a value is by what is in it: a scenario's, another program's, or anybody's, such as an empty list. */
type Owner = 'ours' | 'others' | 'anybody';

const KINDS = { steps: 'array', actors: 'object', server: 'object' } as const;
const MOST_SLIPS = 2;
/** The names that the schema has for the whole, for an actor and for a step. */
export const SCENARIO_NAMES = {
  whole: ['$schema', 'name', 'description', 'server', 'actors', 'variables', 'steps'],
  actor: ['role', 'clockOffsetMs', 'headers', 'device'],
  step: [
    ...['title', 'from', 'to', 'over', 'request', 'device', 'note'],
    ...['clock', 'fault', 'event', 'include', 'take', 'expect'],
  ],
} as const satisfies Record<string, readonly string[]>;
/** So many values say whose a list is. Each of a long one would take time. */
const MOST_JUDGED = 50;

/**
 * A misspelt name for which a scenario of ours is none. Its `$schema`, or a name in the address there, is misspelt; or `steps`, or both
 * `actors` and `server`, are not there, and in place of one there is a near name, whose value is of the same kind. Words of other
 * programs are as near, such as `actions`, so that what else is in the file decides: actors have a role, and steps have names of ours.
 * Undefined where the text is a scenario, or names another tool's schema.
 */
export function misspeltMark(text: string): MisspeltMark | undefined {
  if (isScenario(text)) return undefined;
  const members = readJson(withoutBom(text)).root?.members;
  if (!members) return undefined;
  const steps = marked(members, ['steps']);
  const world = marked(members, ['actors', 'server']);
  const owners = [steps, world].flatMap((each) => (each ? [ownerOf(each)] : []));
  const texts = topMembers(text);
  const named = texts.get('$schema');
  if (named) return isOurs(members, owners) ? misspeltSchema(named) : undefined;
  const schema = misspeltSchemaMember(texts);
  if (schema) return { name: schema, meant: '$schema' };
  if (!steps || !world || !isOurs(members, owners)) return undefined;
  const { name, meant } = steps.name === steps.meant ? world : steps;
  return { name, meant };
}

/** The member that has the address of our schema, and a near name. */
function misspeltSchemaMember(texts: ReadonlyMap<string, string>): string | undefined {
  for (const [name, text] of texts) {
    if (isOurSchema(text) && slipsOf(name, '$schema') !== undefined) return name;
  }
  return undefined;
}

/** The name in the address of a schema for which it is not ours: of the file, or of this product on the web. */
function misspeltSchema(schema: string): MisspeltMark | undefined {
  const { names, isOnWeb } = schemaAddress(schema);
  const file = names.at(-1) ?? '';
  if (slipsOf(withoutEnding(file), withoutEnding(SCENARIO_SCHEMA_FILE)) === undefined) return undefined;
  if (isOnWeb && !names.some((name) => name.startsWith(SCENARIO_SCHEMA_OWNER))) {
    const owner = names.find((name) => slipsOf(name.split('@')[0] ?? '', SCENARIO_SCHEMA_OWNER) !== undefined);
    return owner === undefined ? undefined : { name: owner, meant: SCENARIO_SCHEMA_OWNER };
  }
  return file === SCENARIO_SCHEMA_FILE ? undefined : { name: file, meant: SCENARIO_SCHEMA_FILE };
}

/** The ending of a JSON file may be misspelt, or left out. */
function withoutEnding(file: string): string {
  return file.replace(/\.js\w{0,4}$/i, '');
}

/** The member with one of the names, otherwise the nearest to one. */
function marked(members: Members, marks: readonly Mark[]): (MisspeltMark & { readonly value: JsonNode }) | undefined {
  const found = marks.flatMap((meant) => {
    const value = members.get(meant);
    return value ? [{ name: meant, meant, value }] : [];
  });
  if (found[0]) return found[0];
  const near = marks.flatMap((meant) =>
    [...members].flatMap(([name, value]) => {
      const slips = value.kind === KINDS[meant] ? slipsOf(name, meant) : undefined;
      return slips === undefined || SCENARIO_NAMES.whole.some((each) => each === name)
        ? []
        : [{ name, meant, value, slips }];
    }),
  );
  return near.sort((a, b) => a.slips - b.slips)[0];
}

function isOurs(members: Members, owners: readonly Owner[]): boolean {
  if (owners.includes('others')) return false;
  if (owners.includes('ours')) return true;
  // Of an empty scenario only its names are there.
  return (
    members.get('name')?.kind === 'string' && [...members.keys()].every((name) => isOneOf(SCENARIO_NAMES.whole, name))
  );
}

function ownerOf({ meant, value }: { readonly meant: string; readonly value: JsonNode }): Owner {
  if (meant === 'server') return 'anybody';
  const parts = [...(value.items ?? value.members?.values() ?? [])].slice(0, MOST_JUDGED);
  if (parts.length === 0) return 'anybody';
  const names: readonly string[] = SCENARIO_NAMES[meant === 'steps' ? 'step' : 'actor'];
  const own = parts.filter(({ members }) => {
    const known = [...(members?.keys() ?? [])].filter((name) => isOneOf(names, name));
    // Steps of other programs have a title, too.
    return members && known.length > members.size / 2;
  });
  return own.length * 2 >= parts.length ? 'ours' : 'others';
}

function isOneOf(names: readonly string[], given: string): boolean {
  return names.some((name) => slipsOf(given, name) !== undefined);
}

/** How many typing errors make a name of another. Undefined where it is another word: `to` and `no` have one letter in common. */
function slipsOf(given: string, meant: string): number | undefined {
  const name = given.trim().toLowerCase();
  // The distance to a long name takes time.
  if (Math.abs(name.length - meant.length) > MOST_SLIPS) return undefined;
  const slips = editDistance(name, meant.toLowerCase());
  return slips <= MOST_SLIPS && slips < meant.length / 2 ? slips : undefined;
}
