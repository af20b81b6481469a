import type { EndReason } from '../../../core/systems/tokens/endReason';
import type { Trace } from '../../kernel/journal/trace';
import type { KeptSessions } from './keptSessions';
import type { KeptSession } from './tokensSpaces';

/**
 * Ends sessions, and writes each into the trace.
 * @param by id of the session from which they are ended
 * @returns those that were active
 */
export async function endSessions(
  held: KeptSessions,
  ids: readonly string[],
  reason: EndReason,
  trace: Trace,
  by?: string,
): Promise<readonly KeptSession[]> {
  const ended: KeptSession[] = [];
  for (const id of ids) {
    const session = await held.end(id, reason, by === id ? undefined : by);
    if (!session) continue;
    ended.push(session);
    trace.changed('tokenSession', id, 'changed', reason);
  }
  return ended;
}
