import type { Json } from '../../../core/json/json';
import type { ServerFunctions } from '../../kernel/code/serverFunctions';
import type { Trace } from '../../kernel/journal/trace';
import type { MailStatus } from '../../kernel/outbox/codeMail';
import type { ServerAddresses } from '../../kernel/system/emulatedSystem';
import { note } from './note';

/** The commands as 4D's code writes them. Source: docs/web-code.md. */
const NAMES_OF_4D: ReadonlyMap<string, string> = new Map([
  ['mobile.folder', 'Folder(fk mobileApps folder)'],
  ['mobile.refresh', 'MOBILE APP REFRESH SESSIONS'],
]);

/** What one run of code asks of the server besides its session, with its entry in the journal. */
export class CodeServerCalls {
  constructor(
    private readonly functions: ServerFunctions,
    private readonly trace: Trace,
  ) {}

  sendMail(given: unknown): Promise<MailStatus> {
    return this.functions.sendMail(given, ({ mail, status, remarks }) => {
      if (remarks.length > 0) note(this.trace, 'web.mail.ignored', remarks.join(' '));
      if (!mail) {
        note(
          this.trace,
          'web.mail.refused',
          `A mail of the code was refused: ${status.errors?.[0]?.message ?? status.statusText}`,
        );
        return;
      }
      // Subject and text may have a code or a link in them, so the journal has neither.
      if (mail.code !== undefined) this.trace.hide(mail.code);
      note(this.trace, 'web.mail.sent', `A mail of the code to ${mail.to || mail.cc || mail.bcc} is in the outbox.`);
      this.trace.changed('mail', mail.id, 'created', mail.to);
    });
  }

  addresses(): ServerAddresses {
    return this.functions.addresses();
  }

  async command(name: string): Promise<Json> {
    const result = await this.functions.command(name);
    note(this.trace, 'web.command', `The code ran ${NAMES_OF_4D.get(name) ?? name}.`);
    return result;
  }
}
