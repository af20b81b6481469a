import assert from 'node:assert/strict';
import fs from 'node:fs';
import { run, Scratch } from './commandLine';

const PARTS = [{ alg: 'HS256' }, { sub: 'ada', jti: 'hunter2hunter2' }].map((each) =>
  Buffer.from(JSON.stringify(each)).toString('base64url'),
);
const JWT = [...PARTS, 'c2lnbmF0dXJlLW9mLXRoZS10b2tlbg'].join('.');
/** What a name has that is a token, and what of it may not be shown. */
const TOKENS: Readonly<Record<string, string>> = {
  'a JSON Web Token': JWT,
  'a connection token': Buffer.from(JSON.stringify({ id: 'deadbeef', teamID: 'hunter2' })).toString('base64'),
  'a key of Stripe': `sk_${'live'}_4eC39HqLyjWDarjtT1zdp7dc`,
  'a token of GitHub': `ghp_${'16C7e42F292c6912E7710c838347Ae178B4a'}`,
  'a key of AWS': `AKIA${'IOSFODNN7EXAMPLE'}`,
};
const FORMATS = ['pretty', 'json', 'junit', 'html', 'github'] as const;
const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };

describe('tokens in the names of what is run', () => {
  let scratch: Scratch;

  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  /** All that a run tells, in all formats, in its report and in the summary. */
  async function told(more: readonly string[] = []): Promise<string> {
    const files = FORMATS.map((each) => `out/${each}`);
    const { stdout, stderr } = await run(
      [
        'run',
        'scenarios',
        '--format',
        'pretty',
        ...FORMATS.flatMap((each, at) => ['--format', `${each}=${files[at]}`]),
        '--report',
        'report',
        ...more,
      ],
      { cwd: scratch.root, env: { GITHUB_STEP_SUMMARY: scratch.path('summary') } },
    );
    const written = [...files, 'report/index.html', 'summary'].filter((each) => fs.existsSync(scratch.path(each)));
    return [stdout, stderr, ...written.map((each) => fs.readFileSync(scratch.path(each), 'utf8'))].join('\n');
  }

  function scenario(file: string, more: object): void {
    scratch.file(
      `scenarios/${file}.scenario.json`,
      JSON.stringify({
        name: 'Plain',
        actors: ACTORS,
        steps: [{ from: 'App', to: 'Server', request: { url: '/nowhere' }, expect: { status: 299 } }],
        ...more,
      }),
    );
  }

  for (const [kind, token] of Object.entries(TOKENS)) {
    it(`no format of run shows ${kind} in a name: of a scenario, an actor, a step, a variable, a file or a folder`, async () => {
      const named = `Login with ${token}`;
      const message = { from: named, to: 'Server', request: { url: '/nowhere' } };
      const actors = { [named]: { role: 'app' }, Server: { role: 'server' } };
      scenario('failing', { name: named, description: named });
      scenario('passing', { name: `${named}, again`, steps: [] });
      scenario('actor', {
        name: `${token} acts`,
        actors,
        steps: [{ title: named, ...message, expect: { status: 299 } }],
      });
      scenario('unreadable', { name: named, steps: [{ from: named, [named]: 1, take: { [token]: '/a' } }] });
      scenario('variable', { variables: { [token]: { env: token } } });
      scenario('missing', { name: named, steps: [{ include: `${token}.scenario.json` }] });
      scenario(token.replaceAll('/', '_'), {});
      scenario(`${token.replaceAll('/', '_')}/inside`, {});
      scratch.file(`scenarios/${token.replaceAll('/', '_')}-broken.scenario.json`, '{');
      const all = await told();
      const written = [token, JSON.stringify(token).slice(1, -1), encodeURIComponent(token)];
      for (const part of [...written, ...token.split('.')].filter((each) => each.length > 3)) {
        const at = all.indexOf(part);
        assert.ok(at < 0, `${part} in ${all.slice(Math.max(0, at - 300), at + 300)}`);
      }
      assert.match(all, /Login with •••/);
      JSON.parse(fs.readFileSync(scratch.path('out/json'), 'utf8'));
    });
  }

  it('no format of run shows credentials in a name, a title, or what is found in a file before it is run', async () => {
    const named = [
      'Log in with Authorization: Bearer SEKRETnam1',
      'Open https://ada:SEKRETnam2@db.example/ with password=SEKRETnam3',
      'Ask with Digest username="ada", response="SEKRETnam4"',
      'Send {"password":"SEKRETnam5"}',
    ];
    const message = { from: 'App', to: 'Server', request: { url: '/nowhere' } };
    for (const [at, title] of named.entries()) {
      scenario(`failing${at}`, { name: title, steps: [{ title, ...message, expect: { status: 299 } }] });
      scenario(`passing${at}`, { name: `${title}, again`, steps: [{ title, ...message }] });
    }
    scenario('pattern', { steps: [{ ...message, expect: { body: { matches: 'Bearer SEKRETfnd1(' } } }] });
    scenario('member', { steps: [{ ...message, request: { url: '/', 'bearer SEKRETfnd2': 1 } }] });
    scenario('time', { steps: [{ event: { advance: 'Bearer SEKRETfnd3' } }] });
    scenario('path', { steps: [{ ...message, expect: { file: { path: 'password=SEKRETfnd4', exist: true } } }] });
    scenario('actor', { steps: [{ ...message, from: 'ada:SEKRETfnd5@h' }] });
    scenario('cause', { steps: [{ ...message, expect: { cause: 'password: SEKRETfnd6' } }] });
    scenario('command', { actors: { 'mysql -pSEKRETfnd7': { role: 'nobody' } }, steps: [] });
    const all = await told();
    const at = all.search(/SEKRET/);
    assert.ok(at < 0, all.slice(Math.max(0, at - 300), at + 100));
    assert.match(all, /Log in with Authorization: /);
    assert.match(all, /https:\/\/ada:•••@db\.example/);
  });

  it('a name is found by --grep as it is in the file', async () => {
    scenario('one', { name: `Login with ${JWT}` });
    scenario('other', { name: 'Login without' });
    const all = await told(['--grep', JWT.slice(0, 40)]);
    assert.match(all, /Login with •••/);
    assert.doesNotMatch(all, /Login without/);
  });

  it('a run that stops at the first failure names no file by its token', async () => {
    scenario('a', {});
    scenario(`b-${JWT}`, {});
    const all = await told(['--bail', '--jobs', '1']);
    assert.match(all, /not run/i);
    assert.doesNotMatch(all, /eyJ|c2lnbmF0/);
  });

  it('a declared secret is covered in the name of its scenario', async () => {
    scenario('a', { name: 'Login with Zx9hunter2Q', variables: { pass: { value: 'Zx9hunter2Q', secret: true } } });
    const all = await told();
    assert.match(all, /Login with •••/);
    assert.doesNotMatch(all, /unter2/);
  });

  it('a private key without its end leaves JSON, XML and HTML well-formed', async () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7hunter2';
    scenario('a', { name: key, steps: [{ title: key, from: key, to: 'Server', request: { url: '/a' } }] });
    scenario('b', { name: key });
    const all = await told();
    assert.doesNotMatch(all, /unter2/);
    const { scenarios } = JSON.parse(fs.readFileSync(scratch.path('out/json'), 'utf8'));
    assert.equal(scenarios.length, 2);
    assert.match(fs.readFileSync(scratch.path('out/junit'), 'utf8'), /<\/testsuites>\s*$/);
    assert.match(fs.readFileSync(scratch.path('report/index.html'), 'utf8'), /<\/h1>/);
  });
});
