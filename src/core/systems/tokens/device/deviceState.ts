import type { DeviceAnswer } from '../../../scenario/systemDevice';
import type { ClockMark, DeviceClock } from './deviceClock';
import type { DeviceOptions } from './deviceOptions';
import type { DeviceReason } from './deviceReason';
import type { ServerNames } from './serverNames';
import type { SessionStep } from './sessionStep';

/** The tokens that an app keeps. */
export type AppTokens = {
  readonly access: string;
  readonly refresh: string | null;
  /** When the answer with the access token came. */
  readonly since: ClockMark;
  /** How long the access token lives by what the server said. null: the server did not say it. */
  readonly livesMs: number | null;
  readonly session: string | null;
};

/** A call of the API as the app keeps it until it is answered. */
export type OpenCall = {
  readonly method: string | null;
  readonly url: string;
  /** The body as JSON text. null: none. */
  readonly json: string | null;
};

/** An answer that is held back. */
export type LateAnswer = {
  readonly name: string;
  /** Of which session it is: see `DeviceState.generation`. */
  readonly generation: number;
  /** null: it is the answer to a refresh. */
  readonly call: OpenCall | null;
  /** The access token that was sent. null: it is the answer to a refresh, or to a call that went elsewhere than to the API. */
  readonly access: string | null;
  readonly status: number | null;
  /** Of a refresh alone. */
  readonly body: string;
};

/**
 * All of a device and its app. It is plain JSON and can be stored. It holds tokens, so it is not for people to see:
 * `shownTokensDevice` makes what is.
 */
export type DeviceState = {
  readonly options: DeviceOptions;
  readonly names: ServerNames;
  readonly clock: DeviceClock;
  readonly step: SessionStep;
  /** The state in which the process ended. null: the app was not started since it was installed. */
  readonly endedIn: SessionStep | null;
  readonly hidden: boolean;
  /** Whether the app was in front when the device went to sleep, and comes back when it wakes. */
  readonly frontAtWake: boolean;
  readonly reason: DeviceReason | null;

  /** What is stored and is still there after a restart. */
  readonly tokens: AppTokens | null;
  readonly user: string | null;
  readonly pinTriesLeft: number;
  /** When the app left the screen while it was unlocked. null: it did not, or has come back. */
  readonly left: ClockMark | null;
  /** Whether the session was locked last. A process that is killed must not unlock. */
  readonly locked: boolean;
  /** Counts the sessions of the app, so that it knows the late answers to an earlier one. */
  readonly generation: number;

  /** What only the running process has. */
  /** The inactivity timer: how much was left at the mark. null mark: it is stopped. null: there is none. */
  readonly inactivity: { readonly since: ClockMark | null; readonly leftMs: number } | null;
  readonly late: readonly LateAnswer[];
  /** Calls that wait for the refresh whose answer is held back. */
  readonly waiting: readonly OpenCall[];
};

/** The parts of an answer that an app keeps. */
export function keptAnswer({ status, body }: DeviceAnswer): Pick<LateAnswer, 'status' | 'body'> {
  return { status: status ?? null, body };
}

/** Whether the answer to a refresh of the present session is under way. */
export function isRefreshing({ late, generation }: DeviceState): boolean {
  return late.some((each) => each.call === null && each.generation === generation);
}
