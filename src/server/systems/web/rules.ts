import { noting } from '../../kernel/journal/noting';

/** What the web face's rules mean; the journal names them, scenarios and tests compare them, the documentation lists them. */
export const WEB_RULES = {
  'web.session.none': 'Scalable sessions are off: there is no Session, and no cookie.',
  'web.session.reused': 'The cookie names a live session, in which the request runs.',
  'web.session.no-cookie': 'The request has no session cookie.',
  'web.session.unknown': 'The session cookie names no live session: it was closed, it is over, or it never was.',
  'web.session.guest': 'A new session was made for a guest, with a new cookie.',
  'web.otp.created': 'A one-time passcode was made.',
  'web.otp.restored': 'The one-time passcode is good: the request runs in the session that made it.',
  'web.otp.used': 'The one-time passcode was used already; nothing is restored.',
  'web.otp.expired': 'The time of the one-time passcode is over; nothing is restored.',
  'web.otp.unknown': 'No such one-time passcode was made; nothing is restored.',
  'web.otp.session-gone': 'The session that made the one-time passcode is gone; nothing is restored.',
  'web.privileges.set': 'setPrivileges gave the session privileges.',
  'web.privileges.invalid': 'setPrivileges was called with what is no name, no collection of names and no object.',
  'web.privileges.cleared': 'clearPrivileges took all privileges from the session.',
  'web.privileges.off': 'roles.json is at fault, so access control is off.',
  'web.quota.sessions': 'There are as many sessions as there may be.',
  'web.quota.guestSessions': 'There are as many guest sessions as there may be.',
  'web.quota.requestsPerMinute': 'There were as many requests in this minute as there may be.',
  'web.quota.requestsPerMinutePerSession': 'The session made as many requests in this minute as it may.',
  'web.handler': 'An entry of HTTPHandlers.json takes the request.',
  'web.handler.passed': 'An entry of HTTPHandlers.json fits the path, and yet does not take the request.',
  'web.handler.read': 'HTTPHandlers.json has changed and was read again; 4D wants its web server restarted.',
  'web.handler.fault': 'An entry of HTTPHandlers.json is at fault and takes no request.',
  'web.handler.none': 'No entry of HTTPHandlers.json takes the request.',
  'web.action': 'A project method answers, as the path begins with /4DACTION/.',
  'web.action.unnamed': 'The path names no project method.',
  'web.page': 'A file of the folder of pages is the answer.',
  'web.page.missing': 'The folder of pages has no such file.',
  'web.page.refused': 'The path leads out of the folder of pages, or to what is no file.',
  'web.rest.catalog': 'This server has no data model: the catalog is valid and has no dataclass.',
  'web.rest.info': 'What the server says of itself.',
  'web.rest.called': 'A function was called through REST.',
  'web.rest.parameters': 'The parameters of the function are no JSON array.',
  'web.rest.unknown': 'There is no such REST request here.',
  'web.rest.login': 'Name and password are those of a user; the session has the user’s name.',
  'web.rest.login.refused': 'Name and password are those of no user.',
  'web.rest.guest': 'Login is forced, and the session is a guest’s: it may not do this.',
  'web.code.noModule': 'No module stands for the class or the method.',
  'web.code.noSingleton': 'The module has no such shared singleton.',
  'web.code.noFunction': 'The singleton has no such function.',
  'web.code.threw': 'The code failed.',
  'web.code.timeout': 'The code took longer than it may and was ended.',
  'web.code.busy': 'Too many requests run code already.',
} as const;

export type WebRule = keyof typeof WEB_RULES;

/** Puts a rule into the chain of causes; without a message of its own, with what the rule means. */
export const note = noting(WEB_RULES);
