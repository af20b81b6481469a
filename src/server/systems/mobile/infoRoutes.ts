import type { MobileSession } from '../../../core/systems/mobile/mobileSession';
import type { FaceRequest } from '../../kernel/answer/face';
import { emptyCatalog, restInfo } from '../../kernel/answer/restInfo';
import { sendInPieces } from '../../kernel/answer/sendInPieces';
import { inSlices } from '../../kernel/slices/inSlices';
import type { Caller, Callers } from './callers';
import { refuse } from './mobileRestError';
import { type MobileRoute, ROOT } from './mobileRoute';
import type { MobileState } from './mobileState';
import { note } from './note';

/** Seconds that a REST session lives without a request. See docs/facts/4d-web.md#what-info-tells. */
const LIFETIME_S = 3600;

/** An entry of `sessionInfo`. See docs/facts/4d-web.md#what-info-tells. */
interface SessionInfo {
  readonly sessionID: string;
  readonly lifeTime: number;
  readonly expiration: string;
  readonly userName: string;
}

/**
 * Routes for what the server says about itself, and for the catalog, which is empty: this server has no data model.
 * A device sees only its own session. 4D asks for an administrator here as soon as passwords are set.
 */
export function infoRoutes(state: MobileState, callers: Callers): MobileRoute[] {
  const visible = async (caller: Caller): Promise<readonly MobileSession[]> => {
    if (caller.kind === 'developer') return (await state.list()).sessions;
    const own = await state.describe(caller.held.file);
    return own ? [own] : [];
  };
  const sessionInfo = async (caller: Caller): Promise<SessionInfo[]> =>
    inSlices(
      (await visible(caller)).filter(({ status }) => status === 'accepted'),
      infoOf,
    );

  const catalog: MobileRoute['handle'] = async (request) => {
    await callers.authorised(request);
    note(request.trace, 'mobile.catalog.empty');
    return emptyCatalog();
  };

  return [
    {
      method: 'GET',
      path: `${ROOT}/$info`,
      async handle(request, reply) {
        const sessions = await sessionInfo(await callers.authorised(request));
        note(request.trace, 'mobile.info');
        return sendInPieces(reply, { ...restInfo(sessions), HTTPConnections: [] });
      },
    },
    {
      method: 'GET',
      path: `${ROOT}/$info/sessionInfo`,
      async handle(request, reply) {
        const sessions = await sessionInfo(await callers.authorised(request));
        note(request.trace, 'mobile.info');
        return sendInPieces(reply, { sessionInfo: sessions, HTTPConnections: [] });
      },
    },
    {
      // The iOS SDK calls it to release the session. It is a GET request, so here it changes nothing.
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

/** A device gets the same answer whether or not the session exists, so it cannot find out about sessions of others. */
function notThere({ trace }: FaceRequest, { kind }: Caller): never {
  if (kind === 'device') return refuse(trace, 'mobile.session.foreign', 1906, 'That is not the session that asks.');
  return refuse(trace, 'mobile.session.unknown', 1909, 'No accepted session has this id.');
}

function infoOf({ id, email, loadedAt, lastRequestAt = loadedAt }: MobileSession): SessionInfo {
  const expiration = new Date(Date.parse(lastRequestAt) + LIFETIME_S * 1000).toISOString();
  return { sessionID: id.toUpperCase(), lifeTime: LIFETIME_S, expiration, userName: email };
}
