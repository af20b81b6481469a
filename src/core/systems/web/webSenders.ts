import { phrase } from '../../compliance/phrase';
import type { ServerState } from '../../protocol/state';
import type { SystemSender } from '../../system/systemSender';
import { WEB_CALLS } from './webCalls';

import './webSlice';

/** The cookie of a session that is there already is told to nobody. So a new one is made. */
export function webSenders({ web }: ServerState['systems']): SystemSender[] {
  if (!web) return [];
  const secret = { kind: 'made', call: WEB_CALLS.make() } as const;
  return [{ id: 'web:new', name: phrase('A new web session'), detail: web.cookieName, secret }];
}
