import type { Random } from './random';

const BYTES = 16;

/** What the UUIDs of this file look like. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;

/** A random UUID. */
export function newUuid(random: Random): string {
  return uuidOf(random.bytes(BYTES));
}

/** The UUID that is made of the first 16 of these bytes. */
export function uuidOf(bytes: Buffer): string {
  const hex = bytes.subarray(0, BYTES).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
