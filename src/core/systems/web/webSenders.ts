import { type Phrase, phrase } from '../../compliance/phrase';
import type { ServerState } from '../../protocol/state';
import { MOST_SENDERS, type SystemSender } from '../../system/systemSender';
import { WEB_CALLS } from './webCalls';
import type { WebSession } from './webSession';

import './webSlice';

/** A new session, and those that are there. The cookie of these is told to nobody. */
export function webSenders({ web }: ServerState['systems']): SystemSender[] {
  if (!web) return [];
  const secret = { kind: 'made', call: WEB_CALLS.make() } as const;
  return [
    { id: 'web:new', name: phrase('A new web session'), detail: web.cookieName, secret },
    ...web.sessions.slice(0, MOST_SENDERS).map((session): SystemSender => {
      const id = `web:${session.id}`;
      return { id, name: nameOf(session), detail: session.id.slice(0, 8), secret: { kind: 'ofServer', session: id } };
    }),
  ];
}

function nameOf({ userName, isGuest }: WebSession): Phrase {
  if (userName !== '') return phrase('Web session of {0}', userName);
  return isGuest ? phrase('Web session of a guest') : phrase('Web session');
}
