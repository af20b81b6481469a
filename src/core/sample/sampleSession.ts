import { encodeToken } from '../session/connectionToken';
import type { Session, SessionDevice } from '../session/session';
import { deriveSessionId } from '../session/sessionId';
import type { SampleApplication } from './sampleApplication';
import { androidDevice, iosDevice } from './sampleDevice';
import type { SampleRandom } from './sampleRandom';

const LANGUAGES: readonly Session['language'][] = [
  { id: 'en_US', code: 'en', region: 'US' },
  { id: 'en_US', code: 'en', region: 'US' },
  { id: 'fr_FR', code: 'fr', region: 'FR' },
  { id: 'fr_FR', code: 'fr', region: 'FR' },
  { id: 'de_DE', code: 'de', region: 'DE' },
  { id: 'ja_JP', code: 'ja', region: 'JP' },
  { id: 'es_ES', code: 'es', region: 'ES' },
  { id: 'pt_BR', code: 'pt', region: 'BR' },
  { id: 'ar_MA', code: 'ar', region: 'MA' },
  // Some devices send no region.
  { id: 'en', code: 'en' },
];

const FIRST_NAMES = [
  'jane',
  'amelie',
  'kenji',
  'fatima',
  'lukas',
  'sofia',
  'tom',
  'yuki',
  'ines',
  'omar',
  'clara',
  'paul',
];
const LAST_NAMES = [
  'doe',
  'martin',
  'tanaka',
  'benali',
  'schmidt',
  'garcia',
  'novak',
  'silva',
  'dubois',
  'weber',
  'rossi',
];
const VERSIONS = ['1.0.0', '1.0.0', '1.0.1', '1.2.0', '2.0.0', '2.1.3'];

/** A valid session of an application. */
export function sampleSession(application: SampleApplication, random: SampleRandom): Session {
  return application.platform === 'iOS'
    ? iosSession(application, iosDevice(random, random.chance(simulators(application))), random)
    : androidSession(application, androidDevice(random), random);
}

/** A session as Android apps made it until January 2023: with a team, so it is in the folder of the iOS app. */
export function legacyAndroidSession(application: SampleApplication, random: SampleRandom): Session {
  return androidSession(application, androidDevice(random), random);
}

/** Gives a session another id, and the matching token. */
export function renumber(session: Session, id: string): void {
  session.session.id = id;
  if (session.token !== undefined) session.token = tokenOf(session);
}

/** The token that 4D writes for a session's ids. */
export function tokenOf({ application, team, session }: Session): string {
  return encodeToken({ appNameID: application.id, id: session.id, teamID: team?.id ?? '' });
}

// In percent. Without a team, an app runs on simulators only.
function simulators({ teamId }: SampleApplication): number {
  return teamId === 'FAKETEAMID' ? 100 : 12;
}

function iosSession(application: SampleApplication, device: SessionDevice, random: SampleRandom): Session {
  return complete(
    {
      application: applicationOf(application, random),
      team: { id: application.teamId },
      language: { ...random.pick(LANGUAGES) },
      email: email(random),
      device,
      send: random.chance(85) ? 'link' : 'code',
    },
    random,
  );
}

function androidSession(application: SampleApplication, device: SessionDevice, random: SampleRandom): Session {
  // 4D treats both ways to say "no team" alike.
  const team = application.teamId !== '' || random.chance(40) ? { team: { id: application.teamId } } : {};
  return complete(
    {
      application: applicationOf(application, random),
      ...team,
      language: { ...random.pick(LANGUAGES) },
      email: email(random),
      device,
    },
    random,
  );
}

/** Adds what the server adds to what the app sends. */
function complete(sent: Omit<Session, 'session' | 'status' | 'token'>, random: SampleRandom): Session {
  const { application, team, device } = sent;
  const id = deriveSessionId({ teamId: team?.id ?? '', applicationId: application.id, deviceId: device.id });
  const pending = random.chance(12);
  const session: Session = { ...sent, session: { id, ip: address(random) }, status: pending ? 'pending' : 'accepted' };
  // It is not documented whether the file of a pending session has a token. Both occur here.
  if (!pending || random.chance(50)) session.token = tokenOf(session);
  return session;
}

function applicationOf({ id, name }: SampleApplication, random: SampleRandom): Session['application'] {
  return { id, name, version: random.pick(VERSIONS) };
}

function email(random: SampleRandom): string {
  // A guest has no address.
  if (random.chance(30)) return '';
  return `${random.pick(FIRST_NAMES)}.${random.pick(LAST_NAMES)}@example.${random.pick(['com', 'org', 'net'])}`;
}

function address(random: SampleRandom): string {
  if (random.chance(10)) return '::1';
  if (random.chance(10)) return `2001:db8::${random.hex(4)}:${random.hex(4)}`;
  return `::ffff:192.168.${random.below(32)}.${random.between(2, 254)}`;
}
