import { encodeToken } from '../../src/core/session/connectionToken';
import { deriveSessionId } from '../../src/core/session/sessionId';

export interface SampleSession {
  id: string;
  text: string;
}

/** A flawless session of a device, under the name it has on disk. */
export function aSession(options: {
  team: string;
  application: string;
  name: string;
  device: string;
  deviceId: string;
  os?: string;
  version?: string;
  email?: string;
  status?: string;
}): SampleSession {
  const { team, application, name, device, deviceId, os = 'Android', version = '34 (Android 14)' } = options;
  const { email = '', status = 'accepted' } = options;
  const id = deriveSessionId({ teamId: team, applicationId: application, deviceId });
  const session = {
    application: { id: application, name, version: '1.0.0' },
    ...(team !== '' && { team: { id: team } }),
    language: { id: 'en_US', code: 'en', region: 'US' },
    email,
    device: { id: deviceId, description: device, version, os },
    session: { id, ip: '::1' },
    status,
    token: encodeToken({ appNameID: application, id, teamID: team }),
  };
  return { id, text: JSON.stringify(session, undefined, 2) };
}
