import type { FastifyReply } from 'fastify';
import { secretKey } from '../../kernel/secrets/secretKey';
import { describeClient, profileOf } from './clientProfile';
import { beginSession } from './clientSession';
import { MARKER } from './signIn';
import { mayHaveToken, setTokenCookie } from './tokenRevival';
import type { OpenSession, XasCall } from './xasCall';

/** Answers `get_session_data`: retrieves or initialises the session of the client. */
export async function sessionData(call: XasCall): Promise<FastifyReply> {
  const { kind, name } = profileOf(call);
  let open = await beginSession(call, kind, kind);
  // A logout in another tab may have come between.
  if (!(await useMarker(call, open))) open = await beginSession(call, kind, kind);
  if (!open) {
    call.note('mendix.session-data.refused');
    call.cookies.clearSession();
    return call.send(401, {});
  }
  describeClient(call, name);
  const { hasTokens, longLivedMs } = call.runtime.settings;
  if (kind === 'offline' && !hasTokens) {
    call.note(
      'mendix.session.long-lived',
      `LongLivedSessionTimeout counts for offline apps: the session may be idle for ${longLivedMs} ms.`,
    );
  }
  call.note(
    'mendix.session-data',
    `The client gets its session ${open.session.id}, and cookies of which sources tell different lives.`,
  );
  return call.send(200, bodyOf(call, open));
}

/**
 * The marker is used up by the first call that comes with it (docs/facts/mendix.md#the-course-of-a-login-with-a-token).
 * That it is there is what counts; with the switch `markerCounts` at `once` it counts in the session whose login has set it,
 * and nowhere else.
 * @returns false if the session has ended meanwhile
 */
async function useMarker(call: XasCall, open: OpenSession | undefined): Promise<boolean> {
  const { trace, cookies, runtime } = call;
  const marker = cookies.get('useAuthToken');
  if (marker === undefined) return true;
  cookies.clear('useAuthToken');
  if (!open || open.session.anonymous || !runtime.settings.hasTokens) {
    call.note('mendix.marker.useless');
    return true;
  }
  const { id, user, tokens, salt } = open.session;
  if (marker !== MARKER || !(await runtime.sessions.useWish(id))) {
    const counts = runtime.settings.switches.markerCounts === 'always';
    call.note(counts ? 'mendix.marker.there' : 'mendix.marker.unknown');
    if (!counts) return true;
  }
  call.note('mendix.marker.used');
  const from = [...(await runtime.tokens.byIds(tokens)).values()].find(({ kind }) => kind === 'device');
  const { value, token } = await runtime.tokens.create(user, 'cookie', call.userAgent, from?.id);
  if (!(await runtime.sessions.addToken(id, token.id))) {
    await runtime.tokens.end(token.id, 'logout');
    call.note('mendix.token.undone');
    return false;
  }
  if (!(await mayHaveToken(call, token, salt))) return true;
  setTokenCookie(call, value);
  const until =
    token.expiresAt === undefined ? 'it has no end' : `it is good until ${new Date(token.expiresAt).toISOString()}`;
  if (token.expiresAt === undefined) call.note('mendix.token.endless');
  call.note('mendix.token.created', `An authentication token was made for ${user}; ${until}.`);
  trace.changed('mendixToken', token.id, 'created', until);
  return true;
}

/** The members that were seen and have to do with sessions (docs/facts/mendix.md#requests). There is no model, so the rest is empty. */
function bodyOf({ runtime }: XasCall, { session, csrfToken }: OpenSession): object {
  const { version, keepAlive, sessionTimeoutMs } = runtime.settings;
  return {
    csrftoken: csrfToken,
    cachebust: secretKey(version).slice(0, 12),
    // Half of the time: docs/facts/mendix.md#settings. Without keep-alive there is no interval.
    ...(keepAlive && { keepalive: Math.round(sessionTimeoutMs / 2) }),
    constants: [],
    user: {
      objectType: 'System.User',
      attributes: { Name: { value: session.user }, IsAnonymous: { value: session.anonymous } },
    },
    metadata: [],
    objects: [],
  };
}
