import { type JsonNode, readJson } from '../json/jsonText';
import { parseJson } from '../json/parseJson';

/** A place in a scenario file that has the name of an actor, with its quotes. */
export interface ActorPlace {
  readonly name: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** Whether the actor is declared there. */
  readonly isDeclared: boolean;
}

/** Members of a step that name an actor, as keys with `/` between them. */
const OF_STEP =
  /^(?:from|to|over\/\d+|request\/as|expect\/device\/of|event\/(?:clearCookies|writeCookie|closeBrowser)\/actor)$/;

/** Whether a member of a step names an actor. */
export function namesActor(path: readonly (string | number)[]): boolean {
  return OF_STEP.test(path.join('/'));
}

/** All places that have the name of an actor. None in a text that is not well-formed. */
export function actorPlaces(text: string): ActorPlace[] {
  const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const body = text.slice(shift);
  const { root, stop } = readJson(body);
  if (stop || !root) return [];
  const placeOf = (
    { start, end }: { readonly start: number; readonly end: number },
    isDeclared: boolean,
  ): ActorPlace => ({
    name: parseJson(body.slice(start, end)) as string,
    start: start + shift,
    end: end + shift,
    isDeclared,
  });
  const declared = [...(root.members?.get('actors')?.members?.values() ?? [])].flatMap(({ key }) =>
    key ? [placeOf(key, true)] : [],
  );
  const used: ActorPlace[] = [];
  const look = (node: JsonNode, path: readonly string[]): void => {
    if (node.kind === 'string' && namesActor(path)) used.push(placeOf(node, false));
    // Nothing that is deeper names an actor.
    if (path.length > 3) return;
    for (const [key, each] of node.members ?? []) look(each, [...path, key]);
    for (const [at, each] of node.items?.entries() ?? []) look(each, [...path, String(at)]);
  };
  for (const step of root.members?.get('steps')?.items ?? []) look(step, []);
  return [...declared, ...used].sort((a, b) => a.start - b.start);
}
