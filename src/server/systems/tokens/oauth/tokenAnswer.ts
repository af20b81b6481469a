import type { IssuedTokens } from '../issuedTokens';

/** Tokens as RFC 6749, 5.1 has them. The session is a member that clients who do not know it ignore. */
export function tokenAnswer({ accessToken, refreshToken, expiresIn, scope, session }: IssuedTokens): object {
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: expiresIn,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...(scope !== undefined && { scope }),
    session: { id: session.id },
  };
}
