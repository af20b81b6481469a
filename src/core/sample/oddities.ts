import type { Alteration } from './alteration';
import { legacyAndroidSession, renumber } from './sampleSession';

/** Ways to make a valid session file that gets a hint. */
export const ODDITIES: readonly Alteration[] = [
  {
    kind: 'byte order mark',
    expected: ['hint/bom'],
    alter: (sample) => {
      sample.edit = (text) => `\ufeff${text}`;
    },
  },
  {
    kind: 'duplicate key',
    expected: ['hint/duplicate-key'],
    alter: (sample) => {
      const email = JSON.stringify(sample.session.email);
      sample.edit = (text) => text.replace('"email":', `"email":${email},"email":`);
    },
  },
  {
    kind: 'id of another device',
    expected: ['hint/id'],
    alter: (sample, { random }) => {
      renumber(sample.session, random.hex(40));
      sample.name = sample.session.session.id;
    },
  },
  {
    kind: 'jailbroken',
    expected: ['hint/jailbroken'],
    platform: 'iOS',
    alter: ({ session }) => {
      session.device.jb = true;
    },
  },
  {
    kind: 'Android in the folder of a team',
    expected: ['hint/legacy-folder'],
    platform: 'iOS',
    alter: (sample, { application, random }) => {
      sample.session = legacyAndroidSession(application, random);
      sample.name = sample.session.session.id;
    },
  },
];

/** The first of two files for one device. The second is a copy that somebody gave another id and kept. */
export const DUPLICATED: Alteration = {
  kind: 'duplicate device',
  expected: ['hint/duplicate-device'],
  alter: () => {},
};

/** The file after a `DUPLICATED` one. */
export const DUPLICATE: Alteration = {
  kind: 'duplicate of the device before',
  expected: ['hint/id', 'hint/duplicate-device'],
  alter: (sample, { random, previous }) => {
    if (!previous) throw new Error('The first file of a folder cannot be a duplicate.');
    // Whoever kept it has not used it since: the device sent its push token to the other session alone.
    const { token: _, ...device } = previous.device;
    sample.session = { ...previous, device, session: { ...previous.session } };
    renumber(sample.session, random.hex(40));
    sample.name = sample.session.session.id;
  },
};
