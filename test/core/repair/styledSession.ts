import fc from 'fast-check';
import type { SessionText } from '../../../src/core/compliance/sessionChecker';
import { consistent, type Session } from '../compliance/checking';

/** How a session is written. */
export type Style = (session: object) => string;

const documentation: Style = (session) => {
  const members = Object.entries(session).map(([key, value]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    }
    const inner = Object.entries(value).map(([name, each]) => `\t${JSON.stringify(name)}:${JSON.stringify(each)}`);
    return inner.length === 0 ? `${JSON.stringify(key)}:{}` : `${JSON.stringify(key)}:{\n${inner.join(',\n')}\n}`;
  });
  return `{\n${members.join(',\n')}\n}\n`;
};

const styles = fc.constantFrom<Style>(
  (session) => JSON.stringify(session),
  (session) => `${JSON.stringify(session, undefined, 2)}\n`,
  (session) => JSON.stringify(session, undefined, '\t'),
  (session) => JSON.stringify(session, undefined, 4).replaceAll('": ', '" : '),
  documentation,
);

/** Every way in which people and programs write. */
export const anyStyle: fc.Arbitrary<Style> = fc
  .record({
    style: styles,
    eol: fc.constantFrom('\n', '\r\n', '\r'),
    bom: fc.boolean(),
    order: fc.constantFrom<'as it is' | 'reversed' | 'sorted'>('as it is', 'reversed', 'sorted'),
  })
  .map(({ style, eol, bom, order }) => (session) => {
    const members = Object.entries(session);
    if (order === 'reversed') members.reverse();
    if (order === 'sorted') members.sort(([a], [b]) => (a < b ? -1 : 1));
    return (bom ? '\ufeff' : '') + style(Object.fromEntries(members)).replaceAll('\n', eol);
  });

const team = fc.constantFrom<object>(
  { team: { id: 'UTT7VDX8W5' } },
  { team: { id: 'FAKETEAMID' } },
  { team: { id: '' } },
  {},
);

/** A session without a fault, as a value. */
export const anySession: fc.Arbitrary<Session> = fc
  .record({
    application: fc.constantFrom('com.contactApp.Contact', 'org.example.zaiko', 'com.x.y.z'),
    team,
    email: fc.constantFrom('', 'jane.doe@example.com', 'ü@例え.jp'),
    device: fc.uuid(),
    description: fc.constantFrom('iPhone X', 'Téléphone de "René" \u{1f4f1}', ''),
    accepted: fc.boolean(),
    token: fc.boolean(),
    unknown: fc.constantFrom<object>({}, { privileges: ['a'] }, { note: { 'a/b': [{}, null, 1.5e3] } }),
    send: fc.constantFrom<object>({}, { send: 'link' }, { send: 'code' }),
  })
  .map(({ application, team, email, device, description, accepted, token, unknown, send }) => {
    const made = consistent({
      application: { id: application, name: 'Contact', version: '1.0.0' },
      ...team,
      language: { id: 'en_US', code: 'en', region: 'US' },
      email,
      device: { description, version: '11.3', id: device, simulator: true },
      ...send,
      session: { id: '', ip: '::ffff:192.168.5.4' },
      status: accepted ? 'accepted' : 'pending',
      ...unknown,
    }).session;
    // Only an accepted session must have a token.
    if (!accepted && !token) delete made.token;
    return made;
  });

/** Where a session belongs. */
export function placeOf(session: Session): Omit<SessionText, 'text'> {
  const { applicationFolder, name } = consistent(session);
  return { applicationFolder, name };
}
