import assert from 'node:assert/strict';
import path from 'node:path';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { type CallOptions, run, Scratch, seedWith } from './commandLine';

const TOKEN = /"token":"(.*)"/.exec(SEED_SESSION)?.[1] as string;
const IDS = { appNameID: 'com.contactApp.Contact', id: SEED_NAME, teamID: 'UTT7VDX8W5' };
const EXPLAINED = {
  version: 1,
  valid: true,
  token: IDS,
  alphabet: 'standard',
  padded: false,
  canonical: true,
  applicationFolder: SEED_APPLICATION,
};
const SESSION = { applicationId: IDS.appNameID, sessionId: SEED_NAME, teamId: IDS.teamID };

async function decode(args: readonly string[], options?: CallOptions) {
  const { code, stdout, stderr } = await run(['decode', ...args], options);
  return { code, stderr, explained: stdout === '' ? undefined : JSON.parse(stdout) };
}

async function refused(args: readonly string[], words: RegExp, options?: CallOptions): Promise<void> {
  const { code, stdout, stderr } = await run(['decode', ...args], options);
  assert.match(stderr, words);
  assert.match(stderr, /^session-workbench: [^\n]+\n$/);
  assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
}

function base64(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');
}

describe('decode', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  describe('tokens', () => {
    it('decode explains a token given as argument', async () => {
      assert.deepEqual(await decode([TOKEN]), { code: 0, stderr: '', explained: EXPLAINED });
    });

    it('decode explains a token copied from a request, or on stdin', async () => {
      const forgiven = ['authorizationHeader'];
      const expected = { code: 0, stderr: '', explained: { ...EXPLAINED, forgiven } };
      assert.deepEqual(await decode([`Authorization: Bearer ${TOKEN}`]), expected);
      assert.deepEqual(await decode([`bearer ${TOKEN}`]), expected);
      assert.deepEqual(await decode(['-'], { input: `${TOKEN}\r\n` }), { ...expected, explained: EXPLAINED });
      assert.deepEqual(await decode([], { input: `authorization:Bearer ${TOKEN}\n` }), expected);
    });

    it('decode explains a token that is longer than a file name may be', async () => {
      const token = { ...IDS, appNameID: `com.${'x'.repeat(5000)}` };
      assert.deepEqual((await decode([base64(token)])).explained.token, token);
    });

    it('decode explains a token in the URL alphabet, padded, and not as 4D writes it', async () => {
      const token = { appNameID: '日本語??', id: 'bee', teamID: '' };
      const padded = base64(token).replaceAll('+', '-').replaceAll('/', '_');
      assert.match(padded, /[-_].*=$/);
      const { code, explained } = await decode([padded]);
      assert.equal(code, 0);
      const { alphabet, padded: isPadded, canonical, applicationFolder } = explained;
      assert.deepEqual(
        { alphabet, isPadded, canonical, applicationFolder },
        { alphabet: 'url', isPadded: true, canonical: false, applicationFolder: '日本語??' },
      );
    });

    it('decode explains a token with its keys in another order, which 4D does not write', async () => {
      const { code, explained } = await decode([base64({ id: 'beef', appNameID: 'a', teamID: 'T' })]);
      assert.deepEqual([code, explained.canonical, explained.applicationFolder], [0, false, 'T.a']);
    });

    it('decode explains what a token says beyond the ids', async () => {
      const token = { ...IDS, exp: 1 };
      assert.deepEqual((await decode([base64(token)])).explained.token, token);
    });
  });

  describe('tokens that were copied', () => {
    it('decode names what it passed over, from an argument, a file and stdin alike', async () => {
      const text = `curl -H 'Authorization: Bearer ${encodeURIComponent(TOKEN.slice(0, 40))}\n${TOKEN.slice(40)}' https://example.com`;
      const forgiven = ['lineWraps', 'quotes', 'authorizationHeader', 'curl'];
      const explained = { ...EXPLAINED, forgiven };
      scratch.file('request', text);
      for (const [args, input] of [
        [[text], ''],
        [['request'], ''],
        [['-'], text],
        [[], text],
      ] as const) {
        const told = await decode(args, { input, cwd: scratch.root });
        assert.deepEqual(told, { code: 0, stderr: '', explained });
      }
    });

    it('decode shows header and claims of a JSON Web Token, and never its signature', async () => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const header = { alg: 'HS256', typ: 'JWT' };
      const claims = { sub: 'jane', iat: 1 };
      const { code, stdout, stderr } = await run([
        'decode',
        `Bearer ${part(header)}.${part(claims)}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`,
      ]);
      assert.deepEqual([code, stderr], [1, '']);
      const { valid, defect, jwt, token, message } = JSON.parse(stdout);
      assert.deepEqual(
        { valid, defect, jwt, token },
        { valid: false, defect: 'jwt', jwt: { header, claims }, token: null },
      );
      assert.match(message, /JSON Web Token \(JWT\)/);
      assert.ok(!stdout.includes('c2lnbmF0'));
    });

    describe('JSON Web Tokens and tokens that came through something', () => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const header = { alg: 'HS256', typ: 'JWT' };
      const claims = { sub: 'jane', scope: 'read write', iat: 1 };
      const jwt = `${part(header)}.${part(claims)}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`;
      const folds: [how: string, text: string][] = [
        ...[10, 30, 36, 37, 38, 60, 76].flatMap((width): [string, string][] => [
          [`after ${width} characters`, jwt.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\n') as string],
          [
            `after ${width} characters with CR LF`,
            jwt.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\r\n  ') as string,
          ],
        ]),
        ['behind its dots', jwt.replaceAll('.', '.\n')],
        ['before its dots', jwt.replaceAll('.', '\n.')],
      ];
      for (const [how, text] of folds) {
        it(`decode knows a JSON Web Token that is folded ${how}`, async () => {
          const { code, explained } = await decode([], { input: `${text}\n` });
          assert.deepEqual([code, explained.defect, explained.jwt], [1, 'jwt', { header, claims }]);
          assert.ok(explained.forgiven.includes('lineWraps'), explained.forgiven);
        });
      }

      it('decode knows a JSON Web Token without a signature', async () => {
        const none = { alg: 'none' };
        for (const text of [`${part(none)}.${part(claims)}.`, `Authorization: Bearer ${part(none)}.${part(claims)}.`]) {
          const { code, explained } = await decode([text]);
          assert.deepEqual([code, explained.defect, explained.jwt], [1, 'jwt', { header: none, claims }]);
        }
      });

      it('decode reads what JSON has escaped', async () => {
        const ids = { appNameID: 'com.example.?>?>?>', id: 'beef0001', teamID: '???>>>' };
        const token = base64(ids);
        assert.match(token, /\/|\+/);
        for (const escaped of [
          token.replaceAll('/', '\\/').replaceAll('=', '\\u003d'),
          token.replaceAll('/', '\\u002F').replaceAll('+', '\\u002b'),
        ]) {
          const { code, explained } = await decode([`"token":"${escaped}"`]);
          assert.deepEqual([code, explained.token], [0, ids]);
        }
      });

      for (const stuck of ['@@@', '@', '!', '*', '~x', '$', 'é', '^^', '%zz'])
        it(`decode takes no token with ${stuck} at its end for a valid one`, async () => {
          const { code, explained } = await decode([`${TOKEN}${stuck}`]);
          assert.deepEqual([code, explained?.valid, explained?.defect], [1, false, 'notBase64']);
        });

      const inUtf16 = (text: string, isBigEndian: boolean) => {
        const bytes = Buffer.from(text, 'utf16le');
        return isBigEndian ? bytes.swap16() : bytes;
      };
      for (const mark of ['', '\ufeff']) {
        for (const isBigEndian of [false, true]) {
          it(`decode reads UTF-16 ${mark ? 'with' : 'without'} a byte order mark, ${isBigEndian ? 'big' : 'little'} end first`, async () => {
            const told = await decode([], { input: inUtf16(`${mark}${TOKEN}\r\n`, isBigEndian) });
            assert.deepEqual(told, { code: 0, stderr: '', explained: EXPLAINED });
            const session = await decode([], { input: inUtf16(mark + SEED_SESSION, isBigEndian) });
            assert.deepEqual([session.code, session.explained.defect], [1, 'malformedSession']);
          });
        }
      }

      it('decode says that an argument is empty', async () => {
        for (const argument of ['', ' ', '\n'])
          await refused([argument], /the argument is empty; give a connection token/);
      });
    });

    it('decode refuses several tokens with their number, and repeats nothing secret', async () => {
      const other = base64({ ...IDS, id: 'beef' });
      await refused([`${TOKEN} ${other}`], /the argument has 2 tokens; give one of them/);
      await refused(['-'], /stdin has 2 tokens/, { input: `{"a"}${TOKEN}\n${other}`.replace('{"a"}', '') });
      for (const secret of [`${TOKEN.slice(5)}!`, 'S3cretPasscode1234567890abcdefgh??', `?${TOKEN.slice(20, 60)}?`]) {
        const { code, stdout, stderr } = await run(['decode', secret]);
        assert.ok(!stderr.includes(secret.slice(0, 20)) && !stdout.includes(secret.slice(0, 20)), stderr + stdout);
        assert.notEqual(code, 0);
      }
    });

    it('decode reads no more of stdin than a session file may have', () =>
      refused(['-'], /stdin has more than the 1048576 B/, { input: 'e'.repeat(1024 * 1024 + 1) }));
  });

  describe('texts that are no token', () => {
    const cases: [name: string, input: string, defect: string][] = [
      ['not base64', `${TOKEN.slice(0, 60)}.${TOKEN.slice(60)}`, 'notBase64'],
      ['a token that lost its last letter', `${TOKEN.slice(0, -3)}`, 'notBase64'],
      ['base64 of bytes', Buffer.from('{"a":"é"}', 'latin1').toString('base64'), 'notUtf8'],
      ['base64 of words', base64('these are only some words'), 'notJson'],
      ['base64 of an array', base64([IDS.appNameID, IDS.id]), 'notAnObject'],
      ['an object without an id', base64({ appNameID: 'com.example.app', teamID: '' }), 'missingKey'],
      ['a team that is a number', base64({ ...IDS, teamID: 7 }), 'missingKey'],
    ];
    for (const [name, token, defect] of cases) {
      it(`decode ends with 1 for what is no token: ${name}`, async () => {
        const { code, stderr, explained } = await decode([`Bearer ${token}`]);
        assert.deepEqual([code, stderr, explained.valid, explained.defect], [1, '', false, defect]);
        assert.match(explained.message, /\.$/);
        assert.equal(explained.token === null, defect !== 'missingKey');
      });
    }
  });

  describe('a session file', () => {
    it('decode compares the token with the session of a file', async () => {
      const file = scratch.seed('MobileApps');
      const expected = { code: 0, stderr: '', explained: { ...EXPLAINED, session: SESSION, disagreements: [] } };
      assert.deepEqual(await decode([file]), expected);
      assert.deepEqual(await decode([SEED_NAME], { cwd: path.dirname(file) }), expected);
      assert.deepEqual(await decode(['-'], { input: `\ufeff${SEED_SESSION}` }), expected);
    });

    it('decode says where token and session disagree', async () => {
      const other = base64({ ...IDS, id: 'beef', teamID: undefined });
      const file = scratch.seed('MobileApps', seedWith(TOKEN, other));
      const { code, explained } = await decode([file]);
      assert.equal(code, 1);
      assert.equal(explained.valid, false);
      assert.deepEqual(explained.disagreements, [
        { key: 'id', token: 'beef', session: SEED_NAME },
        { key: 'teamID', token: null, session: 'UTT7VDX8W5' },
      ]);
      assert.deepEqual(explained.session, SESSION);
    });

    const wrong: [name: string, text: string, defect: string][] = [
      ['a malformed session', seedWith('"email":"",', '"email":"",,'), 'malformedSession'],
      ['a session without a token', seedWith(`,\n"token":"${TOKEN}"`, ''), 'noToken'],
      ['a session with a broken token', seedWith(TOKEN, `${TOKEN}!`), 'notBase64'],
    ];
    for (const [name, text, defect] of wrong) {
      it(`decode ends with 1 for ${name}`, async () => {
        const { code, explained } = await decode([], { input: text });
        assert.deepEqual([code, explained.valid, explained.defect], [1, false, defect]);
      });
    }

    it('decode ends with 1 for a session that is not UTF-8', async () => {
      const { code, explained } = await decode([], { input: Buffer.from(seedWith('iPhone X', 'é'), 'latin1') });
      assert.deepEqual([code, explained.defect], [1, 'malformedSession']);
    });

    it('decode never prints the token of a session file', async () => {
      for (const text of [SEED_SESSION, seedWith(TOKEN, `${TOKEN}!`), seedWith('"iPhone X"', 'iPhone X')]) {
        const { stdout } = await run(['decode'], { input: text });
        assert.ok(stdout !== '' && !stdout.includes(TOKEN.slice(0, 60)), stdout);
      }
    });
  });

  describe('a call at fault', () => {
    it('decode ends with 2 when an argument is neither file nor token', async () => {
      await refused(['foo'], /foo is no file, and no connection token either; give a connection token/);
      await refused([scratch.path('MobileApps', 'app', 'missing')], /is no file/);
      await refused([SEED_NAME], /is no file/);
    });

    it('decode ends with 2 when its argument is a folder', () =>
      refused([scratch.root], /is a folder; give a session file/));

    it('decode ends with 2 when there is nothing to decode', async () => {
      await refused([], /stdin is empty; give/, { input: ' \n' });
      await refused(['-'], /stdin is empty/);
      await refused([scratch.file('empty', '')], /empty is empty/);
    });
  });
});
