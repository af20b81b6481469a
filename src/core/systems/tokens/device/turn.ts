import type { DeviceOutcome } from '../../../scenario/systemDevice';
import { markOf, msSince, passed } from './deviceClock';
import { type ProblemName, problemNamed } from './deviceProblems';
import type { DeviceState } from './deviceState';
import { type RowId, rowNamed } from './transitionTable';

/** What an act may change beside the state of the session, which only a row of the table changes. */
export type DeviceChange = Partial<Omit<DeviceState, 'step' | 'options' | 'names'>>;

/** Rows of a start, by the state in which the process ended. */
const RELAUNCHES = {
  Start: 'start.launch',
  Loading: 'loading.relaunch',
  Active: 'active.relaunch',
  Locked: 'locked.relaunch',
  Expired: 'expired.relaunch',
} as const;

/** One turn of a device: an act or a passing of time. It collects the rows that are taken. */
export class Turn {
  private readonly taken: RowId[] = [];

  constructor(private current: DeviceState) {}

  get state(): DeviceState {
    return this.current;
  }

  set(change: DeviceChange): void {
    this.current = { ...this.current, ...change };
  }

  /**
   * Takes a row of the table.
   * @throws Error if the session is not in the state that the row starts from. This is a fault of the caller.
   */
  take(id: RowId, change: DeviceChange = {}): void {
    const { from, to } = rowNamed(id);
    if (this.current.step !== from) throw new Error(`The row ${id} does not start from ${this.current.step}.`);
    this.taken.push(id);
    this.current = { ...this.current, ...change, step: to };
  }

  /** The app starts. The row tells from which state its process had ended. */
  relaunch(): void {
    const { step, endedIn } = this.current;
    if (step !== 'Start') throw new Error('An app that runs does not start.');
    const id = RELAUNCHES[endedIn ?? 'Start'];
    this.taken.push(id);
    this.current = { ...this.current, step: rowNamed(id).to, hidden: false, reason: null };
  }

  /** The process is not there any more. What it only had in memory is lost. */
  endProcess(): void {
    const { step, hidden, left, clock } = this.current;
    if (step === 'Start') return;
    // A person who throws an app away sends it to the background by that.
    const leaves = step === 'Active' && !hidden;
    this.current = {
      ...this.current,
      step: 'Start',
      endedIn: step,
      hidden: false,
      frontAtWake: false,
      reason: null,
      left: leaves ? markOf(clock) : left,
      inactivity: null,
      late: [],
      waiting: [],
    };
  }

  /** Time passes until `at`. The timer of an app in front does what it is for. */
  pass(at: number): void {
    this.set({ clock: passed(this.current.clock, at) });
    this.lockIfInactive();
  }

  /** Locks if the inactivity timer is over. A process that is not in front is suspended, and so is its timer: none is while the device sleeps. */
  lockIfInactive(): void {
    const { step, hidden } = this.current;
    if (step !== 'Active' || hidden) return;
    const leftMs = inactivityLeft(this.current);
    if (leftMs !== null && leftMs <= 0) this.lock('active.inactivity', 'inactive');
  }

  lock(id: RowId, reason: DeviceState['reason']): void {
    this.take(id, { reason, locked: true, inactivity: null });
  }

  outcome(): DeviceOutcome<DeviceState> {
    return { state: this.current, rows: this.taken };
  }

  refused(name: ProblemName): DeviceOutcome<DeviceState> {
    return { ...this.outcome(), problem: problemNamed(name) };
  }
}

/** Milliseconds until the inactivity timer is over. null: there is no timer. */
export function inactivityLeft({ inactivity, clock, options }: DeviceState): number | null {
  if (inactivity === null) return null;
  return inactivity.leftMs - (inactivity.since === null ? 0 : msSince(inactivity.since, clock, options.clock));
}
