import { type Disposable, Emitter } from '../../../core/base/event';
import type { Mail } from '../../../core/protocol/mail';
import type { Clock } from '../clock/clock';
import { dateSchema } from '../clock/timeSchema';
import { checkedBy } from '../store/checkedBy';
import { type Log, WrittenEntry } from '../store/log';
import type { Store } from '../store/store';
import type { Outbox } from './outbox';

/** The maximum number of mails. */
const MOST = 500;
const text = { type: 'string' } as const;

/** The log of the mails. */
export const MAILS: Log<Mail> = {
  name: 'outbox',
  most: MOST,
  unique: ['id'],
  check: checkedBy<Mail>(
    {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'at', 'to', 'subject', 'html', 'text'],
      properties: {
        id: text,
        at: dateSchema,
        to: text,
        from: text,
        cc: text,
        bcc: text,
        replyTo: text,
        subject: text,
        html: text,
        text,
        attachments: { type: 'array', items: text },
        headers: { type: 'object', additionalProperties: text },
        link: text,
        code: text,
        session: text,
        expiresAt: dateSchema,
      },
    },
    idProblem,
  ),
};

/** Keeps mails in the store instead of sending them. */
export class MailOutbox implements Outbox, Disposable {
  private readonly sent = new Emitter<Mail>();
  readonly onDidSend = this.sent.event;
  private readonly cleared = new Emitter<void>();
  readonly onDidClear = this.cleared.event;
  private readonly log: Log<Mail>;
  private readonly following: Disposable;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    limit = MOST,
  ) {
    this.log = { ...MAILS, most: limit };
    this.following = store.followLog(this.log, ({ value }) => this.sent.fire(value));
  }

  async send(mail: Omit<Mail, 'id' | 'at'>): Promise<Mail> {
    const at = new Date(this.clock.now()).toISOString();
    const sent = (id: number | undefined): Mail => ({ ...mail, id: `mail-${id}`, at });
    return sent(await this.store.append(this.log, { size: new WrittenEntry(mail).size, write: sent }));
  }

  async mails(): Promise<readonly Mail[]> {
    return (await this.store.page(this.log)).entries.map(({ value }) => value);
  }

  /** Removes all mails. Later ones have other ids. */
  async clear(): Promise<void> {
    await this.store.clear(this.log);
    this.cleared.fire();
  }

  dispose(): void {
    this.cleared.dispose();
    this.following.dispose();
    this.sent.dispose();
  }
}

/** A mail keeps its id when its entry gets a higher number, so later mails never have the same id. */
function idProblem(number: string, { id }: Mail): string | undefined {
  const [, own] = /^mail-([1-9]\d*)$/.exec(id) ?? [];
  return Number(own) <= Number(number) ? undefined : `its id must be from “mail-1” to “mail-${number}”`;
}
