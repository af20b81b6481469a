import type { FastifyReply } from 'fastify';
import { isRecord } from '../../../core/session/sessionFields';
import type { FaceRequest } from '../../kernel/answer/face';
import { AppBody } from './appBody';
import { note } from './note';
import { endByPassword } from './passwordChange';
import { TokensRefusal } from './tokensRefusal';
import type { TokensRuntime } from './tokensRuntime';
import type { KeptSession } from './tokensSpaces';

/** Changes the password of the user. It ends sessions as the option `passwordChange` says. */
export async function changePassword(
  runtime: TokensRuntime,
  request: FaceRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { sessions, users, settings } = runtime;
  const { session } = await sessions.authenticate(request);
  const { trace } = request;
  const body = new AppBody(request.body);
  const [current, next] = [body.password(settings.fields.current), body.password(settings.fields.new)];
  const before = await users.replacePassword(session.user, current, next);
  // 403, as 401 would send the app to refresh its access token.
  if (!before) {
    throw new TokensRefusal(403, 'password-wrong', 'The current password is another one; check it.');
  }
  note(trace, 'tokens.password', `The password of ${session.user} was changed.`);
  trace.changed('tokensUser', session.user, 'changed', 'another password');
  await endByPassword(runtime, before.sessions, trace, session.id);
  return reply.code(204).send();
}

/** Ends the session that asks. A refresh token in the body says which one that is, also when the access token is over. */
export async function signOut(
  runtime: TokensRuntime,
  request: FaceRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { sessions } = runtime;
  const session = await sessionToEnd(runtime, request);
  if (!session) {
    note(request.trace, 'tokens.ended.none', 'The refresh token is none that is known: nothing was ended.');
    return reply.code(204).send();
  }
  const ended = await sessions.end([session.id], 'signed_out', request.trace, session.id);
  if (ended.length > 0)
    note(request.trace, 'tokens.signed-out', `${session.user} signed out: the session ${session.id} ended.`);
  else note(request.trace, 'tokens.ended.none');
  return reply.code(204).send();
}

/**
 * Who signs out is not told whether the refresh token was known, as a revocation does not tell it either (RFC 7009, 2.2).
 * @returns undefined if the refresh token is of no session
 */
async function sessionToEnd(
  { sessions, settings }: TokensRuntime,
  request: FaceRequest,
): Promise<KeptSession | undefined> {
  const { body, trace } = request;
  const name = settings.fields.refresh_token;
  if (!isRecord(body) || body[name] === undefined || body[name] === null) {
    return (await sessions.authenticate(request)).session;
  }
  const found = await sessions.findToken(new AppBody(body).text(name));
  if (found?.token.kind === 'access') {
    throw new TokensRefusal(400, 'bad-request', `“${name}” is an access token; send the refresh token.`);
  }
  if (found) trace.who({ session: found.session.id, user: found.session.user });
  return found?.session;
}
