import { randomBytes } from 'node:crypto';

/** What a client of a session sends, for one request. */
export interface SessionHeaders {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The request was answered. */
  readonly end?: () => void;
}

const BYTES = 32;

/**
 * Secrets that stand for those of which the store has nothing but the hash, so that a request can be sent in a session whose
 * secret only its client has. Each is good until its request was answered, in this process alone.
 */
export class StandIns {
  private readonly sessions = new Map<string, string>();

  /**
   * @param session its id
   * @param headersWith what a client with this secret sends
   */
  headers(session: string, headersWith: (secret: string) => SessionHeaders['headers']): SessionHeaders {
    const secret = randomBytes(BYTES).toString('base64url');
    this.sessions.set(secret, session);
    return { headers: headersWith(secret), end: () => void this.sessions.delete(secret) };
  }

  /** Id of the session that a secret stands for. */
  sessionOf(secret: string): string | undefined {
    return this.sessions.get(secret);
  }
}
