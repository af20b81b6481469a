import type { FastifyReply } from 'fastify';
import type { FaceRequest } from '../../kernel/answer/face';
import { noteAsked } from '../../kernel/journal/noteAsked';
import { AppBody } from './appBody';
import type { IssuedTokens } from './issuedTokens';
import { issuerOf } from './issuerOf';
import type { TokensFields } from './tokensOptions';
import type { TokensRuntime } from './tokensRuntime';

/** Sign-in by the app's own form. */
export async function signInByForm(
  { users, sessions, settings }: TokensRuntime,
  request: FaceRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { fields } = settings;
  const body = new AppBody(request.body);
  const device = body.device(fields.device);
  const [name, password] = [body.text(fields.username), body.password(fields.password)];
  const { ip, trace } = request;
  noteAsked(trace, name, password);
  const user = await users.verify(name, password);
  const userAgent = request.headers['user-agent'];
  const issued = await sessions.signIn({ user, device, ip, userAgent, issuer: issuerOf(settings, request) }, trace);
  return sendIssued(reply, issued, fields);
}

/** Refresh as JSON, for apps that know nothing of OAuth. */
export async function refreshByForm(
  { sessions, settings }: TokensRuntime,
  request: FaceRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { fields } = settings;
  const refreshToken = new AppBody(request.body).text(fields.refresh_token);
  const issued = await sessions.refresh({ refreshToken, issuer: issuerOf(settings, request) }, request.trace);
  return sendIssued(reply, issued, fields);
}

/** Tokens must not stay in a cache (RFC 6749, 5.1). Every answer of the face says so. */
function sendIssued(
  reply: FastifyReply,
  { accessToken, refreshToken, expiresIn, scope, session }: IssuedTokens,
  fields: TokensFields,
): FastifyReply {
  return reply.send({
    [fields.access_token]: accessToken,
    [fields.token_type]: 'Bearer',
    [fields.expires_in]: expiresIn,
    ...(refreshToken !== undefined && { [fields.refresh_token]: refreshToken }),
    ...(scope !== undefined && { [fields.scope]: scope }),
    [fields.session]: { id: session.id },
  });
}
