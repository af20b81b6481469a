import { phraseText } from '../core/compliance/phrase';
import type { ServerAddress } from '../core/protocol/address';
import type { ClockState } from '../core/protocol/clockState';
import type { ControlCall } from '../core/protocol/controlCall';
import type { Fault, FaultRequest } from '../core/protocol/fault';
import type { JournalPage } from '../core/protocol/journal';
import type { Mail } from '../core/protocol/mail';
import type { ServerChange, ServerState } from '../core/protocol/state';
import { durationFaultPhrase, parseDuration } from '../core/server/duration';
import { SYSTEM_CALLS } from '../core/systemCalls';
import { HttpControlClient } from '../server/client/httpControlClient';
import { SessionWorkbenchError } from './sessionWorkbenchError';

/** Makes a call and gives its answer. */
type Made<C> = C extends (...given: infer A) => ControlCall<infer T> ? (...given: A) => Promise<T> : never;

/** The calls of each emulated system, by its name: `control.web.createOtp(id)`. */
export type SystemControls = {
  readonly [System in keyof typeof SYSTEM_CALLS]: {
    readonly [Call in keyof (typeof SYSTEM_CALLS)[System]]: Made<(typeof SYSTEM_CALLS)[System][Call]>;
  };
};

/** The virtual clock. Each call answers with its state afterwards. */
export interface ClockControl {
  get(): Promise<ClockState>;
  /**
   * Goes forward. What expires meanwhile is over at once.
   * @param time milliseconds, or a text such as `90s`, `5 min`, `1h 30m` or `2d`
   */
  advance(time: number | string): Promise<ClockState>;
  pause(): Promise<ClockState>;
  resume(): Promise<ClockState>;
  /** Back to real time. What has expired does not come back. */
  reset(): Promise<ClockState>;
}

/**
 * The control API of a dev session server. Each call that the server refuses rejects with a `ControlCallError`, which has
 * the code, the status and the words of the answer.
 */
export interface DevServerControl extends SystemControls {
  /** Everything, as one snapshot for programs to read. */
  state(): Promise<ServerState>;
  readonly clock: ClockControl;
  readonly journal: {
    /** Entries after the one with this id, the oldest first; without it, the most recent ones. */
    list(options?: { readonly after?: number; readonly limit?: number }): Promise<JournalPage>;
  };
  readonly outbox: {
    /** The mails that were caught. */
    list(): Promise<Mail[]>;
    clear(): Promise<void>;
  };
  readonly faults: {
    list(): Promise<readonly Fault[]>;
    /** Injects a fault into answers. */
    add(fault: FaultRequest): Promise<Fault>;
    /** @param fault what `add` gave, or its id */
    remove(fault: string | { readonly id: string }): Promise<void>;
  };
  readonly snapshot: {
    /** The whole state. Its content is internal to the server, and has secrets in it. */
    take(): Promise<unknown>;
    /** Puts in what `take` gave, as a whole or not at all. */
    restore(snapshot: unknown): Promise<void>;
  };
  /** Empties the server and sets the clock back. */
  reset(): Promise<void>;
  /** Follows changes until the signal is aborted. The first one is a snapshot of the state. */
  follow(onChange: (change: ServerChange) => void, signal: AbortSignal): Promise<void>;
  /** Makes any call of the control API, which `schemas/openapi.json` describes. */
  ask<T = unknown>(call: Pick<ControlCall, 'method' | 'path' | 'json'>): Promise<T>;
}

/** Drives the server at an address. */
export function controlOf(address: Pick<ServerAddress, 'controlUrl' | 'controlToken'>): DevServerControl {
  const client = new HttpControlClient(address);
  return {
    ...systemControls(client),
    state: () => client.state(),
    clock: {
      get: async () => (await client.state()).clock,
      advance: async (time) => client.moveClock({ advanceMs: milliseconds(time) }),
      pause: () => client.moveClock({ pause: true }),
      resume: () => client.moveClock({ pause: false }),
      reset: () => client.moveClock({ reset: true }),
    },
    journal: { list: ({ after, limit } = {}) => client.journal(after, limit) },
    outbox: {
      list: () => client.outbox(),
      clear: () => client.ask<void>({ method: 'DELETE', path: '/outbox' }),
    },
    faults: {
      list: async () => (await client.state()).faults,
      add: (fault) => client.addFault(fault),
      remove: (fault) => client.removeFault(typeof fault === 'string' ? fault : fault.id),
    },
    snapshot: { take: () => client.snapshot(), restore: (snapshot) => client.putSnapshot(snapshot) },
    reset: () => client.reset(),
    follow: (onChange, signal) => client.follow(onChange, signal),
    ask: (call) => client.ask(call),
  };
}

function systemControls(client: HttpControlClient): SystemControls {
  const controls = Object.entries(SYSTEM_CALLS).map(([system, calls]) => {
    const made = Object.entries(calls as Record<string, (...given: unknown[]) => ControlCall>).map(([name, call]) => [
      name,
      async (...given: unknown[]) => client.ask(call(...given)),
    ]);
    return [system, Object.fromEntries(made)];
  });
  return Object.fromEntries(controls) as SystemControls;
}

/** @throws SessionWorkbenchError when it is no length of time */
function milliseconds(time: number | string): number {
  if (typeof time === 'number') {
    if (Number.isFinite(time) && time >= 0) return Math.round(time);
    throw new SessionWorkbenchError('options', `${time} is no length of time; give milliseconds, 0 or more`);
  }
  const read = parseDuration(String(time));
  if (read !== undefined) return read;
  const words = durationFaultPhrase(String(time));
  throw new SessionWorkbenchError(
    'options',
    words ? phraseText(words) : 'this is no length of time; give one such as 90s',
  );
}
