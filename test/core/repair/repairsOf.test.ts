import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ERROR_CODES, type Finding, HINT_CODES } from '../../../src/core/compliance/finding';
import { phraseText } from '../../../src/core/compliance/phrase';
import { SessionChecker, type SessionText } from '../../../src/core/compliance/sessionChecker';
import { changedFile, type Repair } from '../../../src/core/repair/repair';
import { repairsOf } from '../../../src/core/repair/repairsOf';
import { builtInSchema } from '../../../src/disk/builtInSchema';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../../support/seedSession';
import { seedChanged, seedWith } from '../compliance/checking';
import { anyDamaged, anyMuchDamaged, DAMAGES } from './damage';

const checker = new SessionChecker(builtInSchema);
const findingsIn = (file: SessionText) => checker.check(file).findings;
const SEED: SessionText = { applicationFolder: SEED_APPLICATION, name: SEED_NAME, text: SEED_SESSION };

/** A finding without its place, which may move. */
function fault({ code, pointer, detail }: Finding): string {
  if (code === 'mobi/1') return `${code} ${detail?.kind}`;
  return `${code} ${pointer}${detail?.kind === 'missing' ? `/${detail.property}` : ''}`;
}

/** What holds for every repair of a file, whatever its damage. */
function assertSound(file: SessionText): void {
  const before = findingsIn(file);
  for (const finding of before) {
    const repairs = repairsOf(file, finding);
    assert.ok(repairs.filter(({ preferred }) => preferred).length <= 1, 'one preferred repair');
    assert.equal(new Set(repairs.map(({ id }) => id)).size, repairs.length, 'ids of their own');
    for (const repair of repairs) assertMends(file, before, finding, repair);
  }
}

function assertMends(file: SessionText, before: Finding[], finding: Finding, repair: Repair): void {
  const after = changedFile(file, repair.change);
  const left = findingsIn(after);
  const known = before.map(fault);
  const words = `${phraseText(repair.title)} (${finding.message})`;
  assert.ok(!left.some((each) => fault(each) === fault(finding)), `still there: ${words}`);
  for (const each of left) {
    if (each.severity === 'error') assert.ok(known.includes(fault(each)), `${words} brings ${each.message}`);
  }
  assert.equal(repair.code, finding.code);
  if (!repair.preferred) return;
  // One less; or more, where one mistake was the cause of several findings. An id made up is not derived from anything.
  const accepted = finding.pointer.startsWith('/device') || finding.code === 'mobi/3' ? ['hint/id /session/id'] : [];
  accepted.push('hint/legacy-folder /team/id');
  const added = left.map(fault).filter((each) => !known.includes(each) && !accepted.includes(each));
  assert.deepEqual(added, [], words);
  // Only what ids and token say together can be mended together.
  const gone = known.filter((each) => each !== fault(finding) && !left.map(fault).includes(each));
  const related = /^(mobi\/[14]|hint\/(id|legacy-folder)|mobi\/3 \/(token|team|team\/id|application\/id|session\/id)$)/;
  assert.deepEqual(
    gone.filter((each) => !related.test(each)),
    [],
    `${words} mends another fault`,
  );
  if (repair.safe) assert.ok(left.filter((each) => !accepted.includes(fault(each))).length < before.length, words);
  assertOnly(file, after, finding, words);
}

/** Only what the finding is about differs in the values. */
function assertOnly(file: SessionText, after: SessionText, finding: Finding, words: string): void {
  const [was, is] = [file, after].map(({ text }) => JSON.parse(text.replace(/^\ufeff/, '')));
  const about = finding.detail?.kind === 'missing' ? `${finding.pointer}/${finding.detail.property}` : finding.pointer;
  const touchable = [about, '/token', '/team', '/application/id', '/session/id'];
  for (const pointer of differences(was, is)) {
    assert.ok(
      touchable.some((each) => pointer === each || pointer.startsWith(`${each}/`)),
      `${words} changes ${pointer}`,
    );
  }
}

function differences(was: unknown, is: unknown, pointer = ''): string[] {
  if (typeof was !== 'object' || typeof is !== 'object' || was === null || is === null) {
    return was === is ? [] : [pointer];
  }
  const keys = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...keys].flatMap((key) =>
    differences((was as Record<string, unknown>)[key], (is as Record<string, unknown>)[key], `${pointer}/${key}`),
  );
}

/** The repairs of the first finding with a code, as a person sees them. */
function offered(code: string, file: Partial<SessionText>): string[] {
  const whole = { ...SEED, ...file };
  const finding = findingsIn(whole).find((each) => each.code === code);
  assert.ok(finding, `no ${code}`);
  return repairsOf(whole, finding).map(
    ({ title, safe, preferred }) => `${preferred ? '* ' : ''}${phraseText(title)}${safe ? '' : ' (ask)'}`,
  );
}

describe('repairsOf', () => {
  describe('one damage', () => {
    for (const damage of DAMAGES) {
      it(`a repair takes the finding away, brings no other error, and changes nothing else, after ${damage.what}`, () => {
        fc.assert(
          fc.property(anyDamaged(damage), ({ file }) => assertSound(file)),
          { numRuns: 40 },
        );
      });
    }

    it('repairs take the findings of several damages at once away', () => {
      fc.assert(
        fc.property(anyMuchDamaged, ({ file }) => assertSound(file)),
        { numRuns: 600 },
      );
    });
  });

  it('the damages that repairs are tested with have every code that one file alone can have', () => {
    const codes = new Set<string>();
    for (const damage of DAMAGES) {
      for (const { file } of fc.sample(anyDamaged(damage), 20)) {
        for (const { code } of findingsIn(file)) codes.add(code);
      }
    }
    // The others are about what stands beside a file, or are given to files that count as no session files.
    const apart: string[] = ['hint/duplicate-device', 'hint/duplicate-push', 'hint/leftover', 'hint/misplaced'];
    const all = [...ERROR_CODES, ...HINT_CODES].filter((code) => !apart.includes(code));
    assert.deepEqual([...codes].sort(), all.sort());
  });

  const session = JSON.parse(SEED_SESSION);
  const token = session.token as string;
  const HEX = 'ab'.repeat(20);
  const rows: [what: string, code: string, file: Partial<SessionText>, offered: string[]][] = [
    [
      'a file that was renamed',
      'mobi/1',
      { name: HEX },
      [
        `* Rename the file to what its content says: "${SEED_NAME}"`,
        `Change session.id to what the file is named: "${HEX}" (ask)`,
      ],
    ],
    [
      'a session id that was changed, with token and device against it',
      'mobi/1',
      { text: SEED_SESSION.replace(`"${SEED_NAME}"`, `"${HEX}"`) },
      [
        `* Change session.id to what the file is named: "${SEED_NAME}"`,
        `Rename the file to what its content says: "${HEX}" (ask)`,
      ],
    ],
    [
      'a file in another application',
      'mobi/1',
      { applicationFolder: 'K7Q2M9X4TB.com.other' },
      [
        `* Move the file to the folder that its content says: "${SEED_APPLICATION}"`,
        'Change application.id and team.id to what the folder says: "com.other", "K7Q2M9X4TB" (ask)',
      ],
    ],
    [
      'a file in the folder of no team',
      'mobi/1',
      { applicationFolder: 'com.contactApp.Contact' },
      [
        `* Move the file to the folder that its content says: "${SEED_APPLICATION}"`,
        'Change team.id to what the folder says: "" (ask)',
      ],
    ],
    [
      'a file in a folder that is named by no application',
      'mobi/1',
      { applicationFolder: 'Others' },
      [`* Move the file to the folder that its content says: "${SEED_APPLICATION}"`],
    ],
    ...['../x', '..', 'a/b', 'a\\b', 'a\\u0000', 'con', 'LPT1', '.hidden', 'a.json', ' ', 'x'.repeat(256)].map(
      (id): [string, string, Partial<SessionText>, string[]] => [
        `a session id that is no file name (${id.slice(0, 9)})`,
        'mobi/1',
        { text: SEED_SESSION.replace(`"${SEED_NAME}"`, `"${id.startsWith('a\\b') ? 'a\\\\b' : id}"`) },
        [`* Change session.id to what the file is named: "${SEED_NAME}"`],
      ],
    ),
    [
      'the token of nobody',
      'mobi/4',
      { text: seedWith(token, 'x') },
      ['* Regenerate the connection token from the content'],
    ],
    [
      'the token of nobody, in another file',
      'mobi/4',
      { text: seedWith(token, 'x'), name: HEX },
      ['* Regenerate the connection token from the content (ask)'],
    ],
    ['no status', 'mobi/3', { text: seedWith('"status":"accepted",\n', '') }, ['* Add "status": "pending"']],
    [
      'no token',
      'mobi/3',
      { text: seedChanged((each) => delete each.token) },
      ['* Regenerate the connection token from the content', 'Set the status to "pending" (ask)'],
    ],
    [
      'no device id',
      'mobi/3',
      { text: seedChanged((each) => delete each.device.id) },
      [`* Add "device.id": "unknown-${SEED_NAME}" (ask)`],
    ],
    ...['Accepted', 'acepted', ' accepted', 'accpeted', 'accept', 'acceptée'].map(
      (status): [string, string, Partial<SessionText>, string[]] => [
        `the status “${status}”`,
        'mobi/3',
        { text: seedWith('"accepted"', JSON.stringify(status)) },
        ['* Change "status" to "accepted"'],
      ],
    ),
    ...['pendig', 'PENDING', 'pendent'].map((status): [string, string, Partial<SessionText>, string[]] => [
      `the status “${status}”`,
      'mobi/3',
      { text: seedWith('"accepted"', JSON.stringify(status)) },
      ['* Change "status" to "pending"'],
    ]),
    ...['unaccepted', 'rejected', 'blocked', '', 'not accepted', 'excepted'].map(
      (status): [string, string, Partial<SessionText>, string[]] => [
        `the status “${status}”`,
        'mobi/3',
        { text: seedWith('"accepted"', JSON.stringify(status)) },
        ['Change "status" to "accepted" (ask)', 'Change "status" to "pending" (ask)'],
      ],
    ),
    [
      'a number as it is written',
      'mobi/3',
      { text: seedWith('"1.0.0"', '1.0') },
      ['* Change "application.version" to "1.0"', 'Change "application.version" to "1.0.0" (ask)'],
    ],
    [
      'a word in quotes',
      'mobi/3',
      { text: seedWith('"simulator":true', '"simulator":"True"') },
      ['* Change "device.simulator" to true'],
    ],
    ['a byte order mark', 'hint/bom', { text: `\ufeff${SEED_SESSION}` }, ['* Remove the byte order mark']],
    [
      'an id of another device',
      'hint/id',
      { text: seedWith('0DC5132E', '0DC5132F') },
      ['* Derive the session id from the device, in content, token and file name (logs the device out) (ask)'],
    ],
    ['a jailbroken device', 'hint/jailbroken', { text: seedWith('"simulator":true', '"jb":true') }, []],
    ['no JSON', 'mobi/2', { text: '{' }, []],
    ['bytes that were not UTF-8', 'mobi/2', { illFormedAt: 3, name: 'x' }, []],
    ['no object', 'mobi/3', { text: '[]' }, []],
  ];
  for (const [what, code, file, titles] of rows)
    it(`the repairs that should be are offered for ${what}`, () => assert.deepEqual(offered(code, file), titles));

  /** The repair of the first finding about a member, in a folder whose name may be read in two ways. */
  const memberOf = (text: string, beside?: SessionText['beside'], folder = 'TEAM01.com.acme.shop') => {
    const file = { applicationFolder: folder, name: HEX, text, ...(beside && { beside }) };
    const schema = new SessionChecker(builtInSchema);
    const found = schema
      .check(file)
      .findings.find(({ code, message }) => code === 'mobi/3' && /application/.test(message));
    assert.ok(found);
    return repairsOf(file, found).map(({ title, safe, preferred, change }) => ({
      words: `${preferred ? '* ' : ''}${phraseText(title)}${safe ? '' : ' (ask)'}`,
      value: JSON.parse(changedFile(file, change).text),
    }));
  };
  const SHOP = { applicationId: 'com.acme.shop', teamId: 'TEAM01', applicationName: 'Shop' };

  it('an application and a team that are missing are those of the sessions beside the file', () => {
    const [repair, ...others] = memberOf('{}', SHOP);
    assert.match(repair?.words ?? '', /^\* Add "application": .*"Shop".*[^)]$/);
    assert.deepEqual(repair?.value, {
      application: { id: 'com.acme.shop', name: 'Shop', version: '1.0.0' },
      team: { id: 'TEAM01' },
    });
    assert.deepEqual(others, []);
  });

  it('each member of an application that is missing is that of the sessions beside the file', () => {
    const noId = memberOf('{"application":{"name":"x","version":"1"}}', SHOP);
    assert.deepEqual(
      noId.map(({ words, value }) => [words, value.application.id, value.team]),
      [['* Add "application.id": "com.acme.shop"', 'com.acme.shop', { id: 'TEAM01' }]],
    );
    const noName = memberOf('{"application":{"id":"com.acme.shop","version":"1"},"team":{"id":"TEAM01"}}', SHOP);
    assert.deepEqual(
      noName.map(({ words }) => words),
      ['* Add "application.name": "Shop"'],
    );
  });

  it('an application that only the look of a folder tells is neither preferred nor safe where the look may mislead', () => {
    const [repair] = memberOf('{}');
    assert.match(repair?.words ?? '', /^Add "application": .*"com\.acme\.shop".* \(ask\)$/);
    assert.deepEqual(repair?.value.team, { id: 'TEAM01' });
    const [sure] = memberOf('{}', undefined, 'com.acme.shop');
    assert.match(sure?.words ?? '', /^\* Add "application": .*"com\.acme\.shop".*[^)]$/);
    assert.equal(sure?.value.team, undefined);
  });

  it('no repair is offered for a finding that the file does not have any more', () => {
    const without = { ...SEED, text: seedWith('"email":"",\n', '') };
    const [finding] = findingsIn(without);
    assert.ok(finding);
    assert.equal(repairsOf(without, finding).length, 1);
    assert.deepEqual(repairsOf({ ...SEED, text: seedWith('"email":""', '"email":"a@b.c"') }, finding), []);
  });

  it('the title of a repair has no token', () => {
    const title = offered('mobi/3', { text: seedWith(`"${token}"`, '{}') }).join();
    assert.ok(!title.includes('eyJ'), title);
  });
});
