import { utcText } from '../base/utcText';
import type { ClockState } from '../protocol/clockState';
import { writtenDuration } from '../server/duration';
import type { DeviceWords } from './deviceReportWords';
import type { ClockChange, ToldDevice } from './run';
import type { ShownDevice } from './shownDevice';

/** A device whose clock differs by less has not been set. */
const SAME_CLOCK_MS = 1000;

/** What a step did to the clock of the server, and what time it is then. Undefined if that is not known. */
export function clockWords({ before, after }: ClockChange): string | undefined {
  if (Number.isNaN(Date.parse(after.now))) return undefined;
  const time = utcText(after.now);
  if (!before) return `It is ${time}.`;
  if (before.paused !== after.paused) return `The clock ${after.paused ? 'stands still' : 'runs again'}, at ${time}.`;
  const moved = movedMs(before, after);
  if (moved === 0) return `The clock stays at ${time}.`;
  return `The clock goes ${moved < 0 ? 'back' : 'forward'} ${writtenDuration(moved)}, to ${time}.`;
}

/**
 * What became of a device in a step. Undefined if a person who looks at it sees nothing of it.
 * @param isActor whether the step is an act with this device
 */
export function deviceWords(change: ToldDevice, words: DeviceWords, isActor: boolean): string | undefined {
  const { before, after, problem } = change;
  const picture = words.picture(after);
  const isSame = before !== undefined && words.picture(before) === picture;
  const parts = [
    ...(problem ? [`The act was refused. ${problem.message}`] : []),
    ...(before ? setClock(before, after) : []),
    ...(isSame ? [] : [picture]),
  ];
  if (parts.length > 0) return parts.join(' ');
  return isActor ? `${words.state(after.state)}, as before.` : undefined;
}

function movedMs(before: ClockState, after: ClockState): number {
  // The offset of a clock that stands still decreases.
  return after.paused ? Date.parse(after.now) - Date.parse(before.now) : after.offsetMs - before.offsetMs;
}

function setClock(before: ShownDevice, after: ShownDevice): string[] {
  const ahead = ({ clocks, at }: ShownDevice) => Date.parse(clocks.wall) - Date.parse(at);
  const moved = ahead(after) - ahead(before);
  if (!(Math.abs(moved) >= SAME_CLOCK_MS)) return [];
  const way = moved < 0 ? 'back' : 'forward';
  return [`Its own clock was set ${way} ${writtenDuration(moved)}, to ${utcText(after.clocks.wall)}.`];
}
