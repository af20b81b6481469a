import { hash } from 'node:crypto';

/** A hash of the content of a file: SHA-256 in base64. A text is hashed as UTF-8. */
export function digestOf(content: string | Uint8Array): string {
  return hash('sha256', content, 'base64');
}
