import type { Trace } from '../../kernel/journal/trace';
import { note } from './note';
import type { TokensRuntime } from './tokensRuntime';

/**
 * Ends sessions after a change of the password, as the option `passwordChange` says.
 * @param active ids of the sessions that the user had then
 * @param by id of the session that changed it; undefined if an administrator did
 */
export async function endByPassword(
  { sessions, settings }: Pick<TokensRuntime, 'sessions' | 'settings'>,
  active: readonly string[],
  trace: Trace,
  by?: string,
): Promise<void> {
  const { passwordChange } = settings;
  const ending = passwordChange === 'none' ? [] : active.filter((id) => passwordChange === 'all' || id !== by);
  const ended = await sessions.end(ending, 'password_changed', trace, by);
  for (const { id, user } of ended) {
    note(
      trace,
      'tokens.password.ended',
      `The session ${id} of ${user} was ended, as passwordChange is ${passwordChange}.`,
    );
  }
  if (ending.length < active.length) {
    note(trace, 'tokens.password.kept', `Sessions stay, as passwordChange is ${passwordChange}.`);
  }
}
