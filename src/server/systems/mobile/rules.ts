import { noting } from '../../kernel/journal/noting';

/** What the mobile face's rules mean; the journal names them, scenarios and tests compare them, the documentation lists them. */
export const MOBILE_RULES = {
  'mobile.ping': 'The server says that it is there.',
  'mobile.webtest': 'The page by which 4D shows that its web server answers.',
  'mobile.key.created': 'key.mobileapp was missing from the MobileApps folder and was made.',
  'mobile.key.failed': 'key.mobileapp is missing and cannot be made.',
  'mobile.key.accepted': 'The token is what key.mobileapp holds: a developer asks, not a device.',
  'mobile.key.forbidden': 'A developer with key.mobileapp asked for what only a device has.',
  'mobile.header.set-cookie':
    'The request has a header Set-Cookie, as the Android SDK sends it; it is no cookie and read to no effect.',
  'mobile.body.malformed': 'The body is not one well-formed JSON text in UTF-8.',
  'mobile.body.invalid': 'The body is JSON, but not what this route takes.',
  'mobile.name.refused': 'The ids in the request do not make plain file names.',
  'mobile.token.missing': 'There is no “Authorization: Bearer …”.',
  'mobile.token.malformed': 'The token is no connection token and not what key.mobileapp holds.',
  'mobile.session.unknown': 'The token names a session that is not in memory.',
  'mobile.session.evicted': 'The token names a session that was thrown out of memory; the message says why.',
  'mobile.session.pending': 'The session is pending: it waits to be accepted.',
  'mobile.session.accepted': 'The session is in memory and accepted.',
  'mobile.session.foreign': 'A device asked for the session of another one.',
  'mobile.login.kept': 'The device has an accepted session of this user already; nobody is asked again.',
  'mobile.login.stays': 'What was decided does not change the session: accepted stays accepted, pending waits.',
  'mobile.login.accepted': 'The login is accepted.',
  'mobile.login.pending': 'The login is to be verified first.',
  'mobile.login.refused': 'The login is refused.',
  'mobile.policy.localhost': 'Logins from this machine are accepted unasked, as 4D does it (switch acceptLocalhost).',
  'mobile.policy.rule': 'A rule of the policy matches the e-mail address.',
  'mobile.policy.otherwise': 'No rule of the policy matches; what it says otherwise, or accept.',
  'mobile.module.answered': 'The authentication module has answered.',
  'mobile.module.invalid': 'The answer of the authentication module is no valid one, which refuses.',
  'mobile.module.missing': 'The authentication module is not there, or exports no function.',
  'mobile.module.failed': 'The authentication module failed.',
  'mobile.module.timeout': 'The authentication module took longer than it may and was ended.',
  'mobile.licence.none': 'There are as many accepted sessions as there are licences.',
  'mobile.licence.held': 'The session has a licence.',
  'mobile.verification.sent': 'A mail with a link or a code is in the outbox.',
  'mobile.verification.repeated': 'A mail was sent already and is still good; no second one is sent.',
  'mobile.verification.no-address': 'No mail can be sent: the user is a guest.',
  'mobile.verification.accepted': 'Link or code is good: the session is accepted.',
  'mobile.verification.unknown': 'No mail with such a link or code was sent.',
  'mobile.verification.expired': 'The time of link or code is over.',
  'mobile.verification.used': 'Link or code was used already.',
  'mobile.verification.gone':
    'The session that the mail was about is not in memory any more, or is another user’s now.',
  'mobile.verification.attempts': 'Too many wrong codes came from this address.',
  'mobile.logout': 'The session was taken out of memory, and its file away.',
  'mobile.userInfo.stored': 'The push token is in file and memory.',
  'mobile.userInfo.unchanged': 'The request has no new push token.',
  'mobile.userInfo.ignored': 'What a device says about its user is not stored: query filters are the server’s to set.',
  'mobile.info': 'What the server says of itself.',
  'mobile.catalog.empty': 'This server has no data model: the catalog is valid and has no dataclass.',
  'mobile.action.undefined': 'This server runs no On Mobile App Action.',
  'mobile.route.unknown': 'There is no such route.',
  'mobile.route.method': 'The route is there, but not for this method.',
  'mobile.file.unwritable': 'The session file could not be written.',
} as const;

export type MobileRule = keyof typeof MOBILE_RULES;

/** Puts a rule into the chain of causes; without a message of its own, with what the rule means. */
export const note = noting(MOBILE_RULES);
