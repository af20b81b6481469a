import { phraseText } from '../../../core/compliance/phrase';
import { schemaErrorTexts } from '../../../core/compliance/schemaErrorText';
import { isSafeFolderName } from '../../../core/repair/safeName';
import { applicationFolderName } from '../../../core/session/location';
import { isRecord, sessionFields } from '../../../core/session/sessionFields';
import { deriveSessionId } from '../../../core/session/sessionId';
import { builtInSchema } from '../../../disk/builtInSchema';
import type { Trace } from '../../kernel/journal/trace';
import { assertBrief } from './assertBrief';
import { KEY_FILE } from './keyFile';
import { refuse } from './mobileRestError';
import type { SessionPath } from './mobileState';
import { sessionOf } from './sessionDocument';

/** A valid body of `$authenticate`. */
export interface LoginRequest {
  /** What is written to the session file, in the order in which it was sent. */
  readonly sent: Readonly<Record<string, unknown>>;
  readonly applicationId: string;
  readonly teamId: string;
  readonly deviceId: string;
  /** Empty for a guest. */
  readonly email: string;
  readonly send: 'link' | 'code';
  /** Custom values of the app. Empty when the app sends none. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly sessionId: string;
  readonly file: SessionPath;
}

// RFC 3696 (erratum 1690) and RFC 5321 allow no longer address. Matching a glob with a very long text is slow.
const LONGEST_EMAIL = 320;

/**
 * Never stored as the device sends it. Only the authentication module gets the password; the server sets the others.
 */
const NOT_KEPT = new Set(['password', 'session', 'status', 'token', 'userInfo', '__proto__']);

/** The members that an app need not send, by the object that they are in: null says the same there as nothing. */
const MAY_BE_NULL: Readonly<Record<string, readonly string[]>> = {
  '': ['team', 'send', 'parameters'],
  team: ['id', 'name'],
  language: ['code', 'region'],
  device: ['version', 'os', 'simulator', 'jb', 'token'],
};

/**
 * Reads a body of `$authenticate`.
 * @throws MobileError 1904 with the reason when no compliant session can be made of the body
 */
export function loginRequest(body: Record<string, unknown>, ip: string, trace: Trace): LoginRequest {
  if (typeof body.email === 'string' && body.email.length > LONGEST_EMAIL) {
    const reason = `“email” is longer than ${LONGEST_EMAIL} characters.`;
    return refuse(trace, 'mobile.body.invalid', 1904, reason);
  }
  assertBrief(body, trace);
  const sent = keptOf(body);
  const { applicationId = '', teamId = '', deviceId = '' } = sessionFields(sent);
  const sessionId = deriveSessionId({ teamId, applicationId, deviceId });
  const folder = applicationFolderName(applicationId, teamId);
  const session = sessionOf({ sent, applicationId, teamId, sessionId, ip, status: 'pending' });
  // A refresh checks files with the same schema. So no login can create a file that the next refresh rejects.
  const errors = schemaErrorTexts(builtInSchema(session), session);
  if (errors.length > 0) {
    const reason = errors.map(({ phrase }) => phraseText(phrase)).join(' ');
    return refuse(trace, 'mobile.body.invalid', 1904, reason);
  }
  if (!isSafeFolderName(folder) || folder.toLowerCase() === KEY_FILE) {
    const reason = 'team.id and application.id do not make a plain folder name on every operating system.';
    return refuse(trace, 'mobile.name.refused', 1904, reason);
  }
  const { email, send = 'link' } = session;
  const parameters = { ...session.parameters };
  return { sent, applicationId, teamId, deviceId, email, send, parameters, sessionId, file: `${folder}/${sessionId}` };
}

function keptOf(body: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(withoutNulls(body, ''))
    .filter(([key, value]) => !NOT_KEPT.has(key) && !(key === 'parameters' && isEmptyObject(value)))
    // The address of a guest is an empty text. 4D's own template of the hook has null (docs/facts/4d-mobile.md#guests).
    .map(([key, value]) => [key, key === 'email' ? (value ?? '') : isRecord(value) ? withoutNulls(value, key) : value]);
  if (!Object.hasOwn(body, 'email')) kept.push(['email', '']);
  return Object.fromEntries(kept);
}

/** What an app sends as null is not written: a session file has no null there (docs/facts/4d-mobile.md#the-login-request). */
function withoutNulls(value: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  const optional = Object.hasOwn(MAY_BE_NULL, name) ? MAY_BE_NULL[name] : undefined;
  return Object.fromEntries(Object.entries(value).filter(([key, each]) => each !== null || !optional?.includes(key)));
}

/** Android always sends `parameters: {}`. */
function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
