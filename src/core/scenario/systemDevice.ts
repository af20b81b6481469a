import type { Json } from '../json/json';
import type { Names } from './deviceNames';
import type { RequestSource } from './scenarioSource';
import type { DeviceRow, ShownDevice } from './shownDevice';

/**
 * The members of `device` of an actor, and the acts of a step `device`. The system that has a device adds its own with
 * `declare module`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled where the system is declared
export interface DeviceOptionSources {}
// biome-ignore lint/suspicious/noEmptyInterface: filled where the system is declared
export interface DeviceActSources {}

/** One act with a device: one member, named as the act. */
export type DeviceActSource = {
  readonly [K in keyof DeviceActSources]: { readonly [M in K]: DeviceActSources[M] };
}[keyof DeviceActSources];

/** A request that the app sends. */
export interface DeviceRequest {
  /** The message in the diagram. */
  readonly title: string;
  readonly request: RequestSource;
}

/** What came back. */
export interface DeviceAnswer {
  /** Absent when there was no answer. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Virtual time of the server, milliseconds since 1970. */
  readonly at: number;
}

/**
 * Whether a URL, as it stands in a request, goes to the server: by its scheme, host and port. Only who sends the request
 * can tell.
 */
export type IsOfServer = (url: string) => boolean;

/** An act that the state machine refuses. */
export interface DeviceProblem {
  /** Stable name, such as `unlockWhileActive`. */
  readonly name: string;
  readonly message: string;
}

/** What an act has done. */
export interface DeviceOutcome<S> {
  readonly state: S;
  /** Ids of the rows of the transition table that were taken, in order. */
  readonly rows: readonly string[];
  readonly problem?: DeviceProblem;
}

/**
 * A device with an app, without any input and output: pure functions of a state that is plain JSON. The state holds
 * secrets, so only what `show` gives may be told.
 */
export interface SystemDevice<S extends Json = Json> {
  readonly table: readonly DeviceRow[];
  /** What each state, reason and problem means, by its name. There are no others. */
  readonly names: { readonly states: Names; readonly reasons: Names; readonly problems: Names };
  /**
   * A device that is switched on, with the app not started.
   * @param server the options of the server, for the names of paths and members
   * @param at virtual time of the server, milliseconds since 1970. The device's own clocks follow it, each in its way.
   * @throws Error that says which option cannot be used, and why
   */
  readonly create: (source: DeviceOptionSources, server: { readonly [option: string]: Json }, at: number) => S;
  /** The problem that an act has whatever state the device is in. */
  readonly impossible: (act: DeviceActSource) => DeviceProblem | undefined;
  /** Lets time pass until `at`: timers that are over do what they are for. */
  pass(state: S, at: number): DeviceOutcome<S>;
  /** Does one act. It yields each request that the app sends, and is resumed with the answer. */
  act(
    state: S,
    act: DeviceActSource,
    at: number,
    isOfServer: IsOfServer,
  ): Generator<DeviceRequest, DeviceOutcome<S>, DeviceAnswer>;
  show(state: S, at: number): ShownDevice;
  /** The tokens in a state, which are covered wherever a run is shown to others. */
  secrets(state: S): readonly string[];
}
