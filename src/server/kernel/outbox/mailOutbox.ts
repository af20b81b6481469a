import { type Disposable, Emitter } from '../../../core/base/event';
import type { Mail } from '../../../core/protocol/outbox';
import type { Clock } from '../clock/clock';
import type { Outbox } from './outbox';

/** Plain JSON of everything in an outbox. */
export interface OutboxSnapshot {
  /** Number in the id of the next mail. */
  readonly next: number;
  readonly mails: readonly Mail[];
}

/** Keeps mails in memory instead of sending them. */
export class MailOutbox implements Outbox, Disposable {
  private readonly sent = new Emitter<Mail>();
  readonly onDidSend = this.sent.event;
  private kept: Mail[] = [];
  private next = 1;

  /** @param limit how many mails are kept */
  constructor(
    private readonly clock: Clock,
    private readonly limit = 500,
  ) {}

  send(mail: Omit<Mail, 'id' | 'at'>): Mail {
    const sent = { ...mail, id: `mail-${this.next++}`, at: new Date(this.clock.now()).toISOString() };
    this.kept.push(sent);
    if (this.kept.length > this.limit) this.kept.shift();
    this.sent.fire(sent);
    return sent;
  }

  /** The oldest first. */
  mails(): readonly Mail[] {
    return [...this.kept];
  }

  /** Tells nobody. Ids go on growing. */
  clear(): void {
    this.kept = [];
  }

  snapshot(): OutboxSnapshot {
    return { next: this.next, mails: this.mails() };
  }

  /** Replaces everything, and tells nobody. */
  restore(snapshot: OutboxSnapshot): void {
    this.kept = snapshot.mails.slice(-this.limit);
    this.next = Math.max(this.next, snapshot.next);
  }

  dispose(): void {
    this.sent.dispose();
  }
}
