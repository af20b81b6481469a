import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../random/random';
import { isSameText } from './isSameText';

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const hashed = promisify(scrypt) as (password: string, salt: string, length: number) => Promise<Buffer>;

/** What a store keeps of a password. */
export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
}

export async function hashPassword(password: string, random: Random): Promise<PasswordHash> {
  const salt = random.bytes(SALT_BYTES).toString('base64url');
  return { salt, hash: (await hashed(password, salt, HASH_BYTES)).toString('base64url') };
}

export async function isPassword(password: string, { salt, hash }: PasswordHash): Promise<boolean> {
  return isSameText((await hashed(password, salt, HASH_BYTES)).toString('base64url'), hash);
}
