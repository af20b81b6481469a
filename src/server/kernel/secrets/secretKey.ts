import { createHash } from 'node:crypto';

/** The name of a secret in a store. It is not possible to get the secret from it. */
export function secretKey(secret: string): string {
  return createHash('sha256').update(`key:${secret}`).digest('base64url');
}
