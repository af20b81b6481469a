import type { MobileSession } from '../../../core/systems/mobile/mobileSession';
import type { FaceRequest } from '../../kernel/answer/face';
import { restInfo } from '../../kernel/answer/restInfo';
import { sendInPieces } from '../../kernel/answer/sendInPieces';
import { inSlices } from '../../kernel/slices/inSlices';
import type { AppSession } from './appSession';
import type { Caller, Callers } from './callers';
import { refuse } from './mobileRestError';
import { type MobileRoute, ROOT } from './mobileRoute';
import type { MobileState } from './mobileState';
import { note } from './note';

/** Seconds that a REST session lives without a request. See docs/facts/4d-web.md#what-info-tells. */
const LIFETIME_S = 3600;

/** The parts of `$info` that can be asked for alone, and the members of each. See docs/facts/4d-web.md#what-info-tells. */
const PARTS = {
  sessionInfo: ['sessionInfo', 'HTTPConnections'],
  ProgressInfo: ['ProgressInfo'],
  entitySet: ['entitySetCount', 'entitySet'],
  cacheInfo: ['cacheSize', 'usedCache', 'cacheObjects'],
} as const;

/** An entry of `sessionInfo`. See docs/facts/4d-web.md#what-info-tells. */
interface SessionInfo {
  readonly sessionID: string;
  readonly lifeTime: number;
  readonly expiration: string;
  readonly userName: string;
}

/**
 * Routes for what the server says about itself.
 * A device sees only its own session. 4D asks for an administrator here as soon as passwords are set.
 */
export function infoRoutes(state: MobileState, callers: Callers, web: AppSession): MobileRoute[] {
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

  /**
   * The iOS SDK releases a session with GET and decodes the session as the answer. Its file stays: releasing is about
   * memory and its licence, and only a logout deletes the file (inferred).
   */
  const release: MobileRoute['handle'] = async (request) => {
    const { trace } = request;
    const caller = await callers.authorised(request);
    const id = (request.params as { id: string }).id.toLowerCase();
    const found = (await visible(caller)).find(
      (session) => session.status === 'accepted' && session.id.toLowerCase() === id,
    );
    if (!found) return notThere(request, caller);
    if (await state.release(found.file, 'The session was released with $info/sessionInfo/id.')) {
      note(trace, 'mobile.session.released');
      trace.changed('mobileSession', found.id, 'removed', 'released; its file stays');
      await web.close(request, found.file);
    } else note(trace, 'mobile.session.released.gone');
    return infoOf(found);
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
      // The iOS SDK writes progressInfo, the mobile editor ProgressInfo. 4D compares such names in any case.
      method: 'GET',
      path: `${ROOT}/$info/:part`,
      async handle(request, reply) {
        const { trace, params } = request;
        const sessions = await sessionInfo(await callers.authorised(request));
        const parts = { ...restInfo(sessions), cacheObjects: [], HTTPConnections: [] };
        const { part } = params as { part: string };
        const members = Object.entries(PARTS).find(([name]) => name.toLowerCase() === part.toLowerCase())?.[1];
        if (!members) {
          const known = Object.keys(PARTS).join(', ');
          return refuse(trace, 'mobile.info.unknown', 1909, `$info has no such part; it has ${known}.`);
        }
        note(trace, 'mobile.info');
        return sendInPieces(reply, Object.fromEntries(members.map((name) => [name, parts[name]])));
      },
    },
    { method: 'GET', path: `${ROOT}/$info/sessionInfo/id/:id`, handle: release },
    { method: 'DELETE', path: `${ROOT}/$info/sessionInfo/id/:id`, handle: release },
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
