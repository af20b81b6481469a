import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The session id that 4D gives a device: the SHA-1 of team id, application id and device id concatenated, in lower-case
 * hexadecimal. See docs/facts/4d-mobile.md#the-session-id.
 */
export function deriveSessionId(identity: { teamId: string; applicationId: string; deviceId: string }): string {
  return bytesToHex(sha1(utf8ToBytes(identity.teamId + identity.applicationId + identity.deviceId)));
}
