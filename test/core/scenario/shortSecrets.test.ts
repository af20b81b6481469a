import assert from 'node:assert/strict';
import { coveredRun } from '../../../src/core/scenario/coveredRun';
import { htmlReport } from '../../../src/core/scenario/htmlReport';
import type { ShownStep } from '../../../src/core/scenario/runEvents';
import { SecretTexts } from '../../../src/core/scenario/secretTexts';
import { ShortSecrets } from '../../../src/core/scenario/shortSecrets';
import { answered, ended, STARTED, STEPS, sent } from './runs';

const SECRETS = ['mobi', 'a', 'GET', '42!', 'admin'] as const;

describe('short secrets', () => {
  const covered = (text: string) => new SecretTexts(SECRETS, new ShortSecrets()).covered(text);

  for (const [text, shown] of [
    ['mobi', '•••'],
    ['{"user":"ada","password":"mobi"}', '{"user":"ada","password":"•••"}'],
    ['{\n  "password": "a"\n}', '{\n  "password": "•••"\n}'],
    ['{"pin": 42!, "of": 1}', '{"pin": •••, "of": 1}'],
    ['"{\\"password\\":\\"mobi\\"}"', '"{\\"password\\":\\"•••\\"}"'],
    ['/login?password=mobi', '/login?password=•••'],
    ['user=ada&password=mobi&stay=1', 'user=ada&password=•••&stay=1'],
    ['user=ada&password=%6dobi', 'user=ada&password=•••'],
    ['sid=1; pin=42!; a=b', 'sid=1; pin=•••; a=b'],
    ['X-Password: mobi', 'X-Password: •••'],
    ['Authorization: Bearer mobi\r\nHost: x', 'Authorization: Bearer •••\r\nHost: x'],
    ['http://ada:mobi@127.0.0.1/', 'http://ada:•••@127.0.0.1/'],
  ] as const) {
    it(`a short secret is covered where it is a value as a whole: ${JSON.stringify(text)}`, () => {
      assert.equal(covered(text), shown);
    });
  }

  for (const text of [
    '/mobileapp/$authenticate',
    '/mobi/admin',
    'GET /page',
    'An admin has a page',
    '{"mobi":"x","admin":[]}',
    '{"app":"mobileapp","list":"a b"}',
    'id=mobile&of=mobi-le',
    'User-Agent: mobi 1.0',
    'http://mobi.example.com:80/',
  ]) {
    it(`a short secret stays readable inside of others: ${text}`, () => {
      assert.equal(covered(text), text);
    });
  }

  it('a text is covered with others that are short, where they are values or words', () => {
    const others = new SecretTexts(['mobi', 'open-sesame'], new ShortSecrets(true));
    const shown = new SecretTexts().covered('mobile.login: open-sesame, mobi', others);
    assert.equal(shown, 'mobile.login: •••, •••');
    assert.equal(new SecretTexts().covered('42!', new SecretTexts(['42!'], new ShortSecrets(true))), '•••');
  });

  it('what is exported of a run has no short secret as a value or as a word, and all paths, members and kinds', () => {
    const request = {
      method: 'POST',
      url: 'http://127.0.0.1:1/mobileapp/page',
      headers: [['Content-Type', 'application/json']] as const,
      body: '{"user":"ada","password":"mobi","hint":"It is mobi, not mobile","list":["kind"]}',
    };
    const shown = STEPS[1] as ShownStep;
    const run = coveredRun(
      [
        STARTED,
        { kind: 'stepStarted', step: shown },
        sent(1, 1, { request, cookiesBefore: [] }),
        answered(1, 200),
        ended(shown),
      ],
      [],
      ['kind', 'POST'],
    );
    const text = JSON.stringify(run) + htmlReport(run);
    assert.match(text, /\/mobileapp\/page/);
    assert.match(text, /not mobile/);
    assert.doesNotMatch(text, /\bmobi\b/);
    assert.match(text, /"method":"POST"/);
  });
});
