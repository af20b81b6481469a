import { declareReasons } from '../../server/declareReasons';
import { changed, decided, noted, quoting, refused } from '../../server/reasonKinds';
import { ruled } from './ruleMark';
import { CLEAR_CACHE_SINCE, TOKENS_SINCE } from './runtimeVersion';

/**
 * The reason codes of the Mendix runtime. Journal and scenarios use them. A sentence says since when the runtime has the
 * rule, and which switch changes what is inferred.
 */
export const MENDIX_REASONS = declareReasons('mendix', {
  'mendix.body.malformed': quoting(refused('The body is no JSON object with a text named action.')),
  'mendix.body.exception': noted(
    ruled('The answer has the form of the one to a malformed body, with its own status.', {
      assumed: 'the form and the status',
    }),
  ),
  'mendix.session.none': noted('The request has no session cookie.'),
  'mendix.session.live': decided('The cookie names a live session.'),
  'mendix.session.unknown': noted(
    'The session cookie names no session that is known: there was none, or it ended so long ago, or so many others ended since, that it is forgotten.',
  ),
  'mendix.session.over.swept': noted(
    'The session of the cookie was idle for too long, and the sweep that removes such sessions has removed it.',
  ),
  'mendix.session.over.logout': noted('The session of the cookie ended with a logout.'),
  'mendix.session.over.replaced': noted('The session of the cookie ended when somebody signed in instead of it.'),
  'mendix.session.over.ended': noted('The session of the cookie was ended by hand.'),
  'mendix.session.over.inactive': noted('The session of the cookie ended when its user became inactive.'),
  'mendix.session.over.upgraded': noted(
    ruled('The session of the cookie ended when a newer runtime upgraded the database: users and tokens stay.', {
      assumed: 'that each newer version upgrades it',
    }),
  ),
  'mendix.session.expired': noted(
    ruled('The session was idle for too long. It is invalid, and not swept yet.', { inferred: ['gap', 'idleFrom'] }),
  ),
  'mendix.session.gap': noted(
    ruled('The session was idle for too long and is not swept yet: a request in it can make it live again.', {
      inferred: ['gap', 'idleFrom'],
    }),
  ),
  'mendix.session.gap-revived': changed(
    ruled('A session that was idle for too long, and not swept yet, is live again.', { inferred: ['gap', 'idleFrom'] }),
  ),
  'mendix.session.created': changed('A session was made for a user who signed in.'),
  'mendix.session.anonymous': changed('A session was made for a new anonymous user.'),
  'mendix.session.first': noted(
    ruled('The first page brings a session among its cookies.', { inferred: ['anonymous'] }),
  ),
  'mendix.session.revived': changed(
    ruled('A session was made from the authentication token.', {
      since: TOKENS_SINCE,
      inferred: ['rotateToken', 'matchUserAgent'],
      assumed: 'that its CSRF token is a new one',
    }),
  ),
  'mendix.session.joined': decided(
    ruled('Another request with the same cookies has made the session from the token: the client gets that one.', {
      since: TOKENS_SINCE,
    }),
  ),
  'mendix.session.undone': changed(
    'The session was ended at once, because the authentication token that it was made from has ended meanwhile.',
  ),
  'mendix.session.dropped': changed(
    ruled('Another session of the authentication token was ended with it.', {
      inferred: ['logoutEndsToken', 'loginEndsToken'],
    }),
  ),
  'mendix.session.replaced': changed(
    ruled('The session before was ended, because somebody signed in.', { assumed: 'that a login ends it' }),
  ),
  'mendix.session.replaced.token': changed(
    ruled('The anonymous session before was ended, because the authentication token has made one of its user.', {
      since: TOKENS_SINCE,
      assumed: 'that the token goes before an anonymous session',
    }),
  ),
  'mendix.session.long-lived': noted(
    ruled('The session has the long idle limit of an offline app.', { before: TOKENS_SINCE }),
  ),
  'mendix.login.good': decided('Name and password are those of a user.'),
  'mendix.login.user': refused('There is no user of this name.'),
  'mendix.login.no-password': refused(
    'The user came with a snapshot, and the option mendix.users (in VS Code the setting sessionWorkbench.server.mendixOptions) does not name it: no password is right.',
  ),
  'mendix.login.password': refused('The password is wrong.'),
  'mendix.login.blocks': refused('The password is wrong for the third time, so the user is blocked.'),
  'mendix.login.counted': changed('The bad password was counted; the third one in a row blocks the user.'),
  'mendix.login.blocked': refused('The user is blocked.'),
  'mendix.login.inactive': refused('The user is not active.'),
  'mendix.login.params': refused('The login has no user name, or no password.'),
  'mendix.login.long-name': refused(
    ruled('There is no user whose name has more than 1000 characters.', { assumed: 'this limit' }),
  ),
  'mendix.login.broken-name': refused('There is no user whose name has half of a surrogate pair.'),
  'mendix.login.device-token': decided(
    ruled('The app signs in with the token that it keeps on the device.', { inferred: ['deviceTokenName'] }),
  ),
  'mendix.login2': noted(
    ruled('The action login2, which was never seen on the wire, signs in as login does.', { inferred: ['login2'] }),
  ),
  'mendix.login.body': noted(
    ruled('Sources tell differently what a successful login answers.', { inferred: ['loginBody'] }),
  ),
  'mendix.login2.off': noted(
    ruled('The action login2 is not known here, and counts as a data call.', { inferred: ['login2'] }),
  ),
  'mendix.wish.true': decided(
    ruled('An authentication token is wished: the cookie useAuthToken marks it.', { since: TOKENS_SINCE }),
  ),
  'mendix.wish.false': decided(ruled('No authentication token is wished.', { since: TOKENS_SINCE })),
  'mendix.wish.default-on': decided(
    ruled('The wish is left to the profile: offline and native apps get a token.', { since: TOKENS_SINCE }),
  ),
  'mendix.wish.default-off': decided(
    ruled('The wish is left to the profile: online apps get no token.', { since: TOKENS_SINCE }),
  ),
  'mendix.wish.unread': noted(
    ruled('The wish is none of true, false and "default", and counts as "default".', { assumed: 'that it counts so' }),
  ),
  'mendix.wish.old': noted(ruled('The wish is ignored: there are no authentication tokens.', { before: TOKENS_SINCE })),
  'mendix.wish.login-html': noted(
    ruled('The wish is ignored: there are no tokens for who signs in at login.html, as the header Referer tells.', {
      since: TOKENS_SINCE,
      inferred: ['loginHtmlTokens'],
    }),
  ),
  'mendix.wish.login-html.heard': noted(
    ruled('The wish counts for who signs in at login.html, too.', {
      since: TOKENS_SINCE,
      inferred: ['loginHtmlTokens'],
    }),
  ),
  'mendix.marker.used': changed(
    ruled('The cookie useAuthToken was used up: the answer takes it away.', { since: TOKENS_SINCE }),
  ),
  'mendix.marker.useless': noted('The cookie useAuthToken is taken away without a token: nobody is signed in.'),
  'mendix.token.created': changed(
    ruled('An authentication token was made.', { since: TOKENS_SINCE, inferred: ['tokenTimeoutUnit'] }),
  ),
  'mendix.token.endless': noted(
    ruled('The authentication token has no end, as the setting of its time is -1.', {
      since: TOKENS_SINCE,
      assumed: 'that -1 still means so',
    }),
  ),
  'mendix.marker.unknown': noted(
    ruled(
      'The cookie useAuthToken is taken away without a token: it is not as the login of this session has set it, or was used up already.',
      { since: TOKENS_SINCE, inferred: ['markerCounts'] },
    ),
  ),
  'mendix.marker.there': noted(
    ruled(
      'The cookie useAuthToken is not as the login of this session has set it, or was used up already, and counts all the same: it is there.',
      { since: TOKENS_SINCE, inferred: ['markerCounts'] },
    ),
  ),
  'mendix.token.undone': changed(
    'The authentication token was ended at once, because the session that it was made in has ended meanwhile.',
  ),
  'mendix.token.not-made.password': changed(
    ruled('No authentication token is made: the user has got another password since the login.', {
      inferred: ['passwordEndsTokens'],
    }),
  ),
  'mendix.token.not-made.blocked': changed(
    ruled('No authentication token is made: the user is blocked.', { inferred: ['blockedTokenRevives'] }),
  ),
  'mendix.token.not-made.user': changed('No authentication token is made: the user is not active, or not there.'),
  'mendix.token.limited': changed(
    ruled('The token on the device is of a runtime where it had no end; it has one from here on.', {
      inferred: ['tokenTimeoutUnit'],
      assumed: 'that an upgrade limits it',
    }),
  ),
  'mendix.token.device': changed(
    ruled('A token was made for the app to keep on the device.', { inferred: ['deviceTokenName', 'tokenTimeoutUnit'] }),
  ),
  'mendix.token.rotated': changed(
    ruled('The authentication token was replaced by a new one.', { since: TOKENS_SINCE, inferred: ['rotateToken'] }),
  ),
  'mendix.token.dropped.logout': changed(
    ruled('The authentication token of the client was ended by the logout.', { inferred: ['logoutEndsToken'] }),
  ),
  'mendix.token.dropped.login': changed(
    ruled('The authentication token that the client had was ended by another login.', { inferred: ['loginEndsToken'] }),
  ),
  'mendix.token.kept.logout': noted(
    ruled('The authentication token outlives the logout.', { inferred: ['logoutEndsToken'] }),
  ),
  'mendix.token.kept.login': noted(
    ruled('The authentication token that the client had outlives another login.', { inferred: ['loginEndsToken'] }),
  ),
  'mendix.token.of-blocked-user': noted(
    ruled('The user of the authentication token is blocked, and it is good all the same.', {
      inferred: ['blockedTokenRevives'],
    }),
  ),
  'mendix.token.old': noted(
    ruled('The cookie authtoken is ignored: there are no authentication tokens.', { before: TOKENS_SINCE }),
  ),
  'mendix.token.refused.expired': refused(
    ruled('The time of the authentication token is over.', { inferred: ['tokenTimeoutUnit'] }),
  ),
  'mendix.token.refused.logout': refused(
    ruled('The authentication token was ended by a logout.', { inferred: ['logoutEndsToken'] }),
  ),
  'mendix.token.refused.password': refused(
    ruled('The authentication token was ended by a change of the password.', { inferred: ['passwordEndsTokens'] }),
  ),
  'mendix.token.refused.login': refused(
    ruled('The authentication token was ended by another login of the same client.', { inferred: ['loginEndsToken'] }),
  ),
  'mendix.token.refused.used': refused(
    ruled('The authentication token was used already, and replaced by another one.', { inferred: ['rotateToken'] }),
  ),
  'mendix.token.refused.ended': refused('The authentication token was ended by hand.'),
  'mendix.token.refused.inactive': refused(
    ruled('The authentication token was ended when the user became inactive.', { inferred: ['inactiveEndsSessions'] }),
  ),
  'mendix.token.refused.unknown': refused(
    'No such authentication token is known: there was none, or it ended so long ago, or so many others ended since, that it is forgotten.',
  ),
  'mendix.token.refused.other-user': refused('The authentication token is of another user than the login names.'),
  'mendix.token.refused.kind': refused(
    ruled(
      'The authentication token is of another kind: one on the device is none in a cookie, and the other way round.',
      { assumed: 'that none is good as the other' },
    ),
  ),
  'mendix.token.refused.blocked-user': refused(
    ruled('The user of the authentication token is blocked.', { inferred: ['blockedTokenRevives'] }),
  ),
  'mendix.token.refused.inactive-user': refused(
    ruled('The user of the authentication token is not active.', { inferred: ['inactiveEndsSessions'] }),
  ),
  'mendix.token.refused.missing-user': refused('The user of the authentication token is not there.'),
  'mendix.token.refused.user-agent': refused(
    ruled('The authentication token was made for another user agent.', { inferred: ['matchUserAgent'] }),
  ),
  'mendix.csrf.missing': refused(
    ruled('The session needs its CSRF token in the header X-Csrf-Token.', {
      inferred: ['csrfStatus'],
      assumed: 'which actions need it',
    }),
  ),
  'mendix.csrf.wrong': refused(
    ruled('The header X-Csrf-Token does not have the CSRF token of the session.', {
      inferred: ['csrfStatus'],
      assumed: 'which actions need it',
    }),
  ),
  'mendix.session-data': decided(
    ruled('The client gets its session, and cookies of which sources tell different lives.', {
      inferred: ['sessionCookieLife', 'deviceCookieLife'],
    }),
  ),
  'mendix.session-data.refused': refused('Nobody is signed in, and the app lets no anonymous users in.'),
  'mendix.data': decided('A data call in a live session: the answer is empty, as there is no model.'),
  'mendix.data.no-session': refused(
    ruled('A data call needs a live session.', { inferred: ['expiredStatus', 'dataCallRevives'] }),
  ),
  'mendix.data.reload': refused(
    ruled('The session was made anew for a data call: the app has to load again.', {
      inferred: ['expiredStatus', 'dataCallRevives'],
    }),
  ),
  'mendix.keepalive': decided(ruled('The session is kept alive.', { inferred: ['keepAliveAction'] })),
  'mendix.keepalive.no-session': refused(
    ruled('A keep-alive needs a live session, and brings none back.', {
      inferred: ['expiredStatus', 'keepAliveAction'],
      assumed: 'that the token makes none here',
    }),
  ),
  'mendix.keepalive.off': noted('EnableKeepAlive is false, and yet the client sends a keep-alive.'),
  'mendix.cache': noted(
    ruled('The cookie clear_cache tells an offline client to drop what it keeps of the user before.', {
      since: CLEAR_CACHE_SINCE,
      assumed: 'that a user who is not known any more counts as another one',
    }),
  ),
  'mendix.cache.kept': noted(
    ruled(
      'The same user has signed in again, so an offline client keeps what it has: there is no cookie clear_cache.',
      {
        since: CLEAR_CACHE_SINCE,
        assumed: 'that the same user keeps it',
      },
    ),
  ),
  'mendix.logout': changed('The session was ended by a logout.'),
  'mendix.logout.no-session': decided('There is no live session to log out of.'),
  'mendix.logout.expired': changed(
    'The logout removed the session, which was idle for too long and not swept yet, with what belongs to it.',
  ),
  'mendix.logout.offline': changed(
    ruled('The cookie OfflineLogout ended the session.', { assumed: 'which of its values say yes' }),
  ),
  'mendix.logout.offline.no-session': noted('The cookie OfflineLogout came without a live session to end.'),
  'mendix.logout.offline.no': noted(
    ruled('The cookie OfflineLogout says no, and ends nothing.', { assumed: 'that false and 0 say no' }),
  ),
  'mendix.relogin': noted(
    ruled('The cookie reloginReason tells the page that the session is over.', {
      before: TOKENS_SINCE,
      inferred: ['reloginReason'],
    }),
  ),
  'mendix.proxy.http': noted(
    ruled('A proxy says that the client speaks HTTP, so the cookies are not Secure.', { since: '10.24' }),
  ),
  'mendix.proxy.https': noted(
    ruled('A proxy says that the client speaks HTTPS, so the cookies are Secure.', {
      since: '10.24',
      inferred: ['forwardedHttps'],
    }),
  ),
  'mendix.proxy.unheard': noted(
    ruled('A proxy says that the client speaks HTTPS, which does not make the cookies Secure.', {
      since: '10.24',
      inferred: ['forwardedHttps'],
    }),
  ),
  'mendix.link': decided(
    ruled('A deep link brings the first cookies, and leads to the app.', { inferred: ['linkTarget'] }),
  ),
  'mendix.cross-site.wait': decided(
    ruled(
      'A page of another site led here and the browser sends no strict cookie with that, so the answer sets no session: the page that follows finds it, or makes it.',
      { inferred: ['crossSiteLink'] },
    ),
  ),
  'mendix.cross-site.session': noted(
    ruled(
      'A page of another site led here and the browser sends no strict cookie with that: the answer takes the place of the session that it may have.',
      { inferred: ['crossSiteLink'] },
    ),
  ),
  'mendix.page': decided('The page that signs in is the answer.'),
  'mendix.swept': changed('The sweep has removed sessions that were idle for too long, or unblocked users.'),
  'control.mendix.end': changed('A Mendix session was ended through the control API.'),
  'control.mendix.sweep': changed('Invalid Mendix sessions were swept at once.'),
  'control.mendix.sweep.nothing': decided('There was nothing to sweep.'),
  'control.mendix.token': changed('An authentication token was ended through the control API.'),
  'control.mendix.expire': changed('An authentication token expired early, through the control API.'),
  'control.mendix.user.same': decided('The Mendix user was as wished already.'),
  'control.mendix.user': changed('A Mendix user was changed through the control API.'),
  'control.mendix.tokens.password': changed(
    ruled('All authentication tokens of a user were ended with the old password.', {
      inferred: ['passwordEndsTokens'],
    }),
  ),
  'control.mendix.tokens.inactive': changed(
    ruled('All sessions and authentication tokens of a user who became inactive were ended.', {
      inferred: ['inactiveEndsSessions'],
    }),
  ),
  'control.mendix.kept.password': noted(
    ruled('The authentication tokens of the user outlive the new password.', { inferred: ['passwordEndsTokens'] }),
  ),
  'control.mendix.kept.sessions': noted(
    ruled('The sessions of the user go on; DELETE mendix/sessions/{id} ends one.', {
      assumed: 'that a block or a new password ends none',
    }),
  ),
  'control.mendix.kept.inactive': noted(
    ruled('Sessions and authentication tokens of the user who became inactive stay.', {
      inferred: ['inactiveEndsSessions'],
    }),
  ),
  'mendix.missing': refused('This server has no Mendix runtime.'),
  'mendix.no-such-session': refused('There is no such Mendix session.'),
  'mendix.no-such-token': refused('There is no such authentication token.'),
  'mendix.no-such-user': refused('There is no such Mendix user.'),
});
