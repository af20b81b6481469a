import type { Phrase } from '../compliance/phrase';
import type { ControlCall } from '../protocol/controlCall';

/** As many sessions of a system are offered to send a request in. */
export const MOST_SENDERS = 500;

/** What the control API answers that makes a session with a cookie. */
export interface MadeCookie {
  readonly cookie: { readonly name: string; readonly value: string };
}

/** A session that a request can be sent in. It says where its secret is, and does not have it. */
export interface SystemSender {
  /** Of all senders of the system. */
  readonly id: string;
  readonly name: Phrase | string;
  readonly detail: string;
  readonly secret:
    | { readonly kind: 'sessionFile'; readonly folder: string; readonly file: string }
    | { readonly kind: 'made'; readonly call: ControlCall<MadeCookie> }
    /** Only the server has it, and puts it in (`SENT_IN`). */
    | { readonly kind: 'ofServer'; readonly session: string };
}
