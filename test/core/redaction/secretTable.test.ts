import assert from 'node:assert/strict';
import { isLoginName } from '../../../src/core/protocol/loginPath';
import { NamedSecrets } from '../../../src/core/redaction/namedSecrets';
import { redactBody, redactHeaders, redactUrl } from '../../../src/core/redaction/redactMessage';

const HEX = '0123456789ABCDEF0123456789ABCDEF';
const SHA1 = '0123456789abcdef0123456789abcdef01234567';
const RANDOM = 'Zk3vQ9-xW_7bT1mN5cR8dL2fH6gJ';
const UUID = '550e8400-e29b-41d4-a716-446655440000';

describe('What is covered as a secret, and what stays readable', () => {
  const urls: readonly (readonly [url: string, shown: string])[] = [
    [`/nowhere/${HEX}`, '/nowhere/•••'],
    [`/nowhere/${SHA1}/x`, '/nowhere/•••/x'],
    [`/nowhere?${RANDOM}`, '/nowhere?•••'],
    [`/nowhere?v=${RANDOM}#${HEX}`, '/nowhere?v=•••#•••'],
    [`/nowhere/${RANDOM.replaceAll('_', '%u005f')}`, '/nowhere/•••'],
    ['/x;password=hunter2', '/x;password=•••'],
    ['/otp/493021', '/otp/•••'],
    ['/login/verify', '/login/verify'],
    ['/login?u=ada&username=ada&lang=en', '/login?u=•••&username=ada&lang=en'],
    [`/mobileapp/sessions/${SHA1}`, `/mobileapp/sessions/${SHA1}`],
    [`/sessions?id=${HEX}`, `/sessions?id=${HEX}`],
    [`/files/a.png?hash=${SHA1}`, `/files/a.png?hash=${SHA1}`],
    [`/x/${UUID}`, `/x/${UUID}`],
    ['/catalogInfo?a=b', '/catalogInfo?a=b'],
    [
      '/api/getUserByEmailAddress2/SalesPersonsOfTheMonth2024',
      '/api/getUserByEmailAddress2/SalesPersonsOfTheMonth2024',
    ],
    ['/a-long-name-of-a-page-2024-01-31/index-of-everything', '/a-long-name-of-a-page-2024-01-31/index-of-everything'],
  ];
  for (const [url, shown] of urls)
    it(`a URL of this kind is told as ${shown}, from ${url}`, () => {
      assert.equal(redactUrl(url), shown);
    });

  const logins: readonly (readonly [body: string, shown: string])[] = [
    ['["1","S3cr3tPassw0rd!"]', '["•••","•••"]'],
    ['"S3cr3tPassw0rd!"', '"•••"'],
    ['["1","S3cr3tPassw0rd!"', '•••'],
    ['S3cr3tPassw0rd!', '•••'],
    [
      '{"username":"ada","pasword":"x","tries":3,"stay":true}',
      '{"username":"ada","pasword":"•••","tries":3,"stay":true}',
    ],
    ['{"email":"a@b.c","device":{"id":"d1","os":"iOS"}}', '{"email":"a@b.c","device":{"id":"d1","os":"iOS"}}'],
    ['{"params":["ada","x"]}', '{"params":["•••","•••"]}'],
    ['user=ada&w=geheim', 'user=ada&w=•••'],
    ['<l><user>ada</user><k2>geheim</k2></l>', '<l><user>ada</user><k2>•••</k2></l>'],
    ['', ''],
  ];
  for (const [body, shown] of logins)
    it(`the body of a login is told as ${shown || 'nothing'}, from ${body || 'nothing'}`, () => {
      const names = new NamedSecrets().at('/rest/$catalog/authentify');
      assert.equal(redactBody(body, '', undefined, names), shown);
    });

  const bodies: readonly (readonly [body: string, shown: string])[] = [
    ['["1","Smith"]', '["1","Smith"]'],
    [`{"v":"${HEX}"}`, '{"v":"•••"}'],
    [`{"${HEX}":1}`, '{"•••":1}'],
    [`{"sessionId":"${HEX}","apiKey":"${HEX}"}`, `{"sessionId":"${HEX}","apiKey":"•••"}`],
    [`{"__KEY":"${HEX}","etag":"${SHA1}"}`, `{"__KEY":"${HEX}","etag":"${SHA1}"}`],
    ['[{"name":"password","value":"x"}]', '[{"name":"password","value":"•••"}]'],
    ['[{"name":"colour","value":"x"}]', '[{"name":"colour","value":"x"}]'],
    [
      '{"query":"mutation{enter(password:\\"x\\",pin:4711){id}}"}',
      '{"query":"mutation{enter(password:\\"•••\\",pin:•••){id}}"}',
    ],
    ['{"Passwort":{"value":"x"},"mot de passe":"x"}', '{"Passwort":{"value":"•••"},"mot de passe":"•••"}'],
    ['{"password":{"Geh3im!":1}}', '{"password":{"•••":"•••"}}'],
  ];
  for (const [body, shown] of bodies)
    it(`a body of this kind is told as ${shown}, from ${body}`, () => {
      assert.equal(redactBody(body), shown);
    });

  it('headers that describe a body are told as they are, and others without random text', () => {
    const headers = {
      'content-type': 'multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW',
      etag: `"${SHA1}"`,
      'x-note': `see ${RANDOM}`,
    };
    assert.deepEqual(redactHeaders(headers), { ...headers, 'x-note': 'see •••' });
  });

  it('the path of a login that the options have moved is known, and any other is none', () => {
    const names = new NamedSecrets({ logins: ['/api/enter'] });
    for (const url of ['/api/enter', '/API/enter/', 'http://127.0.0.1:1/api/enter?x=1'])
      assert.ok(names.at(url).isLogin, url);
    for (const url of ['/api/entering', '/api', '/x?to=/api/enter']) assert.ok(!names.at(url).isLogin, url);
  });

  it('names of functions say whether they are logins', () => {
    const yes = [
      'login',
      'logIn',
      'signIn',
      'sign-in',
      'Users.authenticate',
      'ds.authentify',
      'checkOTP',
      'resetPassword',
    ];
    const no = [
      'plugin',
      'catalogInfo',
      'signal',
      'opinion',
      'authors',
      'spinner',
      'logs',
      'designIndex',
      'topCustomers',
    ];
    for (const name of yes) assert.ok(isLoginName(name), name);
    for (const name of no) assert.ok(!isLoginName(name), name);
  });
});
