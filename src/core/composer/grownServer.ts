import type { Json } from '../json/json';
import { JsonEquality } from '../scenario/jsonEquality';

/** Options of a server, as a scenario has them. */
type Options = { readonly [option: string]: Json };

/**
 * The options of a scenario's server with what the systems of some steps need, which were sent to another server.
 * @param systems by name; what is none of them changes nothing
 * @returns the name of an option that the two servers have differently, if there is one
 */
export function grownServer(
  server: Options | undefined,
  running: Options | undefined,
  systems: ReadonlySet<string>,
): Options | undefined | string {
  let grown = server;
  for (const name of systems) {
    if (!running || !Object.hasOwn(running, name)) continue;
    const [now, needed] = [server?.[name], running[name] as Json];
    if (now === undefined) {
      grown = { ...grown, [name]: needed };
      continue;
    }
    if (!isOptions(now) || !isOptions(needed)) {
      if (!new JsonEquality().equal(now, needed)) return name;
      continue;
    }
    const other = Object.keys(needed).find(
      (key) => Object.hasOwn(now, key) && !new JsonEquality().equal(now[key], needed[key]),
    );
    if (other !== undefined) return `${name}.${other}`;
    grown = { ...grown, [name]: { ...now, ...needed } };
  }
  return grown;
}

function isOptions(value: Json): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
