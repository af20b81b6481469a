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
  /** When what was there before the step ends by itself, in virtual time. Milliseconds since 1970. */
  readonly ends?: readonly number[];
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
 * The clock goes forward right before a step
 *
 * - where more than a second passed since the step before, or more than five since the clock went forward last, because
 *   nobody knows all that may end meanwhile, such as what a developer's own code keeps;
 * - where something has ended that would not have ended yet in the run, however short the time was.
 *
 * That makes up for all shorter times before, too. What began while the run was behind would then end too early. Where
 * it was still there when it was played, the clock goes forward before the step that it began in as well.
 *
 * A move of the clock by hand to a time becomes one by how far it went. Where nothing was done by hand, the steps are
 * those of the file, which says itself what time it needs.
 * @returns what differs from what was played, by the index of the step
 */
export function replayedClock(steps: readonly Played[]): ReadonlyMap<number, ReplayedTime> {
  if (!steps.some(({ entry, origin }) => entry.byHand || origin)) return new Map();
  const onTime = new Set<number>();
  for (;;) {
    const replay = new Replay(steps, onTime);
    const early = replay.firstEarlyStart();
    if (early === undefined) return replay.times;
    onTime.add(early);
  }
}

/** When something ends, as a run sees it. */
interface Begun {
  /** Index of the step that it began in. Absent for what was there from the start. */
  readonly in?: number;
  /** How far the run is behind what was played in that step, milliseconds. */
  readonly behindMs: number;
}

/** One try: how the time of a run goes on, step by step. All times are virtual, in milliseconds since 1970. */
class Replay {
  readonly times = new Map<number, ReplayedTime>();
  /** What the run has reached. */
  private reached: number | undefined;
  /** When the step before was over. */
  private over: number | undefined;
  private latest: Begun = { behindMs: 0 };
  /** By when it ends. */
  private readonly begun = new Map<number, Begun>();
  /** What ended during the step before. */
  private endedInStep: readonly number[] = [];

  /** @param onTime indexes of steps before which the clock goes forward, however short the time was */
  constructor(
    private readonly steps: readonly Played[],
    private readonly onTime: ReadonlySet<number>,
  ) {}

  /** The step in which something began that ends in the run before it ended when it was played. Fills `times`. */
  firstEarlyStart(): number | undefined {
    for (const [at, played] of this.steps.entries()) {
      const early = this.step(at, played);
      if (early !== undefined) return early;
    }
    return undefined;
  }

  private step(at: number, { source, entry, ...played }: Played): number | undefined {
    const { before, after } = entry.clockChange ?? {};
    // A step that is only drawn takes no time of the server.
    if (!after) return undefined;
    const { clock } = source;
    const now = Date.parse(after.now);
    const begun = begunAt(entry, before) ?? this.over ?? now;
    const gap = begun - (this.over ?? begun);
    let reached = this.reached ?? begun;
    const ends = [...this.endedInStep, ...(played.ends ?? [])];
    this.endedInStep = ends.filter((end) => end > begun && end <= now);
    for (const end of ends) if (!this.begun.has(end)) this.begun.set(end, this.latest);
    this.over = now;
    if (clock && 'until' in clock) {
      if (entry.byHand) this.times.set(at, { clock: { advanceMs: Math.max(0, now - reached) } });
      this.reached = now;
      this.latest = { in: at, behindMs: 0 };
      return undefined;
    }
    const isLate = ends.some((end) => end <= begun && this.endInRun(end) > reached);
    const isLong = gap > SHORT_MS || begun - reached > MOST_BEHIND_MS || isLate || this.onTime.has(at);
    // Requests that are sent at the same moment stay together.
    if (isLong && begun > reached && !source.request?.alongside) {
      this.times.set(at, { passedMs: begun - reached });
      reached = begun;
    }
    this.latest = { in: at, behindMs: begun - reached };
    this.reached = clock && 'reset' in clock ? now : reached + (movesClock(entry) ? jumpOf(before, after) : 0);
    const early = ends.find((end) => end > begun && this.endInRun(end) <= reached);
    const first = early === undefined ? undefined : this.begun.get(early)?.in;
    return first !== undefined && !this.onTime.has(first) ? first : undefined;
  }

  private endInRun(end: number): number {
    return end - (this.begun.get(end)?.behindMs ?? 0);
  }
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
