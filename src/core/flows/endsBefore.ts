import { afterEvent, type Run, runOf } from '../scenario/run';
import type { RunEvent } from '../scenario/runEvents';
import type { AnySlice } from '../server/systemSlice';
import { deadlinesIn } from './deadlines';

/**
 * When what was there before a step ends by itself: sessions, tokens and passcodes of the server, and the timers of
 * devices. In virtual time, milliseconds since 1970.
 * @returns by the key of the step's entry
 */
export function endsBefore(
  events: readonly RunEvent[],
  slices: readonly AnySlice[],
): ReadonlyMap<string, readonly number[]> {
  const all = new Map<string, readonly number[]>();
  let run = runOf([]);
  /** What was there after the last step. It may have ended when the next one begins, and is told no more then. */
  let last: readonly number[] = [];
  for (const event of events) {
    const present = event.kind === 'stepStarted' ? endsIn(run, slices) : [];
    run = afterEvent(run, event);
    const entry = run.done.at(-1);
    if (event.kind === 'stepStarted' && entry) all.set(entry.key, [...new Set([...last, ...present])]);
    if (event.kind === 'stepEnded') last = endsIn(run, slices);
    if (event.kind === 'steppedBack') last = [];
  }
  return all;
}

function endsIn({ state, devices }: Run, slices: readonly AnySlice[]): number[] {
  const ofServer = state ? deadlinesIn(state, slices).map(({ at }) => at) : [];
  const ofDevices = [...devices.values()].flatMap(({ timers }) => timers.flatMap(({ endsAt = [] }) => endsAt));
  return [...ofServer, ...ofDevices].map((at) => Date.parse(at));
}
