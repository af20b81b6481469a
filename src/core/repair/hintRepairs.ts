import type { Finding } from '../compliance/finding';
import { phrase } from '../compliance/phrase';
import type { SessionText } from '../compliance/sessionChecker';
import { removeBom } from '../edit/jsonEdit';
import { encodeToken } from '../session/connectionToken';
import { deriveSessionId } from '../session/sessionId';
import type { DamagedSession, PointerValues } from './damagedSession';
import type { Repair } from './repair';

/** `hint/bom`: removes the BOM. Nothing is lost. */
export function bomRepairs({ text }: SessionText, { code }: Finding): Repair[] {
  const edits = removeBom(text) ?? [];
  if (edits.length === 0) return [];
  const title = phrase('Remove the byte order mark');
  return [{ id: 'bom', code, title, kind: 'byteOrderMark', safe: true, preferred: true, change: { edits } }];
}

/**
 * `hint/id`: sets the id that 4D would give, in the content, the token and the file name. The device has to log in
 * again.
 */
export function idRepairs(session: DamagedSession, { code }: Finding): Repair[] {
  const { applicationId, teamId, deviceId, sessionId, token } = session.fields;
  if (!applicationId || teamId === undefined || deviceId === undefined || sessionId === undefined) return [];
  const id = deriveSessionId({ teamId, applicationId, deviceId });
  if (id === sessionId) return [];
  const values: PointerValues = [
    ['/session/id', id],
    ...(token === undefined
      ? []
      : ([['/token', encodeToken({ appNameID: applicationId, id, teamID: teamId })]] as const)),
  ];
  const set = session.set(values);
  if (!set) return [];
  const title = phrase('Derive the session id from the device, in content, token and file name (logs the device out)');
  return [
    { id: 'derive', code, title, kind: 'place', safe: false, preferred: true, change: { edits: set.edits, name: id } },
  ];
}
