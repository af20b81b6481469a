/** What the header `WWW-Authenticate` says besides the realm (RFC 6750, 3). */
export interface Challenge {
  readonly error?: string;
  readonly description?: string;
}

const REALM = 'session-workbench';
/** The value of `WWW-Authenticate` for a request whose client has not proved itself (RFC 9110, 15.5.2). */
export const CLIENT_CHALLENGE = `Basic realm="${REALM}", charset="UTF-8"`;

/** The value of `WWW-Authenticate` for a request whose access token is missing or not good. */
export function challenge({ error, description }: Challenge): string {
  const parts = [
    `realm="${REALM}"`,
    ...(error === undefined ? [] : [`error="${error}"`]),
    ...(description === undefined ? [] : [`error_description="${printable(description)}"`]),
  ];
  return `Bearer ${parts.join(', ')}`;
}

/** RFC 6750, 3: no quotation mark, no backslash, and nothing but printable ASCII. */
export function printable(text: string): string {
  return text.replaceAll(/[“”"]/g, "'").replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?');
}
