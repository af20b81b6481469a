import type { ClockState } from '../protocol/clockState';
import type { RunEntry } from '../scenario/run';
import type { ClockSource, StepSource } from '../scenario/scenarioSource';

/** What becomes of time when a step that was played is run again. */
export interface ReplayedTime {
  /** Milliseconds by which the clock goes forward in a step of its own, right before the step. */
  readonly passedMs?: number;
  /** What the step itself does with the clock, instead of what it did. */
  readonly clock?: ClockSource;
}

interface Played {
  readonly source: StepSource;
  readonly entry: RunEntry;
  /** Present when the step was changed by hand. */
  readonly origin?: object;
}

/**
 * Whoever plays may wait this long between two steps, milliseconds, and nothing is saved of it. It is more than the
 * pause between the steps of a flow that plays by itself.
 */
const SHORT_MS = 1000;
/** Short times add up: a run is never behind what was played by more than this, milliseconds. */
const MOST_BEHIND_MS = 5000;

/**
 * Makes a run of what was played right at any time. Whoever played took time between the steps, and a run takes none.
 * Nobody knows what would have ended meanwhile, so the rule is about the time alone. The clock goes forward right before
 * a step where more than a second passed since the step before, or more than five since the clock went forward last.
 * That makes up for all shorter times before, too. A move of the clock by hand to a time becomes one by how far it went.
 * Where nothing was done by hand, the steps are those of the file, which says itself what time it needs.
 * @returns what differs from what was played, by the index of the step
 */
export function replayedClock(steps: readonly Played[]): ReadonlyMap<number, ReplayedTime> {
  const times = new Map<number, ReplayedTime>();
  if (!steps.some(({ entry, origin }) => entry.byHand || origin)) return times;
  /** Virtual time that a run will have reached, and that at which the step before was over. In ms since 1970. */
  let [reached, over]: [number?, number?] = [];
  for (const [at, { source, entry }] of steps.entries()) {
    const { before, after } = entry.clockChange ?? {};
    // A step that is only drawn takes no time of the server.
    if (!after) continue;
    const { clock } = source;
    const now = Date.parse(after.now);
    const begun = begunAt(entry, before) ?? over ?? now;
    reached ??= begun;
    if (clock && 'until' in clock) {
      if (entry.byHand) times.set(at, { clock: { advanceMs: Math.max(0, now - reached) } });
      reached = now;
    } else {
      // Requests that are sent at the same moment stay together.
      const isLong = begun - (over ?? begun) > SHORT_MS || begun - reached > MOST_BEHIND_MS;
      if (isLong && !source.request?.alongside) {
        times.set(at, { passedMs: Math.max(0, begun - reached) });
        reached = Math.max(reached, begun);
      }
      reached = clock && 'reset' in clock ? now : reached + (movesClock(entry) ? jumpOf(before, after) : 0);
    }
    over = now;
  }
  return times;
}

/**
 * Virtual time at which a step did what it is for. A request that was held for the developer is sent later than its
 * step began. A clock that others have moved was moved before the step.
 */
function begunAt(entry: RunEntry, before: ClockState | undefined): number | undefined {
  const { step, messages, startedAt, clockChange } = entry;
  const begun = (step.kind === 'request' ? messages[0]?.sent.at : undefined) ?? startedAt;
  if (begun === undefined) return undefined;
  const jump = clockChange && !movesClock(entry) ? jumpOf(before, clockChange.after) : 0;
  return Date.parse(begun) + jump;
}

function movesClock({ step: { kind } }: RunEntry): boolean {
  return kind === 'clock' || kind === 'event';
}

/** By how much the clock has been moved, without the time that passed. */
function jumpOf(before: ClockState | undefined, after: ClockState): number {
  if (!before) return 0;
  const [ahead, passed] = [after.offsetMs - before.offsetMs, Date.parse(after.now) - Date.parse(before.now)];
  return Math.max(0, before.paused ? passed : ahead);
}
