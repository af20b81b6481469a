import type { JournalRemedy } from '../../../core/protocol/journal';
import type { EndReason } from '../../../core/systems/tokens/endReason';
import type { Trace } from '../../kernel/journal/trace';
import { note } from './note';
import type { TokenSessionEnd } from './tokensSpaces';

/** How each end is told: its reason code, and what whoever still has a token reads. */
const TOLD = {
  signed_out: ['tokens.over.signed_out', 'its user signed out'],
  password_changed: ['tokens.over.password_changed', 'the password of its user was changed'],
  signed_in_elsewhere: ['tokens.over.signed_in_elsewhere', 'its user signed in elsewhere'],
  terminated_by_user: ['tokens.over.terminated_by_user', 'its user ended it from another session'],
  terminated_by_admin: ['tokens.over.terminated_by_admin', 'an administrator ended it'],
  idle_timeout: ['tokens.over.idle_timeout', 'it was not refreshed for too long'],
  absolute_timeout: ['tokens.over.absolute_timeout', 'it has reached its greatest age'],
  token_reuse: ['tokens.over.token_reuse', 'one of its refresh tokens, or the code that it came from, was used twice'],
  user_disabled: ['tokens.over.user_disabled', 'its user was disabled'],
} as const satisfies Readonly<Record<EndReason, readonly [rule: string, words: string]>>;

/** The option that decides on each end that no person wished. How far to change it is for its reader to say. */
const DECIDED_BY: Readonly<Partial<Record<EndReason, string>>> = {
  password_changed: 'tokens.passwordChange',
  signed_in_elsewhere: 'tokens.maxSessions',
  idle_timeout: 'tokens.refreshIdleSeconds',
  absolute_timeout: 'tokens.refreshAbsoluteSeconds',
  token_reuse: 'tokens.graceSeconds',
};

/** The option by which a session would live on, if there is one. */
export function overRemedy(reason: EndReason): JournalRemedy | undefined {
  const option = DECIDED_BY[reason];
  return option === undefined ? undefined : { option };
}

/** Says why a session is over, for the client that still has a token of it. */
export function overWords({ reason }: TokenSessionEnd): string {
  return `The session is over, because ${TOLD[reason][1]}; sign in again.`;
}

/** Writes into a trace why a session is over, since when, and from where it was ended. */
export function noteOver(trace: Trace, { reason, at, by }: TokenSessionEnd): void {
  const [rule, words] = TOLD[reason];
  const from = by === undefined ? '' : ` by the session ${by}`;
  note(trace, rule, `The session ended at ${new Date(at).toISOString()}${from}, because ${words}.`);
}
