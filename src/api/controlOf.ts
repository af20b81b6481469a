import { phraseText } from '../core/compliance/phrase';
import type { ServerAddress } from '../core/protocol/address';
import type { ControlCall } from '../core/protocol/controlCall';
import { durationFaultPhrase, parseDuration } from '../core/server/duration';
import { SYSTEM_ARGUMENTS, SYSTEM_CALLS } from '../core/systemCalls';
import { HttpControlClient } from '../server/client/httpControlClient';
import { patientControlClient } from '../server/client/patientControlClient';
import { ANY, givenOptions, OBJECT, type OptionRules, oneOf, TEXT, wholeFrom, wholeUpTo } from './apiOptions';
import type { DevServerControl, SystemControls } from './devServerControl';
import { type ArgumentKinds, type ArgumentRule, argumentRules, assertArguments } from './givenArguments';
import { SessionWorkbenchError } from './sessionWorkbenchError';

type JournalPart = { readonly after?: number; readonly limit?: number };

/** As many entries as one call of the control API gives. */
const MOST_ENTRIES = 1000;

const JOURNAL_PART: OptionRules<JournalPart> = { after: wholeFrom(0), limit: wholeUpTo(MOST_ENTRIES) };

const TIME: readonly ArgumentRule[] = [
  {
    name: 'time',
    words: 'milliseconds, or a text such as 90s, 5 min, 1h 30m or 2d',
    allows: (value) => typeof value === 'number' || typeof value === 'string',
  },
];

const FAULT: readonly ArgumentRule[] = [
  {
    name: 'fault',
    words: 'what control.faults.add gave, or its id',
    allows: (value) => TEXT.allows(OBJECT.allows(value) ? (value as { readonly id?: unknown }).id : value),
  },
];

const CALL: OptionRules<Pick<ControlCall, 'method' | 'path' | 'json'>> = {
  method: oneOf(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  path: {
    words: 'a path of the control API that begins with /, such as /state',
    allows: (value) => typeof value === 'string' && value.startsWith('/'),
  },
  json: ANY,
};

/**
 * Drives the server at an address.
 * @param patience gives up after some milliseconds
 */
export function controlOf(
  address: Pick<ServerAddress, 'controlUrl' | 'controlToken'>,
  patience?: (ms: number) => typeof fetch,
): DevServerControl {
  const client = patientControlClient(address, patience);
  // It waits on purpose, and knows by itself when the server has gone silent.
  const follower = new HttpControlClient(address);
  return {
    ...systemControls(client),
    state: () => client.state(),
    clock: {
      get: async () => (await client.state()).clock,
      advance: async (time) => {
        assertArguments('control.clock.advance', [time], TIME);
        return client.moveClock({ advanceMs: milliseconds(time) });
      },
      pause: () => client.moveClock({ pause: true }),
      resume: () => client.moveClock({ pause: false }),
      reset: () => client.moveClock({ reset: true }),
    },
    journal: {
      list: async (options = {}) => {
        const { after, limit } = givenOptions<JournalPart>('control.journal.list', options, JOURNAL_PART);
        return client.journal(after, limit);
      },
    },
    outbox: {
      list: () => client.outbox(),
      clear: () => client.ask<void>({ method: 'DELETE', path: '/outbox' }),
    },
    faults: {
      list: async () => (await client.state()).faults,
      add: async (fault) => {
        assertArguments('control.faults.add', [fault], argumentRules({ fault: 'object' }));
        return client.addFault(fault);
      },
      remove: async (fault) => {
        assertArguments('control.faults.remove', [fault], FAULT);
        return client.removeFault(typeof fault === 'string' ? fault : fault.id);
      },
    },
    snapshot: {
      take: () => client.snapshot(),
      restore: async (snapshot) => {
        assertArguments('control.snapshot.restore', [snapshot], argumentRules({ snapshot: 'object' }));
        return client.putSnapshot(snapshot);
      },
    },
    reset: () => client.reset(),
    follow: async (onChange, signal) => {
      assertArguments('control.follow', [onChange, signal], argumentRules({ onChange: 'function', signal: 'signal' }));
      return follower.follow(onChange, signal);
    },
    ask: async (call) => {
      assertArguments('control.ask', [call], argumentRules({ call: 'object' }));
      const { method, path, json } = givenOptions<typeof call>(
        'control.ask',
        call,
        CALL,
        [],
        'the call of control.ask',
      );
      assertArguments(
        'control.ask',
        [method, path],
        [
          { name: 'method', ...CALL.method },
          { name: 'path', ...CALL.path },
        ],
      );
      return client.ask({ method, path, ...(json !== undefined && { json }) });
    },
  };
}

function systemControls(client: HttpControlClient): SystemControls {
  const controls = Object.entries(SYSTEM_CALLS).map(([system, calls]) => {
    const made = Object.entries(calls as Record<string, (...given: unknown[]) => ControlCall>).map(([name, call]) => [
      name,
      async (...given: unknown[]) => {
        const kinds = SYSTEM_ARGUMENTS[system as keyof typeof SYSTEM_ARGUMENTS];
        const rules = argumentRules((kinds as Readonly<Record<string, ArgumentKinds>> | undefined)?.[name] ?? {});
        assertArguments(`control.${system}.${name}`, given, rules);
        return client.ask(call(...given));
      },
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
