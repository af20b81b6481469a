import type { MobileSession } from '../../../core/systems/mobile/mobileSession';
import type { FaceRequest } from '../../kernel/answer/face';
import type { Caller, Callers } from './callers';
import { refuse } from './mobileRestError';
import { type MobileRoute, ROOT } from './mobileRoute';
import type { MobileState } from './mobileState';
import { note } from './note';

/** How long a REST session lives without a request, in seconds. See docs/facts/4d-web.md#what-info-tells. */
const LIFETIME_S = 3600;

/** One entry of `sessionInfo`. See docs/facts/4d-web.md#what-info-tells. */
interface SessionInfo {
  readonly sessionID: string;
  readonly lifeTime: number;
  readonly expiration: string;
  readonly userName: string;
}

/**
 * What the server tells about itself, and the catalog of a data model that it has not. A device is told of its own session
 * only: 4D asks for an administrator here as soon as there are passwords.
 */
export function infoRoutes(state: MobileState, callers: Callers): MobileRoute[] {
  const visible = async (caller: Caller): Promise<readonly MobileSession[]> => {
    if (caller.kind === 'developer') return (await state.list()).sessions;
    const own = await state.describe(caller.held.file);
    return own ? [own] : [];
  };
  const sessionInfo = async (caller: Caller): Promise<SessionInfo[]> =>
    (await visible(caller)).filter(({ status }) => status === 'accepted').map(infoOf);

  const catalog: MobileRoute['handle'] = async (request) => {
    await callers.authorised(request);
    note(request.trace, 'mobile.catalog.empty');
    return { dataClasses: [] };
  };

  return [
    {
      method: 'GET',
      path: `${ROOT}/$info`,
      async handle(request) {
        const sessions = await sessionInfo(await callers.authorised(request));
        note(request.trace, 'mobile.info');
        return {
          cacheSize: 0,
          usedCache: 0,
          entitySetCount: 0,
          entitySet: [],
          ProgressInfo: [],
          sessionInfo: sessions,
          HTTPConnections: [],
        };
      },
    },
    {
      method: 'GET',
      path: `${ROOT}/$info/sessionInfo`,
      async handle(request) {
        const sessions = await sessionInfo(await callers.authorised(request));
        note(request.trace, 'mobile.info');
        return { sessionInfo: sessions, HTTPConnections: [] };
      },
    },
    {
      // The iOS SDK says that it releases the session; it is a GET, so it only tells here.
      method: 'GET',
      path: `${ROOT}/$info/sessionInfo/id/:id`,
      async handle(request) {
        const caller = await callers.authorised(request);
        const id = (request.params as { id: string }).id.toLowerCase();
        const found = (await sessionInfo(caller)).find(({ sessionID }) => sessionID.toLowerCase() === id);
        return found ?? notThere(request, caller);
      },
    },
    { method: 'GET', path: `${ROOT}/$catalog`, handle: catalog },
    { method: 'GET', path: `${ROOT}/$catalog/$all`, handle: catalog },
  ];
}

/** A device is not told whether there is such a session: it may not know of any but its own. */
function notThere({ trace }: FaceRequest, { kind }: Caller): never {
  if (kind === 'device') return refuse(trace, 'mobile.session.foreign', 1906, 'That is not the session that asks.');
  return refuse(trace, 'mobile.session.unknown', 1909, 'No accepted session has this id.');
}

function infoOf({ id, email, loadedAt, lastRequestAt = loadedAt }: MobileSession): SessionInfo {
  const expiration = new Date(Date.parse(lastRequestAt) + LIFETIME_S * 1000).toISOString();
  return { sessionID: id.toUpperCase(), lifeTime: LIFETIME_S, expiration, userName: email };
}
