import assert from 'node:assert/strict';
import { run, Scratch } from './commandLine';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = `${part({ alg: 'HS256' })}.${part({ sub: 'hunter2hunter2' })}.c2lnbmF0dXJlLW9mLWl0`;
const STRIPE = `sk-${'live'}-4eC39HqLyjWDarjtT1zdp7dc`;
const HEX = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'.repeat(2);
/** What is a secret by its look, and the parts of it that nobody may see. */
const TOKENS: Readonly<Record<string, readonly [token: string, ...parts: string[]]>> = {
  'a JSON Web Token': [JWT, ...JWT.split('.')],
  'a key with a prefix': [STRIPE, STRIPE.slice(8)],
  'a push token in digits': [HEX, HEX.slice(8, 24)],
  'a connection token': [
    part({ appNameID: 'hunter2', id: 'b', teamID: 'c' }),
    part({ appNameID: 'hunter2' }).slice(0, 20),
  ],
};
const SPELLED = [
  'https://h/?token=hunter2PASSWORD',
  'https://h/#access_token=hunter2PASSWORD&a=b',
  'Bearer hunter2PASSWORD',
  'password: hunter2PASSWORD',
  '{"password":"hunter2PASSWORD"}',
  'Set-Cookie: sid=hunter2PASSWORD',
  "apiKey='hunter2PASSWORD'",
  'https://ada:hunter2PASSWORD@db.example/',
  'mongodb+srv://ada:hunter2PASSWORD@db.example',
  'redis://:hunter2PASSWORD@db.example:6379/0',
  '//ada:hunter2PASSWORD@db.example',
  'https://ada:a@b/hunter2PASSWORD@db.example/x',
  'https://ada:a%40hunter2PASSWORD@db.example/x',
  'https://hunter2PASSWORDhunter2PASSWORD@github.com/ada/x',
  'ada:hunter2PASSWORD@db.example:22',
  'Digest username="ada", response="hunter2PASSWORD"',
  'Negotiate hunter2PASSWORDU0VL=',
  'Bearer%20hunter2PASSWORD',
  'Bearer+hunter2PASSWORD',
];
const FORMATS = ['pretty', 'unix', 'json', 'sarif', 'junit', 'github'] as const;

describe('secrets in what check and fix say of a file', () => {
  let scratch: Scratch;

  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  const session = (more: object) => ({
    application: { id: 'com.example.app', name: 'App', version: '1' },
    team: { id: 'UTT7VDX8W5' },
    device: { description: 'iPhone', id: 'A' },
    session: { id: '7023d9205074199d1c16fc00d24354e778137675', ip: '::1' },
    email: 'ada@example.com',
    language: { id: 'en_US' },
    status: 'pending',
    token: 'x',
    ...more,
  });

  /** What all formats of check, and fix, say of these files. */
  async function told(files: Readonly<Record<string, object>>): Promise<string> {
    for (const [place, value] of Object.entries(files)) {
      scratch.file(`project/MobileApps/${place}`, JSON.stringify(value));
    }
    const calls = [
      ...FORMATS.map((format) => ['check', 'project', '--format', format]),
      ['fix', '--dry-run', 'project'],
      ['fix', '--dry-run', '--format', 'json', 'project'],
      ['fix', 'project'],
    ];
    const texts: string[] = [];
    for (const args of calls) {
      const { code, stdout, stderr } = await run(args, { cwd: scratch.root });
      assert.ok(code === 1 || args[0] === 'fix', `${args.join(' ')}: ${code} ${stderr}`);
      if (args.includes('json')) JSON.parse(stdout);
      texts.push(`${args.join(' ')}\n${stdout}${stderr}`);
    }
    return texts.join('\n');
  }

  function assertHidden(text: string, parts: readonly string[]): void {
    for (const each of parts) {
      const at = text.indexOf(each);
      assert.ok(at < 0, `${each} in ${text.slice(Math.max(0, at - 300), at + 200)}`);
    }
    assert.match(text, /•••/);
  }

  const ID = '7023d9205074199d1c16fc00d24354e778137675';
  for (const [kind, [token, ...parts]] of Object.entries(TOKENS)) {
    it(`neither check nor fix shows ${kind} that is an id, whatever is made of it`, async () => {
      const both = { application: { id: token, name: 'App', version: '1' }, team: { id: token } };
      const ids = { application: { id: token }, session: { id: token, ip: '::1' }, device: undefined };
      const folder = `UTT7VDX8W5.${token}`;
      const text = await told({
        [`com.example.app/${ID}`]: session(both),
        [`com.example.one/${ID}`]: session({ ...ids, team: undefined }),
        [`com.example.two/${token}`]: session({ ...ids, application: { id: token, version: '1' } }),
        [`com.example.six/${token}`]: session({ device: undefined, session: undefined }),
        [`${folder}/${ID}`]: session({ application: undefined }),
        [`${folder}/${token}`]: session({ application: { name: 'App', version: '1' }, session: {}, device: {} }),
        [`deep/er/${ID}`]: session(both),
        [`com.example.new/${ID}`]: session({ status: token, send: token, [token]: 1, language: { [token]: token } }),
      });
      assertHidden(text, [token, ...parts]);
    });
  }

  it('no message of check repeats what the excerpt below it covers', async () => {
    const files = SPELLED.flatMap((text, at) => [
      [`com.example.a${at}/${ID}`, session({ status: text })],
      [`com.example.b${at}/${ID}`, session({ send: text, [text]: text })],
      [`com.example.c${at}/${ID}`, session({ application: { id: text, name: 'App', version: '1' } })],
      [`com.example.d${at}/${ID}`, session({ session: { id: text, ip: '::1' }, team: { id: text } })],
    ]);
    assertHidden(await told(Object.fromEntries(files)), ['unter2']);
  });

  it('users and hosts are told, and no password of a URL', async () => {
    const id = 'https://ada:hunter2PASSWORD@db.example/x';
    const text = await told({
      [`com.example.app/${ID}`]: session({ status: id, application: { id, name: 'App', version: '1' } }),
    });
    assertHidden(text, ['unter2']);
    assert.match(text, /https:\/\/ada:•••@db\.example/);
  });

  it('what is no secret is still told', async () => {
    const text = await told({ [`com.example.app/${ID}`]: session({ status: 'acepted', team: { id: 'TEAM' } }) });
    assert.match(text, /it is "acepted"/);
    assert.match(text, /belongs in folder "TEAM\.com\.example\.app"/);
  });
});
