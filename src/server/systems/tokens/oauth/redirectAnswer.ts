import type { FastifyReply } from 'fastify';
import type { TokensRefusal } from '../tokensRefusal';
import type { AnswerTarget } from './authorizationRequest';
import { oauthErrorBody } from './oauthErrorBody';

/**
 * Sends the browser back to the client (RFC 6749, 4.1.2 and 4.1.2.1), with the issuer (RFC 9207, 2).
 * @param isForm whether a form was sent: 303 keeps the password from going along (RFC 9700, 4.12)
 */
export function redirectAnswer(
  reply: FastifyReply,
  { redirectUri, state }: AnswerTarget,
  answer: { readonly code: string } | TokensRefusal,
  issuer: string,
  isForm: boolean,
): FastifyReply {
  const members = 'statusCode' in answer ? oauthErrorBody(answer) : { code: answer.code };
  const query = new URLSearchParams({ ...members, ...(state !== undefined && { state }), iss: issuer });
  const separator = !redirectUri.includes('?') ? '?' : /[?&]$/.test(redirectUri) ? '' : '&';
  return reply
    .code(isForm ? 303 : 302)
    .headers({
      location: `${redirectUri}${separator}${query}`,
      'cache-control': 'no-store',
      pragma: 'no-cache',
      // The URL of this page holds what the client has asked for.
      'referrer-policy': 'no-referrer',
    })
    .send('');
}
