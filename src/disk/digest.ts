import { hash } from 'node:crypto';

/** Tells one content of a file from another: SHA-256 in base64. A text stands for its UTF-8 bytes. */
export function digestOf(content: string | Uint8Array): string {
  return hash('sha256', content, 'base64');
}
