import { Mutex } from 'async-mutex';
import { DisposableStore } from '../../../core/base/disposableStore';
import { type Disposable, Emitter, type Event } from '../../../core/base/event';
import type { LanAddress } from '../../../core/protocol/address';
import type { ClockState } from '../../../core/protocol/clockState';
import type { ServerChange, ServerState } from '../../../core/protocol/state';
import type { SystemChange, SystemName, SystemStates } from '../../../core/protocol/systemStates';
import type { VirtualClock } from '../clock/virtualClock';
import type { Faults } from '../faults/faults';
import type { Pairing } from '../guard/pairing';
import type { Journal } from '../journal/storedJournal';
import type { MailOutbox } from '../outbox/mailOutbox';
import type { Store } from '../store/store';
import type { EmulatedSystem } from '../system/emulatedSystem';
import type { Snapshots } from './snapshot';

// The number of journal entries that a view shows at first. It reads the others page by page.
const YOUNGEST = 200;

/** A running system, with its name. */
export type NamedSystem = readonly [name: SystemName, system: EmulatedSystem];

export interface ViewParts {
  readonly store: Pick<Store, 'settleExpired'>;
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly outbox: MailOutbox;
  readonly systems: readonly NamedSystem[];
  readonly snapshots: Snapshots;
  readonly pairing?: Pairing | undefined;
}

export interface ViewAddress {
  readonly url: string;
  readonly externalPlatformUrl: string;
  /** URLs in the local network. Empty if LAN is off. */
  readonly lanUrls: readonly string[];
}

/** What is read from logs. */
export type ViewedLists = Pick<ServerState, 'outbox' | 'journal'>;

/** The server's whole state as one value, and its changes. */
export class ServerView implements Disposable {
  private readonly changed = new Emitter<ServerChange>();
  private readonly replaced = new Emitter<void>();
  /** Fires when so much changed that the whole state must be sent again. */
  readonly onDidReplace = this.replaced.event;
  /** Fires for each change but new entries of the journal. */
  readonly onDidChangeState = this.changed.event;
  private readonly subscriptions = new DisposableStore();
  private readonly asking = new Mutex();

  /** @param address reads the addresses of the server; it is called only after the server listens */
  constructor(
    private readonly parts: ViewParts,
    private readonly address: () => ViewAddress,
  ) {
    const { clock, journal, faults, outbox, systems, pairing, snapshots } = parts;
    const hear = <T>(event: Event<T> | undefined, listener: (value: T) => void) => {
      if (event) this.subscriptions.add(event(listener));
    };
    const tell = (change: ServerChange) => {
      // The journal reports its entries first, so that they arrive before this later change.
      journal.tell();
      this.changed.fire(change);
    };
    hear(clock.onDidMove, (state) => tell({ kind: 'clock', clock: state }));
    hear(faults.onDidChange, tell);
    hear(outbox.onDidSend, (mail) => tell({ kind: 'mail', mail }));
    hear(outbox.onDidClear, () => this.replaced.fire());
    hear(pairing?.onDidChange, () => tell({ kind: 'lan', lan: this.lan() as LanAddress }));
    for (const [system, { slice }] of systems) {
      hear(slice?.onDidChange, (change) => {
        if (change.kind === 'all') this.replaced.fire();
        else tell({ kind: 'system', system, change } as SystemChange);
      });
    }
    hear(snapshots.onDidReplace, () => this.replaced.fire());
  }

  /** Fires for each change. While it has no listeners, no journal entry is written out. */
  readonly onDidChange: Event<ServerChange> = (listener) => {
    const changes = this.changed.event(listener);
    const entries = this.parts.journal.onDidAdd((entry) => listener({ kind: 'journal', entry }));
    return {
      dispose: () => {
        changes.dispose();
        entries.dispose();
      },
    };
  };

  /** Resolves when every change that ended before this call was reported. */
  async settled(): Promise<void> {
    await this.parts.store.settleExpired();
    for (const [, { slice }] of this.parts.systems) await slice?.settled();
  }

  /** The clock as it is now. */
  get clock(): ClockState {
    return this.parts.clock.state();
  }

  /** Those who ask at once get it one after the other, so that they do not take the time of all other requests. */
  state(): Promise<ServerState> {
    return this.asking.runExclusive(() => this.collect());
  }

  private async collect(): Promise<ServerState> {
    const systems = await this.slices();
    return this.stateWith(systems, await this.lists());
  }

  /** The state of each system. Changes may be reported while it is collected. */
  async slices(): Promise<ServerState['systems']> {
    const slices: [SystemName, SystemStates[SystemName]][] = [];
    for (const [name, { slice }] of this.parts.systems) if (slice) slices.push([name, await slice.state()]);
    return Object.fromEntries(slices);
  }

  /** The mails and the most recent journal entries. More of them may be reported while they are collected. */
  async lists(): Promise<ViewedLists> {
    const { outbox, journal } = this.parts;
    journal.tell();
    return { outbox: await outbox.mails(), journal: await journal.latest(YOUNGEST) };
  }

  /** The whole state: what was collected, and everything else as it is at this moment. */
  stateWith(systems: ServerState['systems'], { outbox, journal }: ViewedLists): ServerState {
    const { clock, faults } = this.parts;
    const { url, externalPlatformUrl } = this.address();
    const lan = this.lan();
    return {
      version: 2,
      url,
      externalPlatformUrl,
      ...(lan && { lan }),
      clock: clock.state(),
      systems,
      outbox,
      faults: faults.list(),
      journal,
    };
  }

  /** The addresses for devices of the network, while it is let in. */
  lan(): LanAddress | undefined {
    const { pairing } = this.parts;
    return pairing && { urls: this.address().lanUrls, pairingCode: pairing.code, paired: pairing.paired };
  }

  dispose(): void {
    void this.subscriptions.dispose();
    this.changed.dispose();
    this.replaced.dispose();
  }
}
