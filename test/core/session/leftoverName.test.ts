import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ApplicationPlace } from '../../../src/core/session/applicationPlace';
import { isLeftoverName } from '../../../src/core/session/leftoverName';
import { judgeName } from '../../../src/core/session/location';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../../support/seedSession';

const counts = (name: string, text: string) => new ApplicationPlace(SEED_APPLICATION).counts(name, text);

/** What tools make of a name, with the tool. */
const MADE: readonly (readonly [by: string, made: (id: string) => string])[] = [
  ['Emacs, a backup', (id) => `${id}~`],
  ['Emacs, a numbered backup', (id) => `${id}.~12~`],
  ['Emacs, an auto-save', (id) => `#${id}#`],
  ['Emacs, a lock', (id) => `.#${id}`],
  ['Vim, a swap file', (id) => `.${id}.swp`],
  ['Vim, a second swap file', (id) => `.${id}.swo`],
  ['Vim, an undo file', (id) => `.${id}.un~`],
  ['Kate', (id) => `.${id}.kate-swp`],
  ['nano', (id) => `${id}.save`],
  ['nano again', (id) => `${id}.save.1`],
  ['Finder', (id) => `${id} copy`],
  ['Finder again', (id) => `${id} copy 2`],
  ['Finder, a second one', (id) => `${id} 2`],
  ['Finder in French', (id) => `${id} copie`],
  ['Finder in Japanese', (id) => `${id}のコピー`],
  ['Explorer', (id) => `${id} - Copy`],
  ['Explorer again', (id) => `${id} - Copy (3)`],
  ['Explorer in German', (id) => `${id} - Kopie`],
  ['Explorer in French', (id) => `${id} - Copie (2)`],
  ['Windows XP', (id) => `Copy of ${id}`],
  ['a browser', (id) => `${id} (1)`],
  ['a browser without space', (id) => `${id}(1)`],
  ['a broken-off download', (id) => `${id}.crdownload`],
  ['Git', (id) => `${id}.orig`],
  ['Git, a merge tool', (id) => `${id}_LOCAL_1`],
  ['Git, the other side', (id) => `${id}_REMOTE_4711`],
  ['Git, the base', (id) => `${id}.BASE.12`],
  ['patch', (id) => `${id}.rej`],
  ['Subversion', (id) => `${id}.r123`],
  ['Subversion, mine', (id) => `${id}.mine`],
  ['Dropbox', (id) => `${id} (Anna's conflicted copy 2026-01-02)`],
  ['Dropbox in French', (id) => `${id} (Copie en conflit de Anna 2026-01-02)`],
  ['Nextcloud', (id) => `${id} (conflicted copy 2026-01-02 101112)`],
  ['Syncthing', (id) => `${id}.sync-conflict-20260102-101112-ABCDEFG`],
  ['iCloud, not loaded', (id) => `.${id}.icloud`],
  ['people', (id) => `${id}.bak`],
  ['people, old', (id) => `${id}.old`],
  ['log rotation', (id) => `${id}.1`],
  ['dpkg', (id) => `${id}.dpkg-old`],
];

describe('Names of leftovers', () => {
  for (const id of [SEED_NAME, 'test_session', 'ABCDEF01']) {
    for (const [by, made] of MADE) {
      it(`the name ${made(id)} is a leftover: ${by}`, () => {
        assert.ok(isLeftoverName(made(id)));
        assert.ok(!counts(made(id), SEED_SESSION.replaceAll(SEED_NAME, id)));
        // A session that somebody gave an extension is copied, too.
        if (!made(id).startsWith('.') && /^[a-z0-9]/i.test(made(id))) assert.ok(isLeftoverName(`${made(id)}.json`));
      });
    }
  }

  for (const name of ['4913', '5036', '5159', '9956']) {
    it(`the name ${name} is one that Vim tries`, () => assert.ok(!counts(name, SEED_SESSION)));
  }

  for (const name of ['4912', '4914', '5035', '49130', '10079', '04913', '4790']) {
    it(`the name ${name} is none that Vim tries`, () => assert.ok(!isLeftoverName(name)));
  }

  for (const name of [
    SEED_NAME,
    SEED_NAME.toUpperCase(),
    `${SEED_NAME}.json`,
    'test_session',
    'LOCAL_1',
    'manifest.json',
  ]) {
    it(`the name ${name} is no leftover`, () => assert.ok(!isLeftoverName(name)));
  }

  const digit = fc.constantFrom(...'0123456789abcdefABCDEF');
  const hex = (least: number, most: number) => fc.string({ unit: digit, minLength: least, maxLength: most });

  it('a name of forty hexadecimal digits with more behind them is a leftover, whatever the more is', () => {
    const more = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 30 })
      .filter((text) => !/^[0-9a-f]+$/i.test(text) && text.toLowerCase() !== '.json');
    fc.assert(
      fc.property(hex(40, 40), more, (id, text) => {
        assert.ok(isLeftoverName(id + text));
        assert.ok(!counts(id + text, SEED_SESSION.replaceAll(SEED_NAME, id)));
      }),
    );
  });

  it('a name of eight or more hexadecimal digits is that of a session, whatever they are', () => {
    fc.assert(fc.property(hex(8, 64), (id) => assert.equal(judgeName(id), 'session')));
  });
});
