import type { MailStatus } from '../outbox/codeMail';
import type { ServerAddresses } from '../system/emulatedSystem';
import { SmtpTransporter } from './smtpTransporter';

/** Calls a function of the server for the current request. It throws when there is none. */
export type ServerAsk = (operation: 'sendMail' | 'addresses', ...parameters: readonly unknown[]) => unknown;

/**
 * The global names of a developer's code that lead to the server itself: `smtpNewTransporter()` for 4D's SMTP New transporter,
 * and `Workbench`, which tells where server and external platform are.
 */
export function serverGlobals(ask: ServerAsk): Readonly<Record<string, unknown>> {
  const addresses = () => ask('addresses') as ServerAddresses;
  return {
    smtpNewTransporter: (server: unknown) => new SmtpTransporter(server, (mail) => ask('sendMail', mail) as MailStatus),
    Workbench: Object.freeze({
      get url(): string {
        return addresses().url;
      },
      get platformUrl(): string {
        return addresses().platformUrl;
      },
    }),
  };
}
