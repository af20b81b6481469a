import { phrase } from '../../compliance/phrase';
import type { ServerState } from '../../protocol/state';
import { MOST_SENDERS, type SystemSender } from '../../system/systemSender';

import './tokensSlice';

/** The active sessions, each with the youngest access token, which is told to nobody. */
export function tokensSenders({ tokens }: ServerState['systems']): SystemSender[] {
  const active = (tokens?.sessions ?? []).filter(({ state }) => state === 'active');
  return active.slice(0, MOST_SENDERS).map(({ id, user, device: { name, model } }) => ({
    id: `tokens:${id}`,
    name: phrase('Token session of {0}', user),
    detail: name ?? model ?? id.slice(0, 8),
    secret: { kind: 'ofServer', session: `tokens:${id}` },
  }));
}
