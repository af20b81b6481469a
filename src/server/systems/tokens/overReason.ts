import type { EndReason } from '../../../core/systems/tokens/endReason';
import type { Trace } from '../../kernel/journal/trace';
import { note } from './note';
import type { SessionEnd } from './tokensSpaces';

/** How each end is told to whoever still has a token. */
const WORDS: Readonly<Record<EndReason, string>> = {
  signed_out: 'its user signed out',
  password_changed: 'the password of its user was changed',
  signed_in_elsewhere: 'its user signed in elsewhere',
  terminated_by_user: 'its user ended it from another session',
  terminated_by_admin: 'an administrator ended it',
  idle_timeout: 'it was not refreshed for too long',
  absolute_timeout: 'it has reached its greatest age',
  token_reuse: 'one of its refresh tokens, or the code that it came from, was used twice',
  user_disabled: 'its user was disabled',
};

/** Says why a session is over, for the client that still has a token of it. */
export function overWords({ reason }: SessionEnd): string {
  return `The session is over, because ${WORDS[reason]}; sign in again.`;
}

/** Writes into a trace why a session is over, since when, and from where it was ended. */
export function noteOver(trace: Trace, { reason, at, by }: SessionEnd): void {
  const from = by === undefined ? '' : ` by the session ${by}`;
  note(
    trace,
    `tokens.over.${reason}`,
    `The session ended at ${new Date(at).toISOString()}${from}, because ${WORDS[reason]}.`,
  );
}
