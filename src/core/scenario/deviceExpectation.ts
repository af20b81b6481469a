import { pointerOf } from '../json/pointer';
import type { DeviceFacts, Facts } from './facts';
import type { MatcherSource } from './scenarioSource';
import type { DeviceTimer } from './shownDevice';
import { type Check, compare } from './unmet';

/** What must be true of a device after a step. */
export interface DeviceExpectSource {
  /** The actor whose device it is. By default that of the step, or the only one with a device. */
  readonly of?: string;
  readonly state?: MatcherSource;
  readonly screen?: MatcherSource;
  readonly reason?: MatcherSource;
  readonly hidden?: boolean;
  readonly access?: MatcherSource;
  /** Ids of the rows of the transition table that the step took. */
  readonly rows?: { readonly has?: string | readonly string[]; readonly equals?: readonly string[] };
  /** Name of the problem for which the act is refused. */
  readonly problem?: MatcherSource;
  readonly timers?: Readonly<Partial<Record<DeviceTimer['name'], TimerExpectSource>>>;
  readonly user?: MatcherSource;
  readonly session?: MatcherSource;
  readonly pinTriesLeft?: MatcherSource;
}

export interface TimerExpectSource {
  readonly state?: MatcherSource;
  readonly leftMs?: MatcherSource;
}

/** Holds what is expected of a device against what it shows. Pure. */
export function* unmetOfDevice(wanted: DeviceExpectSource, facts: Facts): Generator<Check> {
  const { of, rows, problem, timers = {}, ...members } = wanted;
  const device = deviceMeant(of, facts);
  if (!device) {
    const expected = of === undefined ? 'one device that is meant' : `the device of ${of}`;
    const actual = facts.devices.size === 0 ? 'no device' : `devices of ${[...facts.devices.keys()].join(' and ')}`;
    yield { pointer: of === undefined ? '/device' : '/device/of', subject: 'device', expected, actual };
    return;
  }
  const { shown } = device;
  for (const [name, matcher] of Object.entries(members)) {
    const actual = shown[name as keyof typeof members];
    yield* compare(matcher, actual, pointerOf(['device', name]), `${name} of the device`);
  }
  for (const [name, each] of Object.entries(timers)) {
    const timer = shown.timers.find((one) => one.name === name);
    for (const [member, matcher] of Object.entries(each)) {
      const actual = timer?.[member as keyof TimerExpectSource];
      yield* compare(matcher, actual, pointerOf(['device', 'timers', name, member]), `${name} timer: ${member}`);
    }
  }
  yield* unmetRows(rows, device);
  if (problem !== undefined) yield* compare(problem, device.problem?.name, '/device/problem', 'problem of the device');
}

function* unmetRows(wanted: DeviceExpectSource['rows'], { rows }: DeviceFacts): Generator<Check> {
  const known = new Set(rows);
  const actual = rows.length > 0 ? rows.join(' → ') : 'none';
  const subject = 'row of the transition table';
  const { has = [], equals } = wanted ?? {};
  for (const [at, id] of (typeof has === 'string' ? [has] : has).entries()) {
    const pointer = typeof has === 'string' ? '/device/rows/has' : `/device/rows/has/${at}`;
    yield { pointer, subject, judge: () => (known.has(id) ? undefined : { expected: id, actual }) };
  }
  if (equals && equals.join('\n') !== rows.join('\n')) {
    const expected = equals.length > 0 ? equals.join(' → ') : 'none';
    yield { pointer: '/device/rows/equals', subject: 'path through the transition table', expected, actual };
  }
}

function deviceMeant(of: string | undefined, { device, devices }: Facts): DeviceFacts | undefined {
  const name = of ?? device;
  if (name !== undefined) return devices.get(name);
  return devices.size === 1 ? [...devices.values()][0] : undefined;
}
