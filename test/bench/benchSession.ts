import { createHash } from 'node:crypto';
import type { SampleRandom } from '../../src/core/sample/sampleRandom';
import { written } from './writtenStyles';

/** A session whose parts may be replaced by what is wrong. */
export interface BenchSession {
  application: { id: string; name: string; version: unknown };
  team: { id: string };
  language?: { id: string; code: string; region: string };
  email?: unknown;
  device: { id: string; description?: string; version: string; os: string; simulator: unknown };
  send: 'link';
  session: { id: string; ip?: string };
  status?: string;
  token: string;
}

interface BenchApplication {
  readonly team: string;
  readonly id: string;
}

export const FAULT_KINDS = ['malformed', 'schema', 'location', 'token', 'bom', 'empty'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

/** A session without a fault. */
export function sessionOf({ team, id }: BenchApplication, random: SampleRandom): BenchSession {
  const device = [8, 4, 4, 4, 12].map((length) => random.hex(length)).join('-');
  const sessionId = sha1(team + id + device);
  const [language, code, region] = random.pick([
    ['en_US', 'en', 'US'],
    ['fr_FR', 'fr', 'FR'],
    ['ja_JP', 'ja', 'JP'],
  ] as const);
  return {
    application: { id, name: id.slice(id.lastIndexOf('.') + 1), version: `1.${random.below(9)}.0` },
    team: { id: team },
    language: { id: language, code, region },
    email: random.chance(20) ? '' : `${random.pick(['ann', 'bob', 'zoé', '花子'])}${random.below(1e6)}@example.com`,
    device: {
      id: device,
      description: random.pick(['iPhone X', 'iPad Air', 'Simulator (iPhone 15)', 'Téléphone de René']),
      version: `1${random.below(9)}.${random.below(6)}`,
      os: 'iOS',
      simulator: random.chance(10),
    },
    send: 'link',
    session: { id: sessionId, ip: `::ffff:192.168.${random.below(250)}.${random.below(250)}` },
    status: random.chance(85) ? 'accepted' : 'pending',
    token: base64({ appNameID: id, id: sessionId, teamID: team }),
  };
}

type Random = SampleRandom;

const MALFORMED: readonly ((text: string) => string)[] = [
  (text) => text.replace(/\s*\}\s*$/, ',}'),
  (text) => text.slice(0, text.length >> 1),
  (text) => text.replace('{', '{ // by hand\n'),
  (text) => text.replace('"status"', 'status'),
  (text) => `${text}}`,
];

const AGAINST_SCHEMA: readonly ((session: BenchSession, random: Random) => void)[] = [
  (session) => delete session.language,
  (session) => delete session.email,
  (session) => delete session.status,
  ({ device }) => delete device.description,
  (session) => {
    session.email = null;
  },
  (session, random) => {
    session.status = random.pick(['Accepted', 'acepted', 'rejected', 'pending ']);
  },
  ({ application }) => {
    application.version = 1;
  },
  ({ device }) => {
    device.simulator = 'true';
  },
];

const OTHER_TOKENS: readonly ((session: BenchSession, random: Random) => string)[] = [
  ({ application, team }, random) => base64({ appNameID: application.id, id: random.hex(40), teamID: team.id }),
  ({ application, session }) => base64({ appNameID: application.id, id: session.id, teamID: 'DAVAZDX8W5' }),
  ({ session, team }) => base64({ appNameID: 'com.example.other', id: session.id, teamID: team.id }),
  ({ token }) => `${token.slice(0, 40)}%2B${token.slice(40)}`,
  () => base64([1]),
];

/** A file with one fault of a kind, and the code that it must get. */
export function faultyFile(kind: FaultKind, session: BenchSession, random: Random) {
  const name = session.session.id;
  const file = (code: string, text: string) => ({ name, text, code });
  switch (kind) {
    case 'empty':
      return file('mobi/2', '');
    case 'malformed':
      return file('mobi/2', random.pick(MALFORMED)(written(session, random)));
    case 'bom':
      return file('hint/bom', `\ufeff${written(session, random)}`);
    case 'schema':
      random.pick(AGAINST_SCHEMA)(session, random);
      return file('mobi/3', written(session, random));
    case 'token':
      session.token = random.pick(OTHER_TOKENS)(session, random);
      // A token is looked at whatever the status is.
      return file('mobi/4', written(session, random));
    case 'location': {
      if (random.chance(50)) return { name: random.hex(40), text: written(session, random), code: 'mobi/1' };
      const stranger = sessionOf({ team: session.team.id, id: 'com.example.elsewhere' }, random);
      return { name: stranger.session.id, text: written(stranger, random), code: 'mobi/1' };
    }
  }
}
