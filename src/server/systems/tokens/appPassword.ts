import type { FastifyReply } from 'fastify';
import type { FaceRequest } from '../../kernel/answer/face';
import { AppBody } from './appBody';
import { note } from './note';
import { endByPassword } from './passwordChange';
import { TokensRefusal } from './tokensRefusal';
import type { TokensRuntime } from './tokensRuntime';

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

/** Ends the session that asks. */
export async function signOut(
  { sessions }: TokensRuntime,
  request: FaceRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { session } = await sessions.authenticate(request);
  const ended = await sessions.end([session.id], 'signed_out', request.trace, session.id);
  if (ended.length > 0)
    note(request.trace, 'tokens.signed-out', `${session.user} signed out: the session ${session.id} ended.`);
  else note(request.trace, 'tokens.ended.none');
  return reply.code(204).send();
}
