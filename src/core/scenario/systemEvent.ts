import type { Json } from '../json/json';
import type { ShownState } from './runEvents';
import type { ClockSource } from './scenarioSource';

/**
 * What can happen to an emulated system without a client, by the name that a scenario gives it; each system adds its own
 * with `declare module`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled where each system is declared
export interface SystemEventSources {}

/** An event of a system in a scenario: one member, named as the event. */
export type SystemEventSource = {
  readonly [K in keyof SystemEventSources]: { readonly [M in K]: SystemEventSources[M] };
}[keyof SystemEventSources];

/** One thing that an event does. */
export type EventAction =
  /** A call of the control API. `path` is the part after `/_workbench/v1`. */
  | { readonly control: { readonly method: string; readonly path: string; readonly json?: Json } }
  /** A move of the virtual clock. */
  | { readonly clock: ClockSource }
  /** Sets values in a file of the MobileApps folder, by JSON Pointer. */
  | { readonly editFile: { readonly file: string; readonly set: Readonly<Record<string, Json>> } };

/** Why an event cannot happen, as one sentence. */
export interface EventProblem {
  readonly problem: string;
}

/**
 * Says what an event does, one after the other. The answer to the last action is the answer of the event. It is pure.
 * @param source the member, its variables filled in
 * @param state of the server, just before the event
 */
export type SystemEvent<M extends keyof SystemEventSources = keyof SystemEventSources> = (
  source: SystemEventSources[M],
  state: ShownState,
) => readonly EventAction[] | EventProblem;

/** The events of systems by their names. */
export type SystemEvents<M extends keyof SystemEventSources = keyof SystemEventSources> = {
  readonly [K in M]: SystemEvent<K>;
};
