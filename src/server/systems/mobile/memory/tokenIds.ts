import { parseJson } from '../../../../core/json/parseJson';
import { decodeToken, encodeToken, tokenDisagreements } from '../../../../core/session/connectionToken';
import { applicationFolderName } from '../../../../core/session/location';
import type { Session } from '../../../../core/session/session';
import { isRecord } from '../../../../core/session/sessionFields';
import type { SessionPath } from '../mobileState';
import { sessionKey } from './sessionPaths';

/** The session that a connection token names. */
export interface NamedSession {
  readonly file: SessionPath;
  /** Whether the token's ids are those of a session: a file's path alone does not tell `a` + `b.c` from `a.b` + `c`. */
  isOf(session: Session): boolean;
}

// Three ids of 255 bytes at the most, in base64.
const LONGEST = 2048;

/** Parses a connection token. Undefined when it is not one. */
export function namedBy(token: string): NamedSession | undefined {
  if (token.length > LONGEST) return undefined;
  const value = valueIn(token);
  const { appNameID, id, teamID = '' } = value ?? {};
  if (!value || typeof appNameID !== 'string' || typeof id !== 'string' || typeof teamID !== 'string') return undefined;
  return {
    file: sessionKey(applicationFolderName(appNameID, teamID), id),
    isOf: ({ application, session, team }) =>
      (application.id === appNameID && session.id === id && team?.id === teamID) ||
      tokenDisagreements(value, { applicationId: application.id, sessionId: session.id, teamId: team?.id ?? '' })
        .length === 0,
  };
}

function valueIn(token: string): Record<string, unknown> | undefined {
  const quick = decoded4DToken(token);
  if (quick) return quick;
  const decoded = decodeToken(token);
  return decoded.ok ? decoded.value : undefined;
}

/**
 * Decodes a token that is exactly as 4D writes it. Nearly all are, and this is several times faster than the full
 * check.
 */
function decoded4DToken(token: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = parseJson(Buffer.from(token, 'base64').toString('utf8'));
    if (!isRecord(value)) return undefined;
    const { appNameID, id, teamID } = value;
    if (typeof appNameID !== 'string' || typeof id !== 'string' || typeof teamID !== 'string') return undefined;
    return encodeToken({ appNameID, id, teamID }) === token ? value : undefined;
  } catch {
    return undefined;
  }
}
