import { phrase } from '../../compliance/phrase';
import type { ServerState } from '../../protocol/state';
import { MOST_SENDERS, type SystemSender } from '../../system/systemSender';

import './mendixSlice';

/** The sessions of clients. Their cookies are told to nobody. */
export function mendixSenders({ mendix }: ServerState['systems']): SystemSender[] {
  return (mendix?.sessions ?? []).slice(0, MOST_SENDERS).map(({ id, user, anonymous }) => ({
    id: `mendix:${id}`,
    name: anonymous ? phrase('Anonymous Mendix session') : phrase('Mendix session of {0}', user),
    detail: id.slice(0, 8),
    secret: { kind: 'ofServer', session: `mendix:${id}` },
  }));
}
