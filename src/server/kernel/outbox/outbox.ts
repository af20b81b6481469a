import type { Event } from '../../../core/base/event';
import type { Mail } from '../../../core/protocol/mail';

/** Catches mails instead of sending them. It is bounded, so the oldest mails are dropped. */
export interface Outbox {
  /** @returns the mail with its id and time */
  send(mail: Omit<Mail, 'id' | 'at'>): Promise<Mail>;
  /** Oldest first. */
  mails(): Promise<readonly Mail[]>;
  readonly onDidSend: Event<Mail>;
}
