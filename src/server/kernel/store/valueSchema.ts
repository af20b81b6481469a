import { UUID } from '../random/uuid';
import { keyLike } from './checkedBy';

/** Parts of the schemas by which stored values are checked. */
export const textSchema = { type: 'string' } as const;
export const flagSchema = { type: 'boolean' } as const;

/** An id that `newUuid` made. */
export const uuidSchema = { type: 'string', pattern: UUID.source } as const;
export const uuidKey = keyLike(UUID, 'a UUID');

/** 32 bytes in Base64, with the alphabet of URLs and without padding. */
export const HASH = /^[\w-]{43}$/;
export const hashSchema = { type: 'string', pattern: HASH.source } as const;

/** An object with these members and no others. All are required but those in `optional`. */
export function objectSchema(properties: object, optional: readonly string[] = []): object {
  return {
    type: 'object',
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
    properties,
  };
}
