import type { Json } from '../json/json';
import { JsonEquality } from '../scenario/jsonEquality';
import { isRecord } from '../session/sessionFields';

/** Options of a server, as a scenario has them. */
type Options = { readonly [option: string]: Json };

/** What an option is that is not given, by its names from the outermost. Undefined where that is not known. */
export type DefaultOf = (option: readonly string[]) => Json | undefined;

/**
 * The options of a scenario's server with what the systems of some steps need, which were sent to another server. Of a
 * system that the scenario has, only what is not as it is by itself is put in.
 * @param systems by name; what is none of them changes nothing
 * @returns the name of an option that the two servers have differently, if there is one
 */
export function grownServer(
  server: Options | undefined,
  running: Options | undefined,
  systems: ReadonlySet<string>,
  defaultOf: DefaultOf,
): Options | undefined | string {
  let grown = server;
  for (const name of systems) {
    if (!running || !Object.hasOwn(running, name)) continue;
    const [now, needed] = [server?.[name], running[name] as Json];
    if (now === undefined) {
      grown = { ...grown, [name]: needed };
      continue;
    }
    const [here, there] = [optionsIn(now), optionsIn(needed)];
    if (!here || !there) {
      if (!isSame(now, needed)) return name;
      continue;
    }
    const other = Object.entries(here).find(([key, value]) => {
      const sentTo = there[key] ?? defaultOf([name, key]);
      return sentTo !== undefined && !isSame(value, sentTo);
    })?.[0];
    if (other !== undefined) return `${name}.${other}`;
    const lacking = Object.entries(there).filter(
      ([key, value]) => here[key] === undefined && !isByItself(value, [name, key], defaultOf),
    );
    if (lacking.length > 0) grown = { ...grown, [name]: { ...here, ...Object.fromEntries(lacking) } };
  }
  return grown;
}

/** The options of a system: `true` stands for none. Undefined if it has another form. */
function optionsIn(system: Json): Options | undefined {
  if (system === true) return {};
  return isRecord(system) ? (system as Options) : undefined;
}

/** Whether an option, or each member of it, is as it would be without it. */
function isByItself(value: Json, option: readonly string[], defaultOf: DefaultOf): boolean {
  const preset = defaultOf(option);
  if (preset !== undefined) return isSame(value, preset);
  if (!isRecord(value)) return false;
  const members = Object.entries(value as Options);
  return members.length > 0 && members.every(([name, each]) => isByItself(each, [...option, name], defaultOf));
}

function isSame(one: Json, other: Json): boolean {
  return new JsonEquality().equal(one, other);
}
