import assert from 'node:assert/strict';
import { Scratch } from './commandLine';
import { failingRun } from './failingRun';

const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };
const SECRETS = { 'a text': 'topsecret9', 'a word': 'Zqsecretword', 'a long text': 'Zq9'.repeat(20) };
const TOKENS = { users: [{ name: 'ada', password: 'example' }] };
const LOGIN = { url: '/api/login', json: { username: 'ada', password: 'example' } };
const MENDIX = { url: '/xas/', json: { action: 'get_session_data', params: {} } };

/** Where an answer has a secret, so that another one may be expected there. */
const PLACES: readonly ((secret: string) => object)[] = [
  (secret) => ({ body: { json: { '/access_token': secret } } }),
  (secret) => ({ body: { json: { '/refresh_token': { contains: secret } } } }),
  (secret) => ({ body: { json: { '/access_token': { matches: `^${secret}$` } } } }),
  (secret) => ({ body: { equals: { access_token: secret, token_type: 'Bearer' } } }),
  (secret) => ({ body: { equals: `{"access_token":"${secret}"}` } }),
  (secret) => ({ body: { contains: `"access_token":"${secret}"` } }),
  (secret) => ({ headers: { 'set-cookie': `sid=${secret}; Path=/` } }),
  (secret) => ({ headers: { 'x-auth-token': secret } }),
  (secret) => ({ cookies: { sid: { value: secret } } }),
];

describe('secrets that a scenario expects', () => {
  let scratch: Scratch;

  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  function scenario(name: string, server: object, request: object, expect: object, variables = {}): void {
    const steps = [{ title: `Ask ${name}`, from: 'App', to: 'Server', request, expect }];
    const source = { name, server, actors: ACTORS, variables, steps };
    scratch.file(`${name}.scenario.json`, JSON.stringify(source));
  }

  for (const [kind, secret] of Object.entries(SECRETS)) {
    it(`no format of run shows ${kind} that is expected where an answer has a secret, and each says that something else came`, async () => {
      const wanted = PLACES.filter((place) => kind !== 'a word' || !JSON.stringify(place('')).includes('matches'));
      for (const [at, place] of wanted.entries()) scenario(`at${at}`, { tokens: TOKENS }, LOGIN, place(secret));
      scenario(
        'variable',
        { tokens: TOKENS },
        LOGIN,
        { body: { json: { '/access_token': '{{plain}}' } } },
        { plain: secret },
      );
      scenario('cookie', { mendix: {} }, MENDIX, { headers: { 'set-cookie': `XASID=${secret}` } });
      for (const [format, text] of Object.entries(await failingRun(scratch))) {
        const at = text.indexOf(secret);
        assert.ok(at < 0, `${format}: ${text.slice(Math.max(0, at - 300), at + 100)}`);
        assert.match(text, /another one: \W*(?:quot;)?•••/, format);
        assert.match(text, /expected\W.{0,60}•••/i, format);
        assert.match(text, /Bearer/, 'what is no secret stays');
      }
    });
  }

  const found: readonly (readonly [pointer: string, value: unknown])[] = [
    ['/password', 'SEKRETact1'],
    ['/token', 'SEKRETact2'],
    ['/auth', 'SEKRETact3'],
    ['/session/token', 'SEKRETact4'],
    ['/url', 'https://ada:SEKRETact5@db.example/x'],
    ['/note', 'Bearer SEKRETact6'],
    ['/more', { password: 'SEKRETact7' }],
    ['/list', [{ client_secret: 'SEKRETact8' }]],
    ['/secret/0', 'SEKRETact9'],
    ['/query', '/x?access_token=SEKRETact0'],
  ];
  it('no format of run shows a secret that a file has where another value is expected', async () => {
    const value = {
      password: 'SEKRETact1',
      token: 'SEKRETact2',
      auth: 'SEKRETact3',
      session: { id: 'f1', token: 'SEKRETact4', ip: '::1' },
      url: found[4]?.[1],
      note: found[5]?.[1],
      more: found[6]?.[1],
      list: found[7]?.[1],
      secret: ['SEKRETact9'],
      query: found[9]?.[1],
      status: 'a plain word',
    };
    scratch.file('Apps/com.x.Y/f1', JSON.stringify(value));
    const server = { mobileApps: 'Apps' };
    const json = Object.fromEntries([...found.map(([pointer]) => [pointer, 'a']), ['/status', 'a']]);
    scenario('file', server, { url: '/' }, { file: { path: 'com.x.Y/f1', json } });
    scratch.file(
      'Apps/com.x.Y/f2',
      JSON.stringify([{ name: 'password', value: 'SEKRETact1' }, ['token', 'SEKRETact2']]),
    );
    scenario('whole', server, { url: '/' }, { file: { path: 'com.x.Y/f1', json: { '': { password: 'SEKRETact2' } } } });
    const beside = { '': ['a'], '/0/value': 'SEKRETact3', '/1/1': 'SEKRETact4' };
    scenario('beside', server, { url: '/' }, { file: { path: 'com.x.Y/f2', json: beside } });
    scenario('command', server, { url: '/' }, { file: { path: 'com.x.Y/mysql -pSEKRETact1', exists: true } });
    scenario('path', server, { url: '/' }, { file: { path: 'com.x.Y/token=SEKRETact1', exists: true } });
    scenario('user', server, { url: '/' }, { file: { path: 'https:/ada:SEKRETact1@h.example/x', exists: true } });
    scenario('scheme', server, { url: '/' }, { file: { path: 'com.x.Y/Bearer SEKRETact1', exists: true } });
    for (const [format, text] of Object.entries(await failingRun(scratch))) {
      const at = text.indexOf('SEKRETact');
      assert.ok(at < 0, `${format}: ${text.slice(Math.max(0, at - 300), at + 100)}`);
      assert.match(text, /com\.x\.Y\/f1/, format);
      assert.match(text, /a plain word/, 'what is no secret stays');
    }
  });

  it('two declared secrets that differ are told to differ', async () => {
    const variables = { a: { value: 'hunter2AAA', secret: true } };
    scenario('a', { tokens: TOKENS }, LOGIN, { body: { json: { '/access_token': '{{a}}' } } }, variables);
    for (const [format, text] of Object.entries(await failingRun(scratch))) {
      assert.match(text, /another one: \W*(?:quot;)?•••/, format);
      assert.doesNotMatch(text, /unter2/);
    }
  });
});
