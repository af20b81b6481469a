import type { Disposable, Event } from '../../../core/base/event';
import type { VirtualClock } from '../clock/virtualClock';
import type { Snapshots } from '../control/snapshot';
import type { Faults } from '../faults/faults';
import type { Pairing } from '../guard/pairing';
import type { Certificate } from '../http/certificate';
import type { Recording } from '../http/recording';
import type { Journal } from '../journal/journal';
import type { MailOutbox } from '../outbox/mailOutbox';
import { SeededRandom } from '../random/seededRandom';
import type { MemoryStore } from '../store/memoryStore';
import { KeptState, type StateRecord } from './keptState';
import { StateKeeper } from './stateKeeper';
import { lineOf, readStateLog, type StateFiles, StateLog, type StateLogOptions, type Write } from './stateLog';

export interface AfterlifeParts {
  readonly clock: VirtualClock;
  readonly store: MemoryStore;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly outbox: MailOutbox;
  readonly recording: Recording;
  readonly snapshots: Snapshots;
  /** Its position is kept when it is seeded. */
  readonly random: object;
  readonly pairing?: Pairing | undefined;
  /** When it was made by the server itself. */
  readonly certificate?: Certificate | undefined;
}

/** At once; under load older ones are left out, as they are when the journal is full. */
const MOST_ENTRIES = 500;

/**
 * What another server needs to go on where this one ends, however it ends: each change is written down before anybody is
 * told of it. Only entries of the journal that nobody has read, and the time of the last request of a device, come a moment
 * later, as they change with each request: they cost no more than a fiftieth of the time.
 */
export class Afterlife implements Disposable {
  private readonly log: StateLog;
  private readonly keeper = new StateKeeper(async () => this.writeMinor());
  private readonly subscriptions: Disposable[] = [];
  /** Id of the last entry of the journal that is written. */
  private writtenEntry = 0;
  private isDrawn = false;
  private isRead = false;

  /** Nothing is written before `begin`. */
  constructor(
    private readonly parts: AfterlifeParts,
    options: Omit<StateLogOptions, 'whole'>,
  ) {
    this.log = new StateLog({ ...options, whole: (write) => this.writeAll(write) });
  }

  /** What a server before wrote into these files; undefined when there was none. */
  static read(files: StateFiles): { state: KeptState; current: NonNullable<StateLogOptions['current']> } | undefined {
    const written = readStateLog(files);
    return written && { state: new KeptState(written.records), current: written.current };
  }

  /** From now on all is written. What was written before counts until the state of now is written whole. */
  begin(): void {
    const { clock, store, journal, faults, outbox, recording, snapshots, random, pairing } = this.parts;
    this.log.rewrite();
    store.watch({
      put: (...entry) => this.log.add(putLine(...entry)),
      removed: (space, key) => this.log.add(lineOf(['delete', space, key])),
    });
    const now = (...record: StateRecord) => this.log.addNow(lineOf(record));
    this.hear(clock.onDidMove, () => now('clock', clock.snapshot()));
    this.hear(faults.onDidChange, () => now('faults', faults.snapshot()));
    this.hear(outbox.onDidSend, (mail) => now('mail', mail, outbox.snapshot().next));
    this.hear(recording.onDidChange, (change) => {
      if (change.kind === 'turned') now('recording', change.on);
      else if (change.kind === 'recorded') now('recorded', change.exchange);
      else now('unrecorded', change.dropped);
    });
    if (pairing) this.hear(pairing.onDidChange, () => now('pairing', pairing.snapshot()));
    if (random instanceof SeededRandom) this.hear(random.onDidDraw, () => this.drawn(random));
    this.hear(snapshots.onDidExchange, () => this.log.rewrite());
    this.hear(journal.onDidGrow, () => this.keeper.changed());
    this.hear(journal.onDidRead, (id) => this.readUntil(id));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.keeper.dispose();
    this.log.dispose();
  }

  private hear<T>(event: Event<T>, listener: (value: T) => void): void {
    this.subscriptions.push(event(listener));
  }

  /** Once for all that is drawn at once. */
  private drawn(random: SeededRandom): void {
    if (this.isDrawn) return;
    this.isDrawn = true;
    queueMicrotask(() => {
      this.isDrawn = false;
      this.log.addNow(lineOf(['random', random.position] satisfies StateRecord));
    });
  }

  /** What somebody has read holds. Written when all that is told at once is written out. */
  private readUntil(id: number): void {
    if (this.isRead || id <= this.writtenEntry) return;
    this.isRead = true;
    queueMicrotask(() => {
      this.isRead = false;
      this.writeEntries();
    });
  }

  private writeMinor(): void {
    this.parts.store.tellMinor();
    this.writeEntries(MOST_ENTRIES);
  }

  private writeEntries(most?: number): void {
    const entries = this.parts.journal.since(this.writtenEntry, most);
    if (entries.entries.length === 0) return;
    this.writtenEntry = entries.nextId - 1;
    this.log.addNow(lineOf(['journal', entries] satisfies StateRecord));
  }

  private writeAll(write: Write): void {
    const { clock, store, journal, faults, outbox, recording, random, pairing, certificate } = this.parts;
    const say = (...record: StateRecord) => write(lineOf(record));
    store.tellAll({ put: (...entry) => write(putLine(...entry)), removed: () => {} });
    say('clock', clock.snapshot());
    say('faults', faults.snapshot());
    say('outbox', outbox.snapshot());
    const { on, exchanges, dropped } = recording.state();
    if (on || exchanges.length > 0) say('recording', true);
    for (const exchange of exchanges) say('recorded', exchange);
    if (dropped > 0) say('unrecorded', dropped);
    if (!on) say('recording', false);
    if (pairing) say('pairing', pairing.snapshot());
    if (random instanceof SeededRandom) say('random', random.position);
    if (certificate) say('certificate', certificate);
    const entries = journal.since(0);
    this.writtenEntry = entries.nextId - 1;
    say('journal', entries);
  }
}

/** The value is JSON already. */
function putLine(space: string, key: string, json: string, expiresAt: number | undefined): string {
  const end = expiresAt === undefined ? '' : `,${expiresAt}`;
  return `["put",${JSON.stringify(space)},${JSON.stringify(key)},${json}${end}]\n`;
}
