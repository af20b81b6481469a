import { type Phrase, phrase } from '../compliance/phrase';
import { readJson } from '../json/jsonText';
import { encodeToken } from '../session/connectionToken';
import type { SessionStatus } from '../session/session';
import { isRecord, sessionFields } from '../session/sessionFields';
import { setValue, withoutBom } from './jsonEdit';
import type { TextEdit } from './textEdit';

/**
 * What changes one thing in a session file's text, and only that; no edits when it is already so. Or why nothing is
 * changed. The text must have been UTF-8: what was not cannot be written back as it was.
 */
export type SessionEdit =
  | { readonly ok: true; readonly edits: TextEdit[] }
  | { readonly ok: false; readonly reason: Phrase };

/** Sets the status, and nothing else. An accepted session needs a token: see `accept`. */
export function setStatus(text: string, status: SessionStatus): SessionEdit {
  return set(text, '/status', status);
}

/**
 * Accepts a session. One that was pending may have no token, and an accepted one without it would be removed at the next
 * refresh (`mobi/3`): it gets the token along, where its ids make one.
 */
export function accept(text: string): SessionEdit {
  const status = setStatus(text, 'accepted');
  const value = sessionIn(text);
  if (!status.ok || value === undefined || 'token' in value) return status;
  const token = regenerateToken(text);
  return token.ok ? { ok: true, edits: [...status.edits, ...token.edits] } : status;
}

/** Sets the e-mail address; empty for a guest. Any text is taken: `emailWarning` tells what looks wrong. */
export function setEmail(text: string, email: string): SessionEdit {
  return set(text, '/email', email);
}

/** Sets the connection token, as it is given. */
export function setToken(text: string, token: string): SessionEdit {
  return set(text, '/token', token);
}

/** Sets the token that 4D would write for the ids in the session; refused while one of them is not there. */
export function regenerateToken(text: string): SessionEdit {
  const value = sessionIn(text);
  if (value === undefined) return { ok: false, reason: whyNone(text) };
  const { applicationId, sessionId, teamId } = sessionFields(value);
  if (!applicationId) return withoutId('application.id');
  if (!sessionId) return withoutId('session.id');
  if (teamId === undefined) return withoutId('team.id');
  return set(text, '/token', encodeToken({ appNameID: applicationId, id: sessionId, teamID: teamId }));
}

/** What looks wrong with an e-mail address; undefined when nothing does. Nobody is kept from using it all the same. */
export function emailWarning(email: string): Phrase | undefined {
  // A guest has none.
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
  // Cannot be refused: the session is an object, and what is set stands directly in it.
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
    const value: unknown = JSON.parse(withoutBom(text));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
