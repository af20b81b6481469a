import { declareReasons } from '../../server/declareReasons';
import { changed, decided, noted, quoting, refused } from '../../server/reasonKinds';
import { OAUTH_REASON_CODES } from './oauthReasons';

/**
 * The reason codes of the token server. Journal and scenarios use them. A refusal of the protocol has the error code of
 * its standard (docs/tokens.md).
 */
export const TOKENS_REASONS = declareReasons('tokens', {
  ...OAUTH_REASON_CODES,

  'tokens.signed-in': changed('Somebody signed in: a session was made, with an access token and a refresh token.'),
  'tokens.evicted': changed('Another session of the user was ended, because the user may have no more at once.'),
  'tokens.credentials': refused('There is no user with this name and this password.', 'invalid_credentials'),
  'tokens.disabled': refused('The user is disabled.', 'access_denied'),
  'tokens.session-limit': refused('The user has as many sessions as are allowed at once.', 'session_limit'),
  'tokens.password-stale': refused('The password was changed while the user signed in.', 'invalid_grant'),
  'tokens.sign-in-ended': refused('All sessions of the user were ended while the user signed in.', 'invalid_grant'),
  'tokens.bad-request': quoting(refused('The request lacks something, or has it in another form.', 'invalid_request')),

  'tokens.refreshed': changed('The refresh token was used up, and another pair of tokens was given in its place.'),
  'tokens.kept': changed('Another access token was given. The refresh token stays, because tokens are not rotated.'),
  'tokens.grace.same': decided(
    'The refresh token was used a moment ago, within the grace time: the same successor was given again.',
  ),
  'tokens.grace.new': changed(
    'The refresh token was used a moment ago, within the grace time: another successor was given.',
  ),
  'tokens.grace-rejected': refused(
    'The refresh token was used a moment ago, within the grace time: the request is refused, and the family lives.',
    'invalid_grant',
  ),
  'tokens.grace-full': refused(
    'The refresh token was used a moment ago, within the grace time, but its family has as many live ones as it may have.',
    'invalid_grant',
  ),
  'tokens.reused': refused(
    'The refresh token was used before. Its owner and a thief cannot be told apart: the whole family was ended.',
    'invalid_grant',
  ),
  'tokens.used': refused(
    'The refresh token was used before. Only this request is refused, as the option reuse says.',
    'invalid_grant',
  ),
  'tokens.family-ended': changed('All tokens of the session were ended with it.'),
  'tokens.reuse-noted': changed('It was noted that the refresh token came again after its use.'),
  'tokens.unknown-token': refused(
    'The token is none that is known: there was none, or it is forgotten.',
    'invalid_grant',
  ),
  'tokens.session-over': refused('The session of the refresh token is over.', 'invalid_grant'),
  'tokens.refresh-expired': refused('The refresh token was not used in time.', 'invalid_grant'),
  'tokens.refresh-revoked': refused('The refresh token was revoked.', 'invalid_grant'),
  'tokens.not-refresh': refused('An access token was given where a refresh token belongs.', 'invalid_grant'),
  'tokens.other-client': refused('The refresh token was issued to another client.', 'invalid_grant'),
  'tokens.scope': refused('More is asked for than the user has granted.', 'invalid_scope'),

  'tokens.access.good': decided('The access token is good.'),
  'tokens.bearer-missing': refused('The request has no access token.', 'unauthorized'),
  'tokens.bearer-malformed': refused(
    'The header Authorization has another form than “Bearer TOKEN”.',
    'invalid_request',
  ),
  'tokens.access-unknown': refused('The access token is none that is known.', 'invalid_token'),
  'tokens.access-expired': refused('The access token has expired; a refresh gives another one.', 'invalid_token'),
  'tokens.access-revoked': refused('The access token was revoked.', 'invalid_token'),
  'tokens.access-over': refused('The session of the access token is over.', 'invalid_token'),
  'tokens.not-access': refused('A refresh token was given where an access token belongs.', 'invalid_token'),

  'tokens.over.signed_out': noted('The session ended when its user signed out.'),
  'tokens.over.password_changed': noted('The session ended when the password of its user was changed.'),
  'tokens.over.signed_in_elsewhere': noted('The session ended when its user signed in elsewhere.'),
  'tokens.over.terminated_by_user': noted('The session was ended by its user, from another session.'),
  'tokens.over.terminated_by_admin': noted('The session was ended by an administrator.'),
  'tokens.over.idle_timeout': noted('The session ended because it was not refreshed for too long.'),
  'tokens.over.absolute_timeout': noted('The session ended because it has reached its greatest age.'),
  'tokens.over.token_reuse': noted(
    'The session ended because one of its refresh tokens, or the code that it came from, was used twice.',
  ),
  'tokens.over.user_disabled': noted('The session ended when its user was disabled.'),

  'tokens.me': decided('The answer tells who is signed in.'),
  'tokens.listed': decided('The answer lists the sessions of the user.'),
  'tokens.ended': changed('A session was ended.'),
  'tokens.sign-ins.ended': changed(
    'The sign-ins of the user that were under way were ended: a code that nobody has exchanged is worthless.',
  ),
  'tokens.ended.none': decided('There was no session to end.'),
  'tokens.signed-out': changed('The session ended, because its user signed out.'),
  'tokens.password': changed('The password was changed.'),
  'tokens.password.ended': changed('A session was ended, because the password was changed.'),
  'tokens.password.kept': noted('The sessions stay, as the option passwordChange says.'),
  'tokens.password-wrong': refused('The current password is another one.', 'invalid_credentials'),
  'tokens.revoked': changed('A token was revoked.'),
  'tokens.revoked.none': decided('The token to revoke is none that is known, which is no error.'),

  'tokens.no-such-session': refused('There is no such session.'),
  'tokens.no-such-user': refused('There is no such user.'),
  'tokens.no-such-token': refused('There is no such token.'),
  'tokens.missing': refused('This server has no token sessions.'),
  'control.tokens.end': changed('A session was ended by an administrator.'),
  'control.tokens.end.none': decided('There was no session that could be ended.'),
  'control.tokens.user': changed('A user was changed.'),
  'control.tokens.user.same': decided('The user was as wished already.'),
  'control.tokens.replay': noted('A token was presented again by hand.'),
});
