import { type Codecs, portableCodecs } from './codecs';

/**
 * The session id that 4D gives a device: the SHA-1 of team id, application id and device id concatenated, in lower-case
 * hexadecimal. See docs/facts/4d-mobile.md#the-session-id.
 */
export function deriveSessionId(
  identity: { teamId: string; applicationId: string; deviceId: string },
  codecs: Codecs = portableCodecs,
): string {
  return codecs.sha1(identity.teamId + identity.applicationId + identity.deviceId);
}
