import { changed, decided, noted, quoting, refused } from '../../server/reasonKinds';

/** The reason codes of the OAuth routes: a part of those of the token server. */
export const OAUTH_REASON_CODES = {
  'tokens.metadata': decided('The answer describes the authorization server (RFC 8414).'),
  'tokens.jwks': decided('The answer has the public keys of the access tokens.'),
  'tokens.page': decided('The page that signs in is shown.'),
  'tokens.code': changed('An authorization code was given to the client.'),
  'tokens.code-limit': refused(
    'The user has as many sessions as are allowed at once, so there is no code for another one.',
    'access_denied',
  ),
  'tokens.code.at-once': noted('Nobody was asked: prompt is none, and login_hint names the user.'),
  'tokens.code.redeemed': changed('The authorization code was used up.'),
  'tokens.code.session-ended': changed(
    'The authorization code was used a second time: the session that came of it was ended.',
  ),
  'tokens.scope.openid': noted(
    'The scope openid was asked for and is not granted: this server gives no ID tokens, as it is no OpenID provider.',
  ),
  'tokens.scheme.short': noted(
    'The scheme of the redirect has no dot. RFC 8252, 7.1 wants the reversed domain of the app, so that no other app has it.',
  ),
  'tokens.introspected': decided('The token is good, and the answer says what it is.'),
  'tokens.introspected.inactive': decided('The answer says that the token is not active, and nothing else.'),

  'tokens.client-missing': refused('The request does not say which client it is from.', 'invalid_client'),
  'tokens.client-unknown': refused('There is no such client.', 'invalid_client'),
  'tokens.client-secret': refused('The client did not prove who it is.', 'invalid_client'),
  'tokens.client-twice': refused('The client says in more than one way who it is.', 'invalid_request'),
  'tokens.redirect-refused': refused('The redirect is none of the client.', 'invalid_request'),
  'tokens.form-malformed': refused('The request is no well-formed form.', 'invalid_request'),
  'tokens.parameter-twice': quoting(refused('A parameter is there more than once.', 'invalid_request')),
  'tokens.parameter-missing': refused('A parameter is missing.', 'invalid_request'),
  'tokens.parameter-wrong': refused('A parameter has a value that it cannot have.', 'invalid_request'),
  'tokens.secret-in-url': refused('A secret was sent in the URL, which logs and histories keep.', 'invalid_request'),
  'tokens.response-type': refused('The client asks for something else than a code.', 'unsupported_response_type'),
  'tokens.request-object': refused('Parameters in a JWT are not supported.', 'request_not_supported'),
  'tokens.request-uri': refused('Parameters behind a URI are not supported.', 'request_uri_not_supported'),
  'tokens.pkce': refused('The request has no challenge of PKCE that is taken here.', 'invalid_request'),
  'tokens.pkce-wrong': refused('The code verifier is not that of the challenge.', 'invalid_grant'),
  'tokens.scope-malformed': refused('The scope is not written as RFC 6749, 3.3 has it.', 'invalid_scope'),
  'tokens.login-required': refused('Somebody has to sign in, but the page may not be shown.', 'login_required'),
  'tokens.cancelled': refused('The person at the page did not want to sign in.', 'access_denied'),
  'tokens.form-foreign': refused('The form was not sent from the page that this browser has.', 'invalid_request'),
  'tokens.grant-type': quoting(refused('The grant type is none that is given here.', 'unsupported_grant_type')),
  'tokens.grant-refused': quoting(refused('The user may not sign in with this grant.', 'invalid_grant')),
  'tokens.code-unknown': refused(
    'The code is none that is known: there was none, or it is forgotten.',
    'invalid_grant',
  ),
  'tokens.code-expired': refused('The code was not used in time.', 'invalid_grant'),
  'tokens.code-used': refused('The code was used before.', 'invalid_grant'),
  'tokens.code-other-client': refused('The code was given to another client.', 'invalid_grant'),
  'tokens.code-redirect': refused('The redirect is another one than that of the authorization.', 'invalid_grant'),
  'tokens.token-other-client': refused('The token was issued to another client.', 'invalid_grant'),
} as const;
