import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { MobileOptions } from '../../../src/server/systems/mobile/mobileOptions';
import { readMarkdown } from '../../contract/markdown';
import { temporaryFolder } from '../../disk/temporaryFolder';
import { SEED_NAME } from '../../support/seedSession';
import { until } from '../devServers';
import type { Answer } from '../httpCall';
import { type MobileHarness, withServer } from '../mobileHarness';
import { iosBody } from './devices';

const DEVICE = { id: 'device-1', description: 'iPhone' };

describe('the authentication module', () => {
  const folder = temporaryFolder();

  /** Runs a server with a module of this text. */
  async function withModule(
    name: string,
    text: string,
    run: (server: MobileHarness, login: (email?: string) => Promise<Answer>) => Promise<void>,
    options: MobileOptions = {},
  ): Promise<void> {
    write(name, text);
    await withServer({ authenticationModule: path.join(folder(), name), ...options }, (server) =>
      run(server, (email = 'jane@example.com') =>
        server.post('/mobileapp/$authenticate', { body: iosBody({ email, parameters: { shop: 7 } }) }),
      ),
    );
  }

  function write(name: string, text: string): void {
    fs.writeFileSync(path.join(folder(), name), text);
  }

  const kinds: [string, string, string][] = [
    ['an ES module', 'hook.mjs', 'export default async () => ({ success: true, statusText: "Hello" });'],
    [
      'an ES module with a name',
      'hook.mjs',
      'export const onMobileAppAuthentication = () => ({ success: true, statusText: "Hello" });',
    ],
    ['a CommonJS module', 'hook.cjs', 'module.exports = () => ({ success: true, statusText: "Hello" });'],
    [
      'a CommonJS module with a name',
      'hook.cjs',
      'exports.onMobileAppAuthentication = async () => ({ success: true, statusText: "Hello" });',
    ],
  ];
  for (const [kind, name, text] of kinds) {
    it(`an authentication module may be ${kind}`, async () => {
      await withModule(name, text, async (server, login) => {
        const { status, json } = await login();
        assert.equal(status, 200, JSON.stringify(json));
        assert.equal(json.statusText, 'Hello');
        assert.equal(typeof json.token, 'string');
        assert.deepEqual(await server.rules(), [
          'mobile.module.answered',
          'mobile.session.created',
          'mobile.login.accepted',
        ]);
      });
    });
  }

  it('the example in docs/switches.md is a good authentication module', async () => {
    const guide = path.resolve(__dirname, '../../../..', 'docs/switches.md');
    const [module] = readMarkdown(fs.readFileSync(guide, 'utf8')).fences.filter(({ language }) => language === 'js');
    await withModule('hook.mjs', String(module?.text), async (server) => {
      const login = (email: string, simulator: boolean) =>
        server.post('/mobileapp/$authenticate', { body: iosBody({ email, device: { ...DEVICE, simulator } }) });
      assert.equal((await login('', true)).json.statusText, 'Please log in.');
      assert.equal(typeof (await login('jane@example.com', true)).json.token, 'string');
      assert.equal((await login('john@example.com', false)).json.token, undefined);
      assert.deepEqual(
        (await server.outbox()).map(({ to }) => to),
        ['john@example.com'],
      );
    });
  });

  it('an authentication module may take as long as the longest of its times says', async () => {
    const longest = 2 ** 31 - 1;
    await withModule(
      'hook.mjs',
      'export default async () => ({ success: true });',
      async (_server, login) => assert.equal((await login()).status, 200),
      { authenticationTimeoutMs: longest },
    );
  });

  it('an authentication module is given what the hook of 4D is given', async () => {
    const text = 'export default (input) => ({ success: true, userInfo: { input } });';
    await withModule('hook.mjs', text, async (_server, login) => {
      const { email, application, device, team, language, parameters, session } = (await login()).json.userInfo.input;
      const body = iosBody();
      assert.deepEqual(
        { application, device, team, language },
        {
          application: body.application,
          device: body.device,
          team: body.team,
          language: body.language,
        },
      );
      assert.equal(email, 'jane@example.com');
      assert.deepEqual(parameters, { shop: 7 });
      assert.deepEqual(session, { id: SEED_NAME, ip: '::ffff:127.0.0.1' });
    });
  });

  it('an authentication module comes before the policy, refuses, and lets wait', async () => {
    const text = `export default ({ email }) => email.startsWith('wait')
      ? { success: true, verify: true, statusText: 'Wait', mail: email.startsWith('waitmail') }
      : { success: false, statusText: 'No' };`;
    await withModule(
      'hook.mjs',
      text,
      async (server, login) => {
        const refused = await login();
        assert.deepEqual([refused.status, refused.json.statusText, refused.json.__ERROR[0].errCode], [401, 'No', 1912]);
        const waiting = await login('wait@example.com');
        assert.deepEqual([waiting.status, waiting.json.statusText, 'token' in waiting.json], [200, 'Wait', false]);
        assert.deepEqual(await server.outbox(), []);
        await login('waitmail@example.com');
        assert.equal((await server.outbox()).length, 1);
      },
      { policy: { otherwise: { outcome: 'accept' } } },
    );
  });

  const invalid: [string, string][] = [
    ['nothing', 'undefined'],
    ['null', 'null'],
    ['a text', '"yes"'],
    ['an array', '[]'],
    ['a success that is no boolean', '({ success: "true" })'],
    ['a verify that is no boolean', '({ success: true, verify: 1 })'],
    ['a statusText that is no text', '({ success: true, statusText: {} })'],
    ['a userInfo that is no object', '({ success: true, userInfo: [] })'],
    ['what JSON cannot say', '(() => { const circle = { success: true }; circle.circle = circle; return circle; })()'],
  ];
  it('a login is refused when the module gives no valid answer', async () => {
    const cases = invalid.map(([, value], index) => `'${index}@x': () => ${value}`).join(',\n');
    const text = `const cases = {${cases}};\nexport default ({ email }) => cases[email]();`;
    await withModule('hook.mjs', text, async (server, login) => {
      for (const [index, [name]] of invalid.entries()) {
        const { status, json } = await login(`${index}@x`);
        assert.equal(status, 401, name);
        assert.equal(json.__ERRORS[0].errCode, 1912, name);
        assert.deepEqual(await server.rules(), ['mobile.module.invalid', 'mobile.login.refused'], name);
      }
      assert.deepEqual(server.files(), []);
    });
  });

  it('a login is refused when the module answers without success, as 4D’s Null is false', async () => {
    await withModule('hook.mjs', 'export default () => ({ verify: true });', async (_server, login) => {
      assert.equal((await login()).json.__ERRORS[0].errCode, 1912);
    });
  });

  const failing: [string, string, RegExp, string?][] = [
    [
      'throws',
      'export default () => { throw new TypeError("no such user"); };',
      /TypeError: no such user \(at .*hook\.mjs/,
    ],
    ['rejects', 'export default async () => { throw new Error("database is down"); };', /database is down/],
    ['cannot be parsed', 'export default ( => 1;', /SyntaxError/],
    ['throws while it is loaded', 'throw new Error("at once"); export default 1;', /at once/],
    ['ends its process', 'export default () => process.exit(3);', /exit code 3/],
    [
      'throws later',
      'export default () => new Promise(() => setImmediate(() => { throw new Error("later"); }));',
      /later/,
    ],
    [
      'takes too much memory',
      'export default () => { const all = []; for (;;) all.push(new Array(100000).fill({})); };',
      /256 MiB \(the option mobile\.authenticationLimits\.memoryMb, in VS Code/,
      'mobile.module.memory',
    ],
  ];
  for (const [name, text, reason, rule = 'mobile.module.failed'] of failing) {
    it(`a module that ${name} gives 1903, the reason in the journal alone, and works once it is mended`, async () => {
      await withModule(
        'hook.mjs',
        text,
        async (server, login) => {
          const { status, json } = await login();
          assert.equal(status, 500, JSON.stringify(json));
          assert.equal(json.__ERROR[0].errCode, 1903);
          assert.equal(json.__ERROR[0].message, 'The database method has failed');
          const [cause] = (await server.lastEntry()).causes;
          assert.equal(cause?.rule, rule);
          assert.match(cause?.message ?? '', reason);
          const [, option] = /\(the option ([\w.]+),/.exec(cause?.message ?? '') ?? [];
          assert.deepEqual(cause?.remedy, option && { option });
          assert.deepEqual(server.files(), []);
          write('hook.mjs', 'export default () => ({ success: true });');
          assert.equal((await login()).status, 200);
        },
        { authenticationTimeoutMs: 50_000 },
      );
    });
  }

  it('a module that is not there gives 1902, and so does one without a function', async () => {
    await withModule('hook.mjs', 'export const nothing = 1;', async (server, login) => {
      assert.equal((await login()).json.__ERROR[0].errCode, 1902);
      fs.rmSync(path.join(folder(), 'hook.mjs'));
      assert.equal((await login()).json.__ERROR[0].errCode, 1902);
      assert.deepEqual(await server.rules(), ['mobile.module.missing']);
    });
  });

  for (const [name, never] of [
    ['loops for ever', 'for (;;);'],
    ['never answers', 'return new Promise(() => {});'],
  ]) {
    it(`a module that ${name} is ended in time and gives 1905, and the next login has a fresh one`, async () => {
      const mark = path.join(folder(), 'never');
      fs.rmSync(mark, { force: true });
      const text = `import { writeFileSync } from 'node:fs';
        let asked = 0;
        export default ({ email }) => {
          asked++;
          if (email === 'never@x') {
            writeFileSync(${JSON.stringify(mark)}, '');
            ${never}
          }
          return { success: true, statusText: String(asked) };
        };`;
      await withModule(
        'hook.mjs',
        text,
        async (server, login) => {
          assert.equal((await login()).json.statusText, '1');
          const first = login('never@x');
          await until(
            () => fs.existsSync(mark),
            (isAsked) => isAsked,
          );
          const [stuck, other] = await Promise.all([first, login('other@x')]);
          assert.equal(stuck.status, 503);
          assert.equal(stuck.json.__ERROR[0].errCode, 1905);
          assert.equal(other.json.statusText, '1', 'the process is a new one');
          const entry = (await server.journal()).find(({ status }) => status === 503);
          assert.deepEqual(
            entry?.causes.map(({ rule }) => rule),
            ['mobile.module.timeout'],
          );
        },
        { authenticationTimeoutMs: 5_000 },
      );
    });
  }

  it('a module is loaded anew after it, or what it imports from beside it, was edited, and else stays', async () => {
    write('greeting.mjs', 'export const greeting = "one";');
    const text = `import { greeting } from './greeting.mjs';
      let asked = 0;
      export default () => ({ success: true, statusText: greeting + ++asked });`;
    await withModule('hook.mjs', text, async (_server, login) => {
      assert.equal((await login('a@x')).json.statusText, 'one1');
      assert.equal((await login('b@x')).json.statusText, 'one2');
      write('greeting.mjs', 'export const greeting = "two";');
      assert.equal((await login('c@x')).json.statusText, 'two1');
      write('hook.mjs', 'export default () => ({ success: true, statusText: "new" });');
      assert.equal((await login('d@x')).json.statusText, 'new');
    });
  });

  it('a module prints into the server’s log and not onto its output, which machines read', async () => {
    const text = 'export default () => { console.log("asked for somebody"); return { success: true }; };';
    await withModule('hook.mjs', text, async (server, login) => {
      await login();
      await until(
        () => server.logs,
        (lines) => lines.includes('Authentication module: asked for somebody'),
      );
    });
  });

  it('an authentication module runs in the bundled server too', async () => {
    write('hook.mjs', 'export default ({ email }) => ({ success: true, statusText: "Hello " + email });');
    const options = { mobileApps: folder(), mobile: { authenticationModule: path.join(folder(), 'hook.mjs') } };
    const bundle = path.resolve(__dirname, '../../../../dist/server.js');
    const child = spawn(process.execPath, [bundle], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    try {
      child.stdin.end(JSON.stringify(options));
      const [line] = await once(createInterface(child.stdout), 'line');
      const answer = await fetch(`${JSON.parse(line).address.url}/mobileapp/$authenticate`, {
        method: 'POST',
        body: JSON.stringify(iosBody({ email: 'jane@example.com' })),
      });
      assert.equal(((await answer.json()) as { statusText: string }).statusText, 'Hello jane@example.com');
    } finally {
      child.kill();
      await ended;
    }
  });
});
