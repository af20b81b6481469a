import type { TokensUserPatch } from '../../../core/systems/tokens/tokenSession';
import type { Trace } from '../../kernel/journal/trace';
import { note } from './note';
import { endByPassword } from './passwordChange';
import { TokensRefusal } from './tokensRefusal';
import type { TokensRuntime } from './tokensRuntime';
import type { KeptUser } from './tokensSpaces';

/** Changes a user, as an administrator does. @returns the user afterwards */
export async function changeUser(
  runtime: TokensRuntime,
  name: string,
  { disabled, password }: TokensUserPatch,
  trace: Trace,
): Promise<KeptUser> {
  const { users, sessions } = runtime;
  const changes: string[] = [];
  if (disabled !== undefined) {
    const before = await users.setDisabled(name, disabled);
    if (before && before.disabled !== disabled) changes.push(disabled ? 'disabled' : 'enabled');
    const ended = disabled ? await sessions.end(before?.sessions ?? [], 'user_disabled', trace) : [];
    for (const { id } of ended)
      note(trace, 'control.tokens.end', `The session ${id} of ${name} ended, as ${name} is disabled.`);
  }
  if (password !== undefined) {
    const before = await users.setPassword(name, password);
    changes.push('another password');
    const { sessions: active = [] } = before ?? {};
    await endByPassword(runtime, active, trace);
  }
  // A password is not told.
  const what = changes.join(', ');
  if (what === '') note(trace, 'control.tokens.user.same', `The user ${name} was as wished already.`);
  else {
    note(trace, 'control.tokens.user', `The user ${name} was changed: ${what}.`);
    trace.changed('tokensUser', name, 'changed', what);
  }
  const user = await users.find(name);
  if (!user) throw new TokensRefusal(404, 'no-such-user', 'There is no such user any more.');
  return user;
}
