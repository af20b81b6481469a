import { SESSION_STATUSES, type Session } from '../session/session';
import type { Alteration, UnwrittenSample } from './alteration';
import type { SampleRandom } from './sampleRandom';
import { sampleSession, tokenOf } from './sampleSession';

/**
 * Ways to make a session file with one error and no hint. The first four have one of each code, because they are used
 * in this order.
 */
export const DAMAGES: readonly Alteration[] = [
  {
    kind: 'trailing comma',
    expected: ['mobi/2'],
    alter: (sample) => {
      sample.edit = (text) => text.replace(/(\s*\}\s*)$/, ',$1');
    },
  },
  {
    kind: 'misspelt status',
    expected: ['mobi/3'],
    alter: ({ session }, { random }) => {
      const status = random.pick(['acepted', 'Accepted', 'accepted ', 'pendig', 'Pending', 'rejected']);
      setAt(session, ['status'], status);
    },
  },
  {
    kind: 'wrong folder',
    expected: ['mobi/1'],
    alter: (sample, { random, stranger }) => {
      sample.session = sampleSession(stranger, random);
      sample.name = sample.session.session.id;
    },
  },
  {
    kind: 'token of another session',
    expected: ['mobi/4'],
    alter: ({ session }, { random }) => {
      accept(session);
      session.token = tokenOf(withForeignId(session, random));
    },
  },
  {
    kind: 'cut off',
    expected: ['mobi/2'],
    alter: (sample, { random }) => {
      sample.edit = (text) => text.slice(0, random.between(20, text.lastIndexOf('}')));
    },
  },
  {
    kind: 'missing key',
    expected: ['mobi/3'],
    alter: ({ session }, { random }) => {
      const keys = [
        ['language'],
        ['email'],
        ['status'],
        ['application', 'version'],
        ['device', 'description'],
        ['session', 'ip'],
      ];
      // Only an accepted session must have a token.
      if (session.status === 'accepted') keys.push(['token']);
      setAt(session, random.pick(keys), undefined);
    },
  },
  {
    kind: 'wrong file name',
    expected: ['mobi/1'],
    alter: (sample, { random }) => {
      // Copied by hand, or renamed to another id.
      sample.name = random.chance(50) ? `session_${random.hex(6)}` : random.hex(40);
    },
  },
  {
    kind: 'token not base64',
    expected: ['mobi/4'],
    alter: ({ session }, { random }) => {
      accept(session);
      const token = tokenOf(session);
      const middle = token.length >> 1;
      session.token = random.chance(50)
        ? `${token.slice(0, middle)} ${token.slice(middle)}`
        : `${token.slice(0, middle)}%2B${token.slice(middle)}`;
    },
  },
  {
    kind: 'comment',
    expected: ['mobi/2'],
    alter: (sample) => {
      sample.edit = (text) => text.replace('{', '{ // accepted by hand\n');
    },
  },
  {
    kind: 'wrong type',
    expected: ['mobi/3'],
    alter: ({ session }, { random }) => {
      const [path, value] = random.pick([
        [['application', 'version'], 1],
        [['email'], null],
        [['device', 'simulator'], 'true'],
        [['session', 'ip'], null],
        [['language', 'code'], ['en']],
      ] as const);
      setAt(session, path, value);
    },
  },
  {
    kind: 'empty',
    expected: ['mobi/2'],
    alter: (sample) => {
      sample.edit = () => '';
    },
  },
  {
    kind: 'not UTF-8',
    expected: ['mobi/2'],
    alter: (sample) => {
      sample.session.device.description = `T${LATIN_1}l${LATIN_1}phone de Ren${LATIN_1}e`;
      sample.encode = encodeAsLatin1;
    },
  },
  {
    kind: 'key without quotes',
    expected: ['mobi/2'],
    alter: (sample) => {
      sample.edit = (text) => text.replace('"status"', 'status');
    },
  },
];

// Stands for "é" in ISO 8859-1 until the text is encoded. It is a private-use character, so that no other text contains
// it.
const LATIN_1 = '\ue000';

function encodeAsLatin1(text: string): Uint8Array {
  const parts = text.split(LATIN_1).map((part) => [...new TextEncoder().encode(part)]);
  return Uint8Array.from(parts.flatMap((part, i) => (i === 0 ? part : [0xe9, ...part])));
}

/** Only an accepted session is sure to have a token. */
function accept(session: Session): void {
  session.status = SESSION_STATUSES[0];
  session.token = tokenOf(session);
}

function withForeignId(session: Session, random: SampleRandom): Session {
  switch (random.below(session.team?.id ? 3 : 2)) {
    case 0:
      return { ...session, session: { ...session.session, id: random.hex(40) } };
    case 1:
      return { ...session, application: { ...session.application, id: `${session.application.id}.beta` } };
    default:
      return { ...session, team: { id: 'DAVAZDX8W5' } };
  }
}

/** Sets a value in a session without regard to its type. `undefined` removes it. */
function setAt(session: UnwrittenSample['session'], path: readonly string[], value: unknown): void {
  let holder = session as unknown as Record<string, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  const last = path.at(-1) as string;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}
