import type { Json } from '../../../core/json/json';
import type { Mail } from '../../../core/protocol/mail';
import { type MailStatus, sendCodeMail } from '../outbox/codeMail';
import type { Outbox } from '../outbox/outbox';
import type { ServerAddresses, SystemSurroundings } from '../system/emulatedSystem';

/** The functions of the server that a developer's code may call, whatever system runs it. */
export class ServerFunctions {
  constructor(
    private readonly outbox: Outbox,
    private readonly surroundings: Pick<SystemSurroundings, 'addresses' | 'command'>,
  ) {}

  /** @param told called with the mail when it is in the outbox, otherwise without one */
  async sendMail(given: unknown, told: (mail: Mail | undefined, reason: string) => void): Promise<MailStatus> {
    const { status, mail } = await sendCodeMail(this.outbox, given);
    told(mail, status.statusText);
    return status;
  }

  addresses(): ServerAddresses {
    return this.surroundings.addresses();
  }

  /** @throws Error with a sentence */
  command(name: string): Promise<Json> {
    return this.surroundings.command(name);
  }
}
