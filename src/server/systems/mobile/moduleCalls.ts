import type { CallReply, CodeHostCall } from '../../kernel/code/hostProtocol';
import type { ServerFunctions } from '../../kernel/code/serverFunctions';
import type { Trace } from '../../kernel/journal/trace';
import { note } from './note';

/** What the authentication module or the action module asks of the server during one request, with its entry in the journal. */
export class ModuleCalls {
  private isOver = false;

  constructor(
    private readonly functions: ServerFunctions,
    private readonly trace: Trace,
  ) {}

  async answer({ operation, parameters }: CodeHostCall): Promise<CallReply> {
    if (this.isOver) return { kind: 'failure', reason: 'The request of this code was answered already.' };
    try {
      return { kind: 'result', result: await this.result(operation, parameters) };
    } catch (error) {
      return { kind: 'failure', reason: (error as Error).message };
    }
  }

  /** Call this when the module has answered, for any reason. Further calls are refused. */
  end(): void {
    this.isOver = true;
  }

  private async result(operation: string, [given]: readonly unknown[]): Promise<unknown> {
    if (operation === 'addresses') return this.functions.addresses();
    if (operation !== 'sendMail') throw new TypeError(`There is no operation ${operation}.`);
    const { trace } = this;
    return this.functions.sendMail(given, ({ mail, status, remarks }) => {
      if (remarks.length > 0) note(trace, 'mobile.mail.ignored', remarks.join(' '));
      if (!mail) {
        note(
          trace,
          'mobile.mail.refused',
          `A mail of the module was refused: ${status.errors?.[0]?.message ?? status.statusText}`,
        );
        return;
      }
      // Subject and text may have a code or a link in them, so the journal has neither.
      if (mail.code !== undefined) trace.hide(mail.code);
      note(trace, 'mobile.mail.sent', `A mail to ${mail.to || mail.cc || mail.bcc} is in the outbox.`);
      trace.changed('mail', mail.id, 'created', mail.to);
    });
  }
}
