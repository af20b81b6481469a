import assert from 'node:assert/strict';
import { encodeToken } from '../../../src/core/session/connectionToken';
import { type Forgiven, isJwt, SeveralTokensError, tokenInText } from '../../../src/core/session/tokenInText';

/** Tokens whose base64 has every sign of the alphabet in it, and lengths of all kinds. */
const TOKENS = [
  encodeToken({
    appNameID: 'com.contactApp.Contact',
    id: '7023d9205074199d1c16fc00d24354e778137675',
    teamID: 'UTT7VDX8W5',
  }),
  encodeToken({ appNameID: 'a', id: 'beef', teamID: '' }),
  encodeToken({ appNameID: '日本語??>>', id: 'ÿÿÿÿ~~~', teamID: 'x' }),
  `${Buffer.from('{ "appNameID": "a??", "id": "b>>", "teamID": "" }').toString('base64url')}==`,
];

/** How a token is copied, and what is said of it. */
const WAYS: [what: string, write: (token: string) => string, forgiven: Forgiven[]][] = [
  ['alone', (token) => token, []],
  ['with the line end that echo writes', (token) => `${token}\n`, []],
  ['with white space around it', (token) => ` \t${token}\n\n`, ['whiteSpace']],
  ['in quotes', (token) => `"${token}"`, ['quotes']],
  ['in single quotes', (token) => `'${token}'`, ['quotes']],
  ['in backticks', (token) => `\`${token}\``, ['quotes']],
  ['in the quotes of a word processor', (token) => `“${token}”`, ['quotes']],
  ['in quotes that are escaped', (token) => `\\"${token}\\"`, ['quotes']],
  ['encoded for a URL', (token) => `${encodeURIComponent(token)}%3D`, ['urlEncoding']],
  ['as a property of JSON', (token) => `"token":"${token}",`, ['quotes', 'propertyName']],
  ['as a property of a program', (token) => `accessToken: '${token}'`, ['quotes', 'propertyName']],
  ['as a variable of a shell', (token) => `export TOKEN=${token}`, ['propertyName']],
  ['in a header', (token) => `Authorization: Bearer ${token}`, ['authorizationHeader']],
  [
    'in a header in small letters, without a space',
    (token) => `authorization:bearer ${token}\r\n`,
    ['authorizationHeader'],
  ],
  ['behind Bearer', (token) => `Bearer ${token}`, ['authorizationHeader']],
  ['in a cookie', (token) => `Cookie: a=1; session=${token}; b=2`, ['cookie']],
  ['in a cookie that is set', (token) => `Set-Cookie: session=${token}; Path=/; HttpOnly`, ['cookie']],
  ['in a URL', (token) => `https://example.com/mobileapp/?token=${encodeURIComponent(token)}&x=1`, ['url']],
  ['in the path of a URL', (token) => `https://example.com/${encodeURIComponent(token)}`, ['url']],
];

describe('tokenInText', () => {
  for (const [what, write, forgiven] of WAYS) {
    it(`a token is found ${what}, and that is told`, () => {
      for (const token of TOKENS) {
        const text = write(token);
        const found = tokenInText(text);
        const expected = what === 'encoded for a URL' ? `${token}=` : token;
        assert.equal(found.token, expected, text);
        const own = found.forgiven.filter((kind) => kind !== 'urlEncoding' || forgiven.includes('urlEncoding'));
        assert.deepEqual(own, forgiven, text);
      }
    });
  }

  const lines: [what: string, write: (token: string) => string, forgiven: Forgiven[]][] = [
    [
      'the call of curl',
      (token) => `curl -s 'https://example.com/mobileapp' -H 'Authorization: Bearer ${token}' -d '{}'`,
      ['authorizationHeader', 'curl'],
    ],
    ['the call of curl with a cookie', (token) => `curl -b "session=${token}" https://example.com`, ['curl']],
    [
      'a line of a log',
      (token) => `2026-11-30 10:00:00.123 [info] GET /mobileapp 401 Authorization: Bearer ${token} (12 ms)`,
      ['authorizationHeader', 'logLine'],
    ],
    ['a sentence', (token) => `The server gave the token ${token}.`, ['logLine']],
  ];
  for (const [what, write, forgiven] of lines) {
    it(`a token is found in ${what}`, () => {
      for (const token of TOKENS) {
        const found = tokenInText(write(token));
        assert.equal(found.token, token);
        for (const kind of forgiven) assert.ok(found.forgiven.includes(kind), `${kind}: ${found.forgiven.join()}`);
      }
    });
  }

  it('a token that is broken into lines is put together, wherever it is broken', () => {
    const [token = ''] = TOKENS;
    for (const width of [20, 64, 76, 120]) {
      for (const end of ['\n', '\r\n', '\n  ', ' \\\n  ', ' ']) {
        const text = (token.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(end);
        const found = tokenInText(`Authorization: Bearer ${text}\nHost: example.com\n`);
        assert.equal(found.token, token, JSON.stringify(text));
        assert.ok(found.forgiven.includes('lineWraps'), `${width}`);
      }
    }
  });

  it('a text with several tokens is refused with their number, and one token twice is one', () => {
    const [one = '', two = '', three = ''] = TOKENS;
    assert.equal(tokenInText(`${one} ${one}`).token, one);
    for (const [text, count] of [
      [`${one} ${two}`, 2],
      [`"a":"${one}","b":"${two}","c":"${three}"`, 3],
    ] as const) {
      assert.throws(
        () => tokenInText(text),
        (error) => error instanceof SeveralTokensError && error.count === count && !error.message.includes(one),
      );
    }
  });

  it('a token of another kind is known as one by its parts', () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const jwt = `${part({ alg: 'HS256' })}.${part({ sub: 'jane' })}.c2lnbmF0dXJl`;
    assert.deepEqual(tokenInText(`Bearer ${jwt}`), { token: jwt, forgiven: ['authorizationHeader'] });
    assert.ok(isJwt(jwt) && isJwt(`${part({ alg: 'dir' })}..aaaa.bbbb.cccc`));
    for (const token of TOKENS) assert.ok(!isJwt(token));
  });
});
