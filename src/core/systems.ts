import type { Json } from './json/json';
import type { ServerState } from './protocol/state';
import type { SystemName } from './protocol/systemStates';
import type { SystemEvents } from './scenario/systemEvent';
import type { SystemExpectations } from './scenario/systemExpectation';
import type { AnySlice } from './server/systemSlice';
import type { SystemPart } from './system/systemPart';
import { MENDIX_PART } from './systems/mendix/mendixPart';
import { MOBILE_PART } from './systems/mobile/mobilePart';
import { PLATFORM_PART } from './systems/platform/platformPart';
import { TOKENS_PART } from './systems/tokens/tokensPart';
import { WEB_PART } from './systems/web/webPart';

// These imports extend the types of the state and of the scenario language, wherever this list is used.
import './systems/mendix/mendixPart';
import './systems/mobile/mobilePart';
import './systems/tokens/tokensPart';
import './systems/web/webPart';

const PARTS = [WEB_PART, MOBILE_PART, MENDIX_PART, TOKENS_PART, PLATFORM_PART] as const;

/** All emulated systems, in the order in which the flow page shows them. A new system is added here, and nowhere else in this room. */
export const SYSTEM_PARTS: readonly SystemPart[] = PARTS;

/** How the part of each system in the server's state changes. The flow page reads the times of its countdowns from them. */
export const SLICES: readonly AnySlice[] = SYSTEM_PARTS.flatMap(({ slice }) => slice ?? []);

/** The expectations that systems add. `scenario.schema.json` beside each system says what a scenario file may say of them. */
export const EXPECTATIONS: SystemExpectations = joined(
  SYSTEM_PARTS.map(({ expectations }) => expectations),
) as Member<'expectations'>;

/** What the devices of apps can do. One system has them. */
export const DEVICE = SYSTEM_PARTS.find(({ device }) => device)?.device;

/** The names of secrets that the options of a server choose, whatever the system. */
export function secretNames(server: { readonly [option: string]: Json }): readonly string[] {
  return SYSTEM_PARTS.flatMap((part) => part.secretNames?.(server) ?? []);
}

/** The paths of logins that the options of a server choose, whatever the system. */
export function loginPaths(server: { readonly [option: string]: Json }): readonly string[] {
  return SYSTEM_PARTS.flatMap((part) => part.logins?.(server) ?? []);
}

/** What the options of a server choose of its secrets, for a flow. */
export function chosenSecrets(server: { readonly [option: string]: Json }): {
  readonly secretNames: readonly string[];
  readonly logins: readonly string[];
} {
  return { secretNames: secretNames(server), logins: loginPaths(server) };
}

/** The routes of a server with these options, those of the systems that it has options for first. */
export function routesOf(server: { readonly [option: string]: Json }): readonly string[] {
  const isMeant = ({ name }: SystemPart) => Object.hasOwn(server, name);
  const parts = [...SYSTEM_PARTS.filter(isMeant), ...SYSTEM_PARTS.filter((part) => !isMeant(part))];
  return parts.flatMap((part) => part.routes?.(server) ?? []);
}

/** What the state of a running server tells of its options. */
export function toldOptions(systems: ServerState['systems']): { readonly [option: string]: Json } {
  return Object.assign({}, ...SYSTEM_PARTS.map((part) => part.toldOptions?.(systems) ?? {})) as Record<string, Json>;
}

/** The events that systems add, described in the same files. */
export const EVENTS: SystemEvents = joined(SYSTEM_PARTS.map(({ events }) => events)) as Member<'events'>;

/** The systems that declare a slice and are not in the list. */
type Unlisted = Exclude<SystemName, Extract<(typeof PARTS)[number], { readonly slice: unknown }>['slice']['name']>;

// The compiler refuses the list when a slice that a system declares is not in it. The two lists above do it for events and expectations.
true satisfies [Unlisted] extends [never] ? true : Unlisted;

/** All that the listed systems have in one of their members. */
type Member<K extends keyof SystemPart> = All<Extract<(typeof PARTS)[number], { readonly [M in K]: unknown }>[K]>;

/** Turns `A | B` into `A & B`: TypeScript infers an intersection where a parameter is compared. */
type All<T> = (T extends unknown ? (value: T) => void : never) extends (value: infer A) => void ? A : never;

function joined(members: readonly (object | undefined)[]): unknown {
  return Object.assign({}, ...members);
}
