import type { Json } from '../json/json';
import { isRecord } from '../session/sessionFields';
import { namesActor } from './actorPlaces';
import { deviceNamesAt } from './deviceNames';
import type { SystemDevice } from './systemDevice';

/** A text that can stand at a place in a scenario file. */
export interface ScenarioWord {
  readonly word: string;
  /** What it means. */
  readonly about?: string;
}

/** Where the words come from that the schema does not have. */
export interface WordSources {
  readonly device?: SystemDevice | undefined;
  /** The routes that a server with these options has. */
  readonly routes: (server: { readonly [option: string]: Json }) => readonly string[];
}

type Path = readonly (string | number)[];

/** Events that happen to the browser of an actor. */
const OF_ACTOR = /^event\/(?:clearCookies|writeCookie|closeBrowser)\/actor$/;

/**
 * The texts that can stand at a place in a scenario file, in an order for people. None where any text can.
 * @param scenario what can be read of the file, which may be unfinished
 * @param path the keys and indexes that lead to the place
 */
export function scenarioWordsAt(
  scenario: unknown,
  path: Path,
  { device, routes }: WordSources,
): readonly ScenarioWord[] {
  const { actors, server, steps } = recordOf(scenario);
  const [first, at, ...below] = path;
  if (first !== 'steps' || typeof at !== 'number') return [];
  const where = below.join('/');
  const [member, second, ...rest] = below;
  if (member === 'expect' && second === 'device' && where !== 'expect/device/of') {
    const names = device && deviceNamesAt(device, rest);
    return Object.entries(names ?? {}).map(([word, about]) => ({ word, about }));
  }
  const step = recordOf(Array.isArray(steps) ? steps[at] : undefined);
  if (where === 'expect/device/of' || (where === 'from' && step.device !== undefined)) {
    return actorWords(actors, (actor) => actor.device !== undefined);
  }
  if (OF_ACTOR.test(where)) return actorWords(actors, ({ role }) => role === 'browser');
  if (namesActor(below)) return actorWords(actors, () => true);
  if (where !== 'fault/add/scope/route') return [];
  return routes(recordOf(server) as { readonly [option: string]: Json }).map((word) => ({ word }));
}

/** The actors of a file, whatever else is wrong with it. */
function actorWords(actors: unknown, wants: (actor: Readonly<Record<string, unknown>>) => boolean): ScenarioWord[] {
  return Object.entries(recordOf(actors)).flatMap(([word, actor]) => {
    const members = recordOf(actor);
    if (!wants(members)) return [];
    const { role } = members;
    return typeof role === 'string' ? { word, about: role } : { word };
  });
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
