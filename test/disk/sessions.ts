import { consistent, type Session } from '../core/compliance/checking';

export const APPLICATION = 'TEAM000001.com.example.app';

/** A flawless session in application folder `APPLICATION`, of the device with this id. */
export function sessionOf(deviceId: string, changes: Session = {}): { name: string; text: string } {
  const { session, name } = consistent({
    application: { id: 'com.example.app', name: 'Example', version: '1.0.0' },
    team: { id: 'TEAM000001' },
    language: { id: 'en_US', code: 'en', region: 'US' },
    email: '',
    device: { description: 'iPhone X', version: '11.3', id: deviceId },
    send: 'link',
    session: { ip: '::1' },
    status: 'accepted',
    ...changes,
  });
  return { name, text: JSON.stringify(session, undefined, 2) };
}

/** Files of flawless sessions of as many devices, under their application folder. */
export function sessionFiles(...deviceIds: string[]): Record<string, string> {
  return Object.fromEntries(
    deviceIds.map((id) => {
      const { name, text } = sessionOf(id);
      return [`${APPLICATION}/${name}`, text];
    }),
  );
}
