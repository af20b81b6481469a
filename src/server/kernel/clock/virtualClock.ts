import { type Disposable, Emitter } from '../../../core/base/event';
import type { ClockMove, ClockState } from '../../../core/protocol/clockState';
import type { Clock } from './clock';
import { ClockMoveError } from './clockMoveError';
import { DeadlineHeap, type DueValue } from './deadlineHeap';
import { type RealTime, SystemTime } from './realTime';
import { LAST_TIME } from './timeSchema';

/**
 * The position of a clock, as plain JSON. It does not contain the scheduled functions. Their owners schedule them
 * again.
 */
export interface ClockSnapshot {
  readonly offsetMs: number;
  /** Virtual milliseconds since 1970 at which the clock is paused. */
  readonly pausedAt?: number;
}

// A timer is started again this often. It becomes wrong when the machine sleeps or its time is set, and setTimeout
// cannot wait longer than 2^31 ms.
const LONGEST_TIMER_MS = 60_000;

type Run = () => void;

/**
 * Virtual time: real time plus an offset, or a paused time. It ends with the year 9999, where the clock stands still.
 * A move runs the deadlines that it passes one after the other, each at its own time. If one of them schedules another
 * within the move, that one runs in its turn.
 */
export class VirtualClock implements Clock, Disposable {
  private readonly moved = new Emitter<ClockState>();
  readonly onDidMove = this.moved.event;
  private readonly deadlines = new DeadlineHeap<Run>();
  /**
   * Deadlines that were scheduled while others run, for a time already reached. They wait for the next turn of the
   * event loop, because otherwise the clock could run for ever.
   */
  private readonly held = new Set<DueValue<Run>>();
  /** Moves that were requested while deadlines run. */
  private readonly waitingMoves: ClockMove[] = [];
  private offsetMs = 0;
  private pausedAt: number | undefined;
  /** The virtual time that deadlines see while a move passes them. */
  private passing: number | undefined;
  private running = false;
  private timer: unknown;
  /** Virtual time at which the timer wakes. */
  private timerAt = Number.POSITIVE_INFINITY;
  private disposed = false;

  /** @param onError receives what a deadline or a listener throws; it must not throw */
  constructor(
    private readonly onError: (error: unknown) => void,
    private readonly real: RealTime = new SystemTime(),
  ) {}

  now(): number {
    return this.passing ?? this.pausedAt ?? Math.min(this.real.now() + this.offsetMs, LAST_TIME);
  }

  /**
   * Schedules a function. If `at` is already reached, it runs in the next turn of the event loop, even while the clock
   * is paused.
   * @throws RangeError if `at` is not a number
   */
  schedule(at: number, run: Run): Disposable {
    if (Number.isNaN(at)) throw new RangeError('A deadline needs a time.');
    const deadline = this.deadlines.create(at, run);
    if (this.running && at <= this.now()) this.held.add(deadline);
    else this.deadlines.insert(deadline);
    this.startTimer();
    return {
      dispose: () => {
        if (!this.held.delete(deadline)) this.deadlines.remove(deadline);
      },
    };
  }

  state(): ClockState {
    const now = this.now();
    return {
      now: new Date(now).toISOString(),
      offsetMs: this.passing === undefined && this.pausedAt === undefined ? this.offsetMs : now - this.real.now(),
      paused: this.pausedAt !== undefined,
    };
  }

  /**
   * Moves the clock, and runs the deadlines that it passes before it returns. A reset to an earlier time undoes
   * nothing: what has expired stays expired, and pending deadlines keep their virtual time. A move that a deadline
   * requests follows after the other deadlines.
   * @throws ClockMoveError
   */
  move(move: ClockMove): ClockState {
    this.check(move);
    this.waitingMoves.push(move);
    this.makeMoves();
    return this.state();
  }

  snapshot(): ClockSnapshot {
    return { offsetMs: this.state().offsetMs, ...(this.pausedAt !== undefined && { pausedAt: this.pausedAt }) };
  }

  /**
   * Checks whether the time at a position is one that the clock can show.
   * @returns what is wrong; undefined if nothing is
   */
  problemWith({ offsetMs, pausedAt }: ClockSnapshot): string | undefined {
    // A running clock that is due to be beyond its end stands still there, because a snapshot may be put in much later.
    return (pausedAt ?? this.real.now() + offsetMs) < 0 ? 'it sets the clock before the year 1970' : undefined;
  }

  /**
   * Sets the position without a move. Deadlines that are due then run in the next turn of the event loop, so that their
   * owners can cancel them first.
   */
  restore(snapshot: ClockSnapshot): void {
    this.offsetMs = snapshot.offsetMs;
    this.pausedAt = snapshot.pausedAt;
    this.restartTimer();
  }

  /** Stops the clock. No deadline runs afterwards. */
  dispose(): void {
    this.disposed = true;
    this.stopTimer();
    this.deadlines.clear();
    this.held.clear();
    this.moved.dispose();
  }

  private check(move: ClockMove): void {
    if (Object.keys(move).length !== 1)
      throw new ClockMoveError('A move is exactly one of `advanceMs`, `pause` and `reset: true`.');
    if ('advanceMs' in move) {
      const { advanceMs } = move;
      if (!Number.isSafeInteger(advanceMs) || advanceMs < 0)
        throw new ClockMoveError(
          '`advanceMs` must be a whole number of milliseconds, 0 or more: time only goes forward.',
        );
      if (this.now() + advanceMs > LAST_TIME)
        throw new ClockMoveError('`advanceMs` leads beyond the year 9999; take less.');
    } else if ('pause' in move) {
      if (typeof move.pause !== 'boolean') throw new ClockMoveError('`pause` must be true or false.');
    } else if (move.reset !== true) {
      throw new ClockMoveError('A move is exactly one of `advanceMs`, `pause` and `reset: true`.');
    }
  }

  private makeMoves(): void {
    while (!this.running) {
      const move = this.waitingMoves.shift();
      if (!move) return;
      if ('advanceMs' in move) this.advance(move.advanceMs);
      else if ('pause' in move) this.pause(move.pause);
      else this.reset();
      this.restartTimer();
      this.safely(() => this.moved.fire(this.state()));
    }
  }

  private advance(ms: number): void {
    const target = Math.min(this.now() + ms, LAST_TIME);
    this.pass(target);
    if (this.pausedAt !== undefined) this.pausedAt = target;
    else this.offsetMs += ms;
  }

  private pause(pause: boolean): void {
    if (pause) {
      this.pausedAt ??= this.now();
    } else if (this.pausedAt !== undefined) {
      this.offsetMs = this.pausedAt - this.real.now();
      this.pausedAt = undefined;
    }
  }

  private reset(): void {
    this.pass(this.real.now());
    this.offsetMs = 0;
    this.pausedAt = undefined;
  }

  /** Runs what is due up to a time, each deadline at its own time. A deadline in the past runs at the current time. */
  private pass(target: number): void {
    const from = this.now();
    this.runDue((at) => {
      if (at > target) return false;
      this.passing = Math.max(from, at);
      return true;
    });
    this.passing = undefined;
  }

  /** @param mayRun whether a deadline with this time may run; the first that may not ends the loop */
  private runDue(mayRun: (at: number) => boolean): void {
    this.running = true;
    let { first } = this.deadlines;
    while (first && mayRun(first.at)) {
      this.deadlines.remove(first);
      this.safely(first.value);
      first = this.deadlines.first;
    }
    this.running = false;
    for (const deadline of this.held) this.deadlines.insert(deadline);
    this.held.clear();
  }

  private safely(run: Run): void {
    try {
      run();
    } catch (error) {
      this.onError(error);
    }
  }

  private startTimer(): void {
    const { first } = this.deadlines;
    // While deadlines run, the timer is started afterwards. A timer that wakes too early does no harm: it only checks
    // again.
    if (!first || this.running || this.disposed || first.at >= this.timerAt) return;
    const now = this.now();
    if (this.pausedAt !== undefined && first.at > now) return;
    this.stopTimer();
    const ms = Math.min(Math.max(first.at - now, 0), LONGEST_TIMER_MS);
    this.timerAt = now + ms;
    this.timer = this.real.start(() => this.wake(), ms);
  }

  private restartTimer(): void {
    this.stopTimer();
    this.startTimer();
  }

  private stopTimer(): void {
    if (this.timer !== undefined) this.real.stop(this.timer);
    this.timer = undefined;
    this.timerAt = Number.POSITIVE_INFINITY;
  }

  private wake(): void {
    this.stopTimer();
    // The time is read once, before the first deadline runs. Otherwise, deadlines that schedule themselves again a
    // little later could block the event loop.
    const now = this.now();
    this.runDue((at) => at <= now);
    this.makeMoves();
    this.startTimer();
  }
}
