import type { EndReason } from '../../../core/systems/tokens/endReason';
import type { Trace } from '../../kernel/journal/trace';
import type { HeldSessions } from './heldSessions';
import type { HeldSession } from './tokensSpaces';

/**
 * Ends sessions, and writes each into the trace.
 * @param by id of the session from which they are ended
 * @returns those that were active
 */
export async function endSessions(
  held: HeldSessions,
  ids: readonly string[],
  reason: EndReason,
  trace: Trace,
  by?: string,
): Promise<readonly HeldSession[]> {
  const ended: HeldSession[] = [];
  for (const id of ids) {
    const session = await held.end(id, reason, by === id ? undefined : by);
    if (!session) continue;
    ended.push(session);
    trace.changed('tokenSession', id, 'changed', reason);
  }
  return ended;
}
