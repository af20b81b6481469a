import type { Alteration } from './alteration';
import { legacyAndroidSession, renumber } from './sampleSession';

/** Ways to make a valid session file that gets a hint. */
export const ODDITIES: readonly Alteration[] = [
  {
    kind: 'byte order mark',
    expected: ['hint/bom'],
    alter: (draft) => {
      draft.edit = (text) => `\ufeff${text}`;
    },
  },
  {
    kind: 'duplicate key',
    expected: ['hint/duplicate-key'],
    alter: (draft) => {
      const email = JSON.stringify(draft.session.email);
      draft.edit = (text) => text.replace('"email":', `"email":${email},"email":`);
    },
  },
  {
    kind: 'id of another device',
    expected: ['hint/id'],
    alter: (draft, { random }) => {
      renumber(draft.session, random.hex(40));
      draft.name = draft.session.session.id;
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
    alter: (draft, { application, random }) => {
      draft.session = legacyAndroidSession(application, random);
      draft.name = draft.session.session.id;
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
  alter: (draft, { random, previous }) => {
    if (!previous) throw new Error('The first file of a folder cannot be a duplicate.');
    draft.session = { ...previous, session: { ...previous.session } };
    renumber(draft.session, random.hex(40));
    draft.name = draft.session.session.id;
  },
};
