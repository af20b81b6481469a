import type { EndReason } from '../../../core/systems/tokens/endReason';
import type { Trace } from '../../kernel/journal/trace';
import { note } from './note';
import type { KeptUser } from './tokensSpaces';
import type { TokensUsers } from './tokensUsers';

/**
 * Ends the sign-ins of a user that are under way, and writes it into the trace. Whoever ends all sessions does this
 * first, so that no code makes another one meanwhile.
 * @returns the user before; undefined if there is no such user
 */
export async function endSignIns(
  users: TokensUsers,
  name: string,
  reason: EndReason,
  trace: Trace,
): Promise<KeptUser | undefined> {
  const before = await users.endSignIns(name, reason);
  if (!before) return undefined;
  note(trace, 'tokens.sign-ins.ended');
  trace.changed('tokensUser', name, 'changed', 'no sign-in under way');
  return before;
}
