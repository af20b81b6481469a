import { type Phrase, phrase } from '../compliance/phrase';
import { parseJson } from '../json/parseJson';
import { pointerOf } from '../json/pointer';
import type { BodySchema, RouteRequest } from '../system/routeRequest';

/**
 * What is wrong with the body of a request. It can be sent all the same, as a server has to answer wrong ones, too.
 * @returns undefined when nothing is, or when nothing is known of the body
 */
export function bodyProblem(text: string, body: RouteRequest['body']): Phrase | undefined {
  if (body?.kind !== 'json' || text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    return phrase('The body is not JSON: {0}', (error as Error).message);
  }
  return problemAt(value, body.schema, []);
}

function problemAt(value: unknown, schema: BodySchema, path: readonly string[]): Phrase | undefined {
  const place = path.length === 0 ? '/' : pointerOf(path);
  if (typeOf(value) !== schema.type) return phrase('{0} has to be of this type: {1}', place, schema.type);
  const { enum: allowed, required = [], properties = {}, items } = schema;
  if (allowed && !allowed.some((each) => each === value))
    return phrase('{0} has to be one of these: {1}', place, allowed.map(String).join(', '));
  if (Array.isArray(value)) return items && firstProblem(value.entries(), () => items, path);
  if (schema.type !== 'object') return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  const missing = required.find((name) => !Object.hasOwn(members, name));
  if (missing !== undefined) return phrase('“{0}” is missing in {1}.', missing, place);
  return firstProblem(
    Object.entries(members),
    (name) => (Object.hasOwn(properties, name) ? properties[name] : undefined),
    path,
  );
}

function firstProblem(
  members: Iterable<readonly [string | number, unknown]>,
  schemaOf: (name: string) => BodySchema | undefined,
  path: readonly string[],
): Phrase | undefined {
  for (const [key, member] of members) {
    const name = String(key);
    const schema = schemaOf(name);
    const problem = schema && problemAt(member, schema, [...path, name]);
    if (problem) return problem;
  }
  return undefined;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}
