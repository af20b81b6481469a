import type { Json } from '../../../core/json/json';
import { type MailStatus, type SentMail, sendCodeMail } from '../outbox/codeMail';
import type { Outbox } from '../outbox/outbox';
import type { ServerAddresses, SystemSurroundings } from '../system/emulatedSystem';

/** The functions of the server that a developer's code may call, whatever system runs it. */
export class ServerFunctions {
  constructor(
    private readonly outbox: Outbox,
    private readonly surroundings: Pick<SystemSurroundings, 'addresses' | 'command'>,
  ) {}

  /** @param told called with what became of the mail */
  async sendMail(given: unknown, told: (sent: SentMail) => void): Promise<MailStatus> {
    const sent = await sendCodeMail(this.outbox, given);
    told(sent);
    return sent.status;
  }

  addresses(): ServerAddresses {
    return this.surroundings.addresses();
  }

  /** @throws Error with a sentence */
  command(name: string): Promise<Json> {
    return this.surroundings.command(name);
  }
}
