import type { ClockState } from '../protocol/clockState';
import type { RunEntry } from '../scenario/run';
import type { ClockSource } from '../scenario/scenarioSource';

/**
 * The steps by hand that moved the clock to a time, as moves that are right whenever the scenario is run again. Whoever
 * played took time between the steps, and a run takes none, so a move makes up for it.
 * @param startedAt virtual time when the run began, ISO 8601
 * @returns moves by the index of the step
 */
export function replayedClock(
  steps: readonly { readonly source: { readonly clock?: ClockSource }; readonly entry: RunEntry }[],
  startedAt: string | undefined,
): ReadonlyMap<number, ClockSource> {
  const moves = new Map<number, ClockSource>();
  /** Virtual time that a run will have reached, milliseconds since 1970. */
  let reached = startedAt === undefined ? undefined : Date.parse(startedAt);
  for (const [at, { source, entry }] of steps.entries()) {
    const { clock } = source;
    const { before, after } = entry.clockChange ?? {};
    if (!clock || !after) continue;
    if (!('until' in clock)) {
      reached = 'reset' in clock ? Date.parse(after.now) : reached && reached + jumpOf(before, after);
      continue;
    }
    const now = Date.parse(after.now);
    const from = reached ?? Date.parse(before?.now ?? after.now);
    if (entry.byHand) moves.set(at, { advanceMs: Math.max(0, now - from) });
    reached = now;
  }
  return moves;
}

/** By how much a step has moved the clock itself, without the time that passed. */
function jumpOf(before: ClockState | undefined, after: ClockState): number {
  if (!before) return 0;
  const [ahead, passed] = [after.offsetMs - before.offsetMs, Date.parse(after.now) - Date.parse(before.now)];
  return Math.max(0, before.paused ? passed : ahead);
}
