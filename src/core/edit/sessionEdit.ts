import { type Phrase, phrase } from '../compliance/phrase';
import { withoutBom } from '../json/byteOrderMark';
import { readJson } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { encodeToken } from '../session/connectionToken';
import type { SessionStatus } from '../session/session';
import { isRecord, sessionFields } from '../session/sessionFields';
import { setValue } from './jsonEdit';
import type { TextEdit } from './textEdit';

/**
 * The edits for one change of a session file's text, or the reason why it cannot be changed. There are no edits when
 * nothing needs to change.
 * The text must have been UTF-8. Other bytes could not be written back as they were.
 */
export type SessionEdit =
  | { readonly ok: true; readonly edits: TextEdit[] }
  | { readonly ok: false; readonly reason: Phrase };

/** Sets only the status. An accepted session needs a token: see `accept`. */
export function setStatus(text: string, status: SessionStatus): SessionEdit {
  return set(text, '/status', status);
}

/**
 * Sets the status to accepted. A pending session may have no token, and the next refresh would remove an accepted
 * session without one (`mobi/3`). So the token is added when the ids for it are there.
 */
export function accept(text: string): SessionEdit {
  const status = setStatus(text, 'accepted');
  const value = sessionIn(text);
  if (!status.ok || value === undefined || 'token' in value) return status;
  const token = regenerateToken(text);
  return token.ok ? { ok: true, edits: [...status.edits, ...token.edits] } : status;
}

/** Sets the e-mail address. It is empty for a guest. Every text is allowed; `emailWarning` says what looks wrong. */
export function setEmail(text: string, email: string): SessionEdit {
  return set(text, '/email', email);
}

/** Sets the connection token to this text. */
export function setToken(text: string, token: string): SessionEdit {
  return set(text, '/token', token);
}

/** Sets the token that 4D would write for the ids of the session. Fails when an id is missing. */
export function regenerateToken(text: string): SessionEdit {
  const value = sessionIn(text);
  if (value === undefined) return { ok: false, reason: whyNone(text) };
  const { applicationId, sessionId, teamId } = sessionFields(value);
  if (!applicationId) return withoutId('application.id');
  if (!sessionId) return withoutId('session.id');
  if (teamId === undefined) return withoutId('team.id');
  return set(text, '/token', encodeToken({ appNameID: applicationId, id: sessionId, teamID: teamId }));
}

/** What looks wrong with an e-mail address. It is only a warning: the address can still be used. */
export function emailWarning(email: string): Phrase | undefined {
  // A guest has no address.
  if (email === '') return undefined;
  if (/[\p{White_Space}\p{Cc}]/u.test(email)) return phrase('An e-mail address has no spaces in it.');
  const at = email.lastIndexOf('@');
  if (at < 0) return phrase('An e-mail address has an @ in it.');
  if (at === 0) return phrase('Nothing stands before the @.');
  const domain = email.slice(at + 1);
  if (domain === '') return phrase('Nothing stands after the @.');
  if (email.indexOf('@') !== at && !/^".*"$/.test(email.slice(0, at))) {
    return phrase('An e-mail address has only one @ in it.');
  }
  if (/^\[.*\]$/.test(domain)) return undefined;
  if (!domain.includes('.')) return phrase('“{0}” is no domain that mail can be sent to: it has no dot.', domain);
  if (/^[.-]|[.-]$|\.\.|[,;:<>()[\]\\"]/.test(domain)) return phrase('“{0}” is no domain name.', domain);
  return undefined;
}

function set(text: string, pointer: string, value: string): SessionEdit {
  if (sessionIn(text) === undefined) return { ok: false, reason: whyNone(text) };
  // This cannot fail: the session is an object, and the value is a direct member of it.
  return { ok: true, edits: setValue(text, pointer, value) ?? [] };
}

function withoutId(name: string): SessionEdit {
  const reason = phrase('A connection token is made of three ids, and "{0}" is missing, empty or no text.', name);
  return { ok: false, reason };
}

/** Why a text holds no session. */
function whyNone(text: string): Phrase {
  return readJson(withoutBom(text)).stop
    ? phrase('This file is not well-formed JSON, so that nothing in it can be changed safely. Mend that first.')
    : phrase('This file holds no session: it is JSON, but no object.');
}

/** The session that a text holds; undefined when it holds none. */
function sessionIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = parseJson(withoutBom(text));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
