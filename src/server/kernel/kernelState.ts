import type { Disposable } from '../../core/base/event';
import type { VirtualClock } from './clock/virtualClock';
import { Faults } from './faults/faults';
import { Pairing } from './guard/pairing';
import { Recording } from './http/recording';
import { Journal, type JournalOptions } from './journal/storedJournal';
import { MailOutbox } from './outbox/mailOutbox';
import { ClockPosition } from './positions/clockPosition';
import { RandomPosition } from './positions/randomPosition';
import { SeededRandom } from './random/seededRandom';
import { SystemRandom } from './random/systemRandom';
import type { Store } from './store/store';

export interface KernelStateOptions {
  /** Makes all random values repeatable. By default, they come from the operating system. */
  readonly seed?: string | undefined;
  /** Whether devices of the local network may pair and use the server. */
  readonly lan?: boolean;
  readonly journal?: JournalOptions;
  /** Maximum number of mails. Defaults to 500. */
  readonly mails?: number;
  /** Receives errors that no caller waits for. It must not throw. */
  readonly onError: (error: unknown) => void;
}

/**
 * The state of the kernel. Each part has its own spaces and logs in one store, and continues with what the store has.
 */
export class KernelState implements Disposable {
  readonly random: SeededRandom | SystemRandom;
  readonly journal: Journal;
  readonly outbox: MailOutbox;
  readonly faults: Faults;
  readonly recording: Recording;
  private readonly clockPosition: ClockPosition;
  private readonly randomPosition: RandomPosition | undefined;
  private openPairing: Pairing | undefined;

  private constructor(
    readonly store: Store,
    readonly clock: VirtualClock,
    { seed, journal, mails, onError }: KernelStateOptions,
  ) {
    // This must be first, because other listeners for a move or a restored snapshot read the time.
    this.clockPosition = new ClockPosition(store, clock, onError);
    this.random = seed === undefined ? new SystemRandom() : new SeededRandom(seed);
    this.randomPosition =
      this.random instanceof SeededRandom ? new RandomPosition(store, this.random, onError) : undefined;
    this.journal = new Journal(store, { onError, ...journal });
    this.outbox = new MailOutbox(store, clock, mails);
    this.faults = new Faults(store);
    this.recording = new Recording(store, onError);
  }

  /** Creates the parts and reads their state from the store. */
  static async open(store: Store, clock: VirtualClock, options: KernelStateOptions): Promise<KernelState> {
    const state = new KernelState(store, clock, options);
    await state.clockPosition.load();
    await state.randomPosition?.load();
    await state.faults.load();
    await state.recording.load();
    if (options.lan) state.openPairing = await Pairing.open(store);
    return state;
  }

  get pairing(): Pairing | undefined {
    return this.openPairing;
  }

  dispose(): void {
    const { clockPosition, randomPosition, journal, outbox, faults, recording, pairing } = this;
    for (const part of [clockPosition, randomPosition, journal, outbox, faults, recording, pairing]) part?.dispose();
  }
}
