import type { Event } from '../../../core/base/event';
import type { Mail } from '../../../core/protocol/mail';

/** Catches the mails that would have been sent. Bounded: the oldest go. */
export interface Outbox {
  /** @returns the mail with its id and time */
  send(mail: Omit<Mail, 'id' | 'at'>): Promise<Mail>;
  /** The oldest first. */
  mails(): Promise<readonly Mail[]>;
  readonly onDidSend: Event<Mail>;
}
