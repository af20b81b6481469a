import { isDeepStrictEqual } from 'node:util';
import type { FastifyReply } from 'fastify';
import { counted } from '../../../core/base/counted';
import { shortened } from '../../../core/compliance/phrase';
import type { FaceRequest } from '../../kernel/answer/face';
import { endSignIns } from './endSignIns';
import { note } from './note';
import { TokensRefusal } from './tokensRefusal';
import type { TokensRuntime } from './tokensRuntime';
import type { KeptSession } from './tokensSpaces';
import { toldSession } from './toldSession';

/** Which sessions `GET /api/sessions` lists. */
const STATES = ['active', 'ended', 'all'];

/** Tells who is signed in. */
export async function tellMe({ sessions }: TokensRuntime, request: FaceRequest): Promise<object> {
  const { session } = await sessions.authenticate(request);
  note(request.trace, 'tokens.me');
  return {
    user: session.user,
    session: toldSession(session, session.id),
    ...(session.scope !== undefined && { scope: session.scope }),
  };
}

/** Lists the sessions of the user: those that are active, unless the query asks for others. */
export async function listSessions({ sessions }: TokensRuntime, request: FaceRequest): Promise<object> {
  const { session } = await sessions.authenticate(request);
  const { state = 'active' } = request.query as { readonly state?: unknown };
  if (typeof state !== 'string' || !STATES.includes(state)) {
    throw new TokensRefusal(400, 'bad-request', `The parameter “state” must be one of ${STATES.join(', ')}.`);
  }
  const own = (await sessions.held.all()).filter(({ user }) => user === session.user);
  const wanted = own.filter(({ ended }) => state === 'all' || (state === 'ended') === (ended !== undefined));
  note(request.trace, 'tokens.listed', `The answer lists ${counted(wanted.length, 'session')} of ${session.user}.`);
  return wanted.map((each) => toldSession(each, session.id));
}

/** Ends one session of the user. */
export async function endOwnSession(
  { sessions }: TokensRuntime,
  request: FaceRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { session } = await sessions.authenticate(request);
  const { id } = request.params as { readonly id: string };
  const wanted = await sessions.held.get(id);
  // A session of another user is as unknown as none.
  if (wanted?.user !== session.user) {
    throw new TokensRefusal(
      404,
      'no-such-session',
      'The user has no such session; the list of sessions has those there are.',
    );
  }
  return end([wanted], session, sessions, request, reply);
}

/** Ends all sessions of the user, or all but one. */
export async function endOwnSessions(
  { sessions, users }: TokensRuntime,
  request: FaceRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { session } = await sessions.authenticate(request);
  assertKnownParameters(request);
  const { except } = request.query as { readonly except?: unknown };
  if (except !== undefined && except !== 'current') {
    throw new TokensRefusal(
      400,
      'bad-request',
      'The parameter “except” can be “current” only; leave it out to end all.',
    );
  }
  await endSignIns(users, session.user, 'terminated_by_user', request.trace);
  const active = await sessions.held.activeOf(session.user);
  // Its own one comes last: whoever loses the connection meanwhile can ask again.
  const others = active.filter(({ id }) => id !== session.id);
  return end(except === 'current' ? others : [...others, session], session, sessions, request, reply);
}

/**
 * What is not known is elsewhere ignored. Here a misspelt `except`, or one in the body, would end the session that asks.
 * @throws TokensRefusal
 */
function assertKnownParameters({ query, body }: FaceRequest): void {
  const unknown = Object.keys(query as object).find((name) => name !== 'except');
  if (unknown !== undefined) {
    throw new TokensRefusal(
      400,
      'bad-request',
      `There is no parameter “${shortened(unknown, 60)}” here, but “except” alone; send that, or none to end all.`,
    );
  }
  if (body === undefined || isDeepStrictEqual(body, {})) return;
  throw new TokensRefusal(
    400,
    'bad-request',
    'This call takes no body; send “except” in the query, or nothing to end all.',
  );
}

async function end(
  wanted: readonly KeptSession[],
  { id: by, user }: KeptSession,
  sessions: TokensRuntime['sessions'],
  { trace }: FaceRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const ids = wanted.map(({ id }) => id);
  const ended = await sessions.end(ids, 'terminated_by_user', trace, by);
  for (const { id } of ended) {
    note(trace, 'tokens.ended', `The session ${id} of ${user} was ended${id === by ? '' : ` by the session ${by}`}.`);
  }
  if (ended.length === 0) note(trace, 'tokens.ended.none');
  return reply.code(204).send();
}
