import type { Mail } from '../../../core/protocol/outbox';
import type { RecordedExchange, RecordingState } from '../../../core/protocol/recording';
import type { ClockSnapshot } from '../clock/virtualClock';
import type { Snapshot } from '../control/snapshot';
import type { FaultsSnapshot } from '../faults/faults';
import type { PairingState } from '../guard/pairing';
import type { Certificate } from '../http/certificate';
import type { JournalSnapshot } from '../journal/journal';
import type { OutboxSnapshot } from '../outbox/mailOutbox';
import type { StoreSnapshot } from '../store/store';

/** What a state log says, one record after the other: a part as a whole, or what came to it. */
export type StateRecord =
  | readonly ['put', space: string, key: string, value: unknown, expiresAt?: number]
  | readonly ['delete', space: string, key: string]
  | readonly ['clock', ClockSnapshot]
  | readonly ['faults', FaultsSnapshot]
  | readonly ['outbox', OutboxSnapshot]
  | readonly ['mail', Mail, next: number]
  /** Some entries that follow those before; there may be a gap. */
  | readonly ['journal', JournalSnapshot]
  /** Recording was switched on, which begins anew, or off. */
  | readonly ['recording', on: boolean]
  | readonly ['recorded', RecordedExchange]
  /** So many were not recorded any more. */
  | readonly ['unrecorded', count: number]
  | readonly ['pairing', PairingState]
  /** How far seeded randomness was used: what was given out must not be given out again. */
  | readonly ['random', position: number]
  /** One that was made: clients have got to know it. */
  | readonly ['certificate', Certificate]
  | readonly ['whole'];

type Entry = StoreSnapshot['entries'][number];

/** The state that a server had, put together from what it wrote. */
export class KeptState {
  private readonly spaces = new Map<string, Map<string, Entry>>();
  private clock: ClockSnapshot = { offsetMs: 0 };
  private faults: FaultsSnapshot = { next: 1, faults: [] };
  private nextMail = 1;
  private readonly mails: Mail[] = [];
  private nextEntry = 1;
  private readonly entries: JournalSnapshot['entries'][number][] = [];
  private readonly exchanges: RecordedExchange[] = [];
  private isRecording = false;
  private dropped = 0;
  pairing: PairingState | undefined;
  randomPosition: number | undefined;
  certificate: Certificate | undefined;

  constructor(records: Iterable<readonly unknown[]>) {
    for (const record of records) this.apply(record as StateRecord);
  }

  get snapshot(): Snapshot {
    return {
      version: 1,
      clock: this.clock,
      store: { entries: [...this.spaces.values()].flatMap((space) => [...space.values()]) },
      journal: { nextId: this.nextEntry, entries: this.entries },
      faults: this.faults,
      outbox: { next: this.nextMail, mails: this.mails },
    };
  }

  get recording(): RecordingState {
    return { on: this.isRecording, exchanges: this.exchanges, dropped: this.dropped };
  }

  private apply(record: StateRecord): void {
    switch (record[0]) {
      case 'put': {
        const [, space, key, value, expiresAt] = record;
        this.spaceOf(space).set(key, { space, key, value, ...(expiresAt !== undefined && { expiresAt }) });
        break;
      }
      case 'delete':
        this.spaceOf(record[1]).delete(record[2]);
        break;
      case 'clock':
        this.clock = record[1];
        break;
      case 'faults':
        this.faults = record[1];
        break;
      case 'outbox':
        this.nextMail = record[1].next;
        this.mails.push(...record[1].mails);
        break;
      case 'mail':
        this.mails.push(record[1]);
        this.nextMail = record[2];
        break;
      case 'journal':
        this.entries.push(...record[1].entries);
        this.nextEntry = record[1].nextId;
        break;
      case 'recording':
        this.isRecording = record[1];
        if (!this.isRecording) break;
        this.exchanges.length = 0;
        this.dropped = 0;
        break;
      case 'recorded':
        this.exchanges.push(record[1]);
        break;
      case 'unrecorded':
        this.dropped = record[1];
        break;
      case 'pairing':
        this.pairing = record[1];
        break;
      case 'random':
        this.randomPosition = record[1];
        break;
      case 'certificate':
        this.certificate = record[1];
        break;
    }
  }

  private spaceOf(name: string): Map<string, Entry> {
    let space = this.spaces.get(name);
    if (!space) {
      space = new Map();
      this.spaces.set(name, space);
    }
    return space;
  }
}
