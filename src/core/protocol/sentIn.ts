/**
 * Request headers with which a program of this machine sends a request in a session whose secret only the server has. The
 * server takes both away, and puts in what a client of that session sends.
 */
export const SENT_IN = {
  /** Name of the system, a colon, and the id of the session: `web:ID`. */
  session: 'session-workbench-session',
  /** The control token. */
  token: 'session-workbench-token',
} as const;
