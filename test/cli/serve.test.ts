import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { needsFolder } from '../../src/cli/serve/servedFolder';
import type { ServerAddress } from '../../src/core/protocol/address';
import { SYSTEM_PARTS } from '../../src/core/systems';
import { MOBILE_CALLS } from '../../src/core/systems/mobile/mobileCalls';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { OPTIONS_SCHEMA } from '../support/optionPlaces';
import { LOGIN } from '../systems/mobile/mobileLogin';
import { CLI, run, Scratch } from './commandLine';

/** What the server has to say of options that are at fault. */
function faultOf(options: unknown): string {
  try {
    void checkedOptions(options);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('These options are not at fault.');
}

const onPosix = process.platform === 'win32' ? it.skip : it;

describe('serve', () => {
  let scratch: Scratch;
  const running: ChildProcess[] = [];

  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    scratch.remove();
  });

  /** Starts `serve`; `lines` are those of stdout so far. */
  const serve = (...args: string[]) => {
    const child = spawn(process.execPath, [CLI, 'serve', ...args], { cwd: scratch.root });
    running.push(child);
    const lines: string[] = [];
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const reader = readline.createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
    const has = async (isIt: (line: string) => boolean) => {
      while (!lines.some(isIt)) await Promise.race([once(reader, 'line'), failIfItEnds(child, () => stderr)]);
    };
    return { child, lines, has, errors: () => stderr };
  };

  it('serve takes the folder of a project for the MobileApps folder in it', async () => {
    scratch.seed('project/Data/MobileApps');
    const { lines, has } = serve('--mobile-apps', 'project', '--json');
    await has(() => true);
    const { systems } = await new HttpControlClient(JSON.parse(lines[0] as string)).state();
    assert.equal(systems.mobile?.folder, scratch.path('project/Data/MobileApps'));
    assert.equal(systems.mobile?.sessions.length, 1);
  });

  it('serve refuses a folder that another server serves, says where that is, and starts a second one if it must', async () => {
    scratch.seed('Data/MobileApps');
    const first = serve('--json');
    await first.has(() => true);
    const { url } = JSON.parse(first.lines[0] as string) as ServerAddress;
    const refused = await run(['serve', '--json'], { cwd: scratch.root });
    assert.equal(refused.code, 2);
    assert.equal(refused.stdout, '');
    assert.match(
      refused.stderr,
      /^session-workbench: session-workbench serve \(process \d+\) serves .*MobileApps already, at /,
    );
    assert.ok(refused.stderr.includes(`at ${url}; use that server, stop it, or start a second one with --force`));
    const second = serve('--json', '--force');
    await second.has(() => true);
    assert.notEqual((JSON.parse(second.lines[0] as string) as ServerAddress).url, url);
    // The first one stays the one that others are told of.
    const third = await run(['serve'], { cwd: scratch.root });
    assert.ok(third.stderr.includes(`at ${url};`), third.stderr);
  });

  const isAlive = (url: string) =>
    fetch(`${url}/mobileapp/`).then(
      ({ status }) => status === 200,
      () => false,
    );

  onPosix('serve says where it listens, as JSON on the first line, and ends with 0 at Ctrl+C', async () => {
    scratch.seed('Data/MobileApps');
    const { child, lines, has, errors } = serve('--json');
    await has(() => true);
    const address = JSON.parse(lines[0] as string) as ServerAddress;
    assert.deepEqual(Object.keys(address), ['url', 'controlUrl', 'controlToken', 'externalPlatformUrl', 'pid']);
    assert.match(address.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    const { folder, sessions } = await new HttpControlClient(address).ask(MOBILE_CALLS.list());
    assert.deepEqual([folder, sessions.length], [scratch.path('Data/MobileApps'), 1]);
    child.kill('SIGINT');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    assert.equal(await isAlive(address.url), false);
    assert.deepEqual([lines.length, errors()], [1, '']);
  });

  onPosix('serve tells a person what to know, and not the control token', async () => {
    const folder = scratch.folder('MobileApps');
    const { child, lines, has, errors } = serve('--mobile-apps', 'MobileApps');
    await has((line) => line.startsWith('Ctrl+C stops it'));
    const text = lines.join('\n');
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
    assert.match(text, /Mailbox +http:\/\/localhost:\d+/);
    assert.ok(text.includes(folder));
    assert.equal(await isAlive(url as string), true);
    assert.doesNotMatch(text, /[\w-]{43}/);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    assert.match(errors(), /^\S+Z GET \/mobileapp\/ 200 [\w.]+ \([\d.]+ ms\)\n$/);
  });

  onPosix('serve warns when the local network can reach it, and shows the pairing code', async () => {
    scratch.folder('MobileApps');
    const { lines, has } = serve('--host', '0.0.0.0');
    await has((line) => line.startsWith('Ctrl+C stops it'));
    const text = lines.join('\n');
    assert.match(text, /Pairing code +[A-Z2-9]{3}-[A-Z2-9]{3}/);
    assert.match(text, /Warning: devices of the local network/);
    const lan = Object.values(os.networkInterfaces())
      .flat()
      .find((each) => each && !each.internal && each.family === 'IPv4');
    if (lan) assert.ok(text.includes(`Local network       http://${lan.address}:`));
  });

  onPosix('serve ends its server with it, even when it is killed', async () => {
    scratch.folder('MobileApps');
    const { child, lines, has } = serve('--json');
    await has(() => true);
    const { url } = JSON.parse(lines[0] as string) as ServerAddress;
    child.kill('SIGKILL');
    await once(child, 'exit');
    while (await isAlive(url));
  });

  onPosix('serve takes its options from a file, with paths relative to it, and from the call first', async () => {
    scratch.seed('project/Data/MobileApps');
    const config = scratch.file(
      'project/server.json',
      JSON.stringify({
        $schema: './server.schema.json',
        mobileApps: 'Data/MobileApps',
        port: 1,
        mobile: { serverHeader: '4D/18.5.0', loadAtStart: false },
      }),
    );
    const { lines, has } = serve('--config', config, '--port', '0', '--json');
    await has(() => true);
    const address = JSON.parse(lines[0] as string) as ServerAddress;
    assert.notEqual(new URL(address.url).port, '1');
    assert.equal((await fetch(`${address.url}/mobileapp/`)).headers.get('server'), '4D/18.5.0');
    const { folder, sessions } = await new HttpControlClient(address).ask(MOBILE_CALLS.list());
    assert.deepEqual([folder, sessions], [scratch.path('project/Data/MobileApps'), []]);
  });

  it('serve serves the example that ships, wherever it is installed', async () => {
    scratch.folder('MobileApps');
    scratch.file('server.json', JSON.stringify({ web: { project: 'example:otp' } }));
    const { lines, has } = serve('--config', 'server.json', '--json');
    await has(() => true);
    const { url } = JSON.parse(lines[0] as string) as ServerAddress;
    assert.match(await (await fetch(`${url}/authenticate.shtml`)).text(), /UserId/);
  });

  const OTP = { project: 'example:otp' };

  /** What `serve` says when it has started, as a whole. */
  const introduced = async (config: object) => {
    scratch.file('server.json', JSON.stringify(config));
    const { lines, has } = serve('--config', 'server.json');
    await has((line) => line.startsWith('Ctrl+C stops it'));
    return lines.join('\n');
  };

  it('serve takes a MobileApps folder that is not there, which the first login makes with those above it', async () => {
    const { lines, has } = serve('--mobile-apps', 'new/Data/MobileApps');
    await has((line) => line.startsWith('Ctrl+C stops it'));
    const text = lines.join('\n');
    assert.match(text, /MobileApps folder +\S+MobileApps \(not there yet; the first login makes it\)/);
    assert.ok(!fs.existsSync(path.join(scratch.root, 'new')));
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
    const body = JSON.stringify(LOGIN);
    const answer = await fetch(`${url}/mobileapp/$authenticate`, { method: 'POST', body });
    assert.equal(answer.status, 200, await answer.clone().text());
    const { id } = (await answer.json()) as { id: string };
    assert.ok(fs.existsSync(path.join(scratch.root, 'new/Data/MobileApps/com.example.app', id)));
  });

  for (const args of [[], ['--mobile-apps', '.']]) {
    it(`serve takes the folder that a first login makes in a fresh 4D project, called with ${args.join(' ') || 'nothing'}`, async () => {
      scratch.folder('fresh/Project/Sources');
      scratch.file('fresh/Project/fresh.4DProject', '{}');
      const { lines, has } = serve('--json', ...args);
      await has(() => true);
      const { systems } = await new HttpControlClient(JSON.parse(lines[0] as string)).state();
      assert.equal(systems.mobile?.folder, scratch.path('fresh/Data/MobileApps'));
      assert.ok(!fs.existsSync(scratch.path('fresh/Data')));
    });
  }

  it('serve tells the faults of HTTPHandlers.json and roles.json at its start, before any request', async () => {
    const sources = 'crm/Project/Sources';
    scratch.file(
      `${sources}/HTTPHandlers.json`,
      '[{"class": "A", "method": "f", "pattern": "a", "verbs": "get;post"}, 7]',
    );
    scratch.file(`${sources}/roles.json`, '{"roles": 5');
    scratch.file('server.json', JSON.stringify({ web: { project: 'crm' } }));
    const { child, errors } = serve('--config', 'server.json');
    const isTold = () => /HTTPHandlers\.json, line 1: .*GET;POST/.test(errors()) && /roles\.json/.test(errors());
    while (!isTold()) await Promise.race([once(child.stderr, 'data'), failIfItEnds(child, errors)]);
  });

  for (const web of [{}, OTP]) {
    it(`serve needs no MobileApps folder for a web server alone: ${JSON.stringify(web)}`, async () => {
      const text = await introduced({ web, port: 0 });
      assert.match(text, /^MobileApps folder {3}none; --mobile-apps names one$/m);
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
      assert.equal((await fetch(`${url}/rest/$info`)).ok, true);
    });
  }

  const MENDIX_CASES: readonly [what: string, mendix: object, lines: readonly RegExp[]][] = [
    [
      'without users',
      {},
      [/^Mendix runtime {6}10\.9\.0, with auth/m, /^Users {15}any name, with any password but “wrong”$/m],
    ],
    [
      'with users, one of them inactive',
      {
        runtimeVersion: '10.8.0',
        users: [
          { name: 'ada', password: 'hush-one' },
          { name: 'bob', password: 'hush-two', active: false },
          { name: 'c\u001b', password: 'hush-three' },
        ],
      },
      [/^Mendix runtime {6}10\.8\.0, before auth/m, /^Users {15}ada, c\\u\{1b\}, with their passwords in the option/m],
    ],
    [
      'with one user',
      { users: [{ name: 'ada', password: 'hush' }] },
      [/^Users {15}ada, with the password in the option mendix\.users$/m],
    ],
    [
      'with many users',
      { users: [...'abcdefg'].map((name) => ({ name, password: 'hush' })) },
      [/^Users {15}a, b, c, d, e and 2 more, with/m],
    ],
    [
      'with inactive users alone',
      { users: [{ name: 'ada', password: 'hush', active: false }] },
      [/^Users {15}nobody can sign in: each of the option mendix\.users has “active” at false$/m],
    ],
    ['with an empty list of users', { users: [] }, [/^Users {15}nobody can sign in; the option mendix\.users/m]],
  ];
  for (const [what, mendix, wanted] of MENDIX_CASES) {
    it(`serve says of a Mendix runtime ${what} its version, its page and who can sign in, and no password`, async () => {
      const text = await introduced({ mendix, port: 0 });
      for (const each of wanted) assert.match(text, each);
      assert.doesNotMatch(text, /hush/);
      assert.doesNotMatch(text, /MobileApps/, 'of what it does not have');
      const [, page = ''] = /^Sign-in page {8}(http\S+)$/m.exec(text) ?? [];
      const [, guide = ''] = /^How to get on {7}(docs\/\S+?),/m.exec(text) ?? [];
      assert.match(await (await fetch(page)).text(), /<form/);
      assert.ok(fs.existsSync(path.resolve(__dirname, '../../..', guide)), guide);
      const [, clients = ''] = /^Clients call {8}POST (\S+)$/m.exec(text) ?? [];
      const body = JSON.stringify({ action: 'get_session_data' });
      const headers = { 'content-type': 'application/json' };
      assert.equal((await fetch(clients, { method: 'POST', headers, body })).status, 200);
    });
  }

  it('the help of serve has options for a Mendix runtime alone, with which it starts', async () => {
    const { stdout } = await run(['serve', '--help']);
    const [, config = ''] = /Mendix runtime alone[^{]*(\{.*\})$/m.exec(stdout) ?? [];
    assert.match(await introduced({ ...JSON.parse(config), port: 0 }), /^Mendix runtime /m);
  });

  it('the help of serve has options for a token server, with which it starts', async () => {
    const { stdout } = await run(['serve', '--help']);
    const configs = [...stdout.matchAll(/\{"tokens": .*?\}(?=;|$)/gm)].map(([config]) => config);
    assert.equal(configs.length, 2);
    for (const [at, preset] of ['consumer', 'fintech'].entries()) {
      const text = await introduced({ ...JSON.parse(String(configs[at])), port: 0 });
      assert.match(text, new RegExp(`^Token sessions {6}${preset}: `, 'm'));
    }
  });

  it('the help names every emulated system that --config can switch on', async () => {
    for (const args of [['--help'], ['serve', '--help']]) {
      const text = (await run(args)).stdout.replace(/\s+/g, ' ');
      for (const name of [/4D Server/, /web server/, /Mendix runtime/, /token server/]) assert.match(text, name);
    }
  });

  it('serve says nothing of a Mendix runtime that the options do not have', async () => {
    assert.doesNotMatch(await introduced({ web: OTP, port: 0 }), /mendix/i);
  });

  it('serve asks nobody to choose a MobileApps folder that no configured system needs', async () => {
    for (const name of ['a', 'b']) scratch.folder(`${name}/MobileApps`);
    assert.match(await introduced({ web: OTP }), /^MobileApps folder {3}none;/m);
  });

  it('serve serves the only MobileApps folder there is beside a web server, which needs none', async () => {
    const folder = scratch.folder('Data/MobileApps');
    assert.ok((await introduced({ web: OTP })).includes(`MobileApps folder   ${folder}\n`));
  });

  describe('the need for a MobileApps folder', () => {
    const folder = { option: 'files', of: () => undefined };
    const systems = [{ name: 'files', folder }, { name: 'mail' }, { name: 'clock' }];
    const cases: readonly [configured: string[], isNeeded: boolean][] = [
      [[], true],
      [['port'], true],
      [['files'], true],
      [['mail'], false],
      [['mail', 'clock'], false],
      [['mail', 'files'], true],
    ];
    for (const [configured, isNeeded] of cases) {
      it(`a folder is ${isNeeded ? '' : 'not '}needed for options with ${configured.join(' and ') || 'nothing'}`, () => {
        const options = Object.fromEntries(configured.map((name) => [name, {}]));
        assert.equal(needsFolder(options, systems), isNeeded);
      });
    }

    it('a folder is needed for each system alone that serves one, and for no other that has options', () => {
      const names = Object.keys(OPTIONS_SCHEMA.properties);
      const configurable = SYSTEM_PARTS.filter(({ name }) => names.includes(name));
      assert.ok(configurable.length > 1);
      for (const { name, folder } of configurable) {
        assert.equal(needsFolder({ [name]: {} }, SYSTEM_PARTS), folder !== undefined, name);
      }
    });

    it('each option of the server is one of the kernel, of the name of a system, or the folder of one', () => {
      const frame = path.resolve(__dirname, '../../../src/server/kernel/options/options.schema.json');
      const ofKernel = Object.keys(JSON.parse(fs.readFileSync(frame, 'utf8')).properties);
      const ofSystems = SYSTEM_PARTS.flatMap(({ name, folder }) => [name, ...(folder ? [folder.option] : [])]);
      const others = Object.keys(OPTIONS_SCHEMA.properties).filter(
        (name) => ![...ofKernel, ...ofSystems].includes(name),
      );
      assert.deepEqual(others, []);
    });
  });

  describe('a call at fault', () => {
    const refused = async (args: string[], words: RegExp) => {
      const { code, stdout, stderr } = await run(['serve', ...args], { cwd: scratch.root });
      assert.match(stderr, words);
      assert.match(stderr, /^session-workbench: [^\n]+\n$/, 'one line');
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    };

    it('serve ends with 2 and says what to do for a busy port', async () => {
      scratch.folder('MobileApps');
      const holder = net.createServer().listen(0, '127.0.0.1');
      await once(holder, 'listening');
      const { port } = holder.address() as net.AddressInfo;
      try {
        await refused(['--port', String(port)], new RegExp(`Port ${port} is used .* another port, or port 0`));
      } finally {
        holder.close();
      }
    });

    it('serve ends with 2 and says what to do when there is no MobileApps folder', () =>
      refused(
        [],
        /no MobileApps folder .*--mobile-apps, or .*sample \.; none is needed .* without “mobile”, as .* serve --help shows/,
      ));

    it('serve ends with 2 and says what to do when a configured system needs a MobileApps folder', async () => {
      for (const config of [{}, { port: 0 }, { mobile: {} }, { mobile: {}, web: OTP }]) {
        scratch.file('server.json', JSON.stringify(config));
        await refused(['--config', 'server.json'], /no MobileApps folder .*--mobile-apps, or .*sample/);
      }
    });

    it('serve ends with 2 and says what to do in a folder with several fresh 4D projects', async () => {
      for (const name of ['a', 'b']) {
        scratch.folder(`${name}/Project`);
        scratch.file(`${name}/Project/${name}.4DProject`, '{}');
      }
      await refused(
        [],
        /2 4D projects without a MobileApps folder under .*--mobile-apps: .*a.Data.MobileApps, .*b.Data.MobileApps/,
      );
    });

    it('serve ends with 2 and says what to do when there are several MobileApps folders', async () => {
      scratch.folder('a/MobileApps');
      scratch.folder('b/MobileApps');
      await refused([], /2 MobileApps folders .*--mobile-apps: .*a.MobileApps, .*b.MobileApps/);
    });

    it('serve ends with 2 and says what to do for a folder that cannot be made', async () => {
      scratch.file('file', '');
      await refused(['--mobile-apps', 'file'], /file is a file; give a folder with --mobile-apps/);
      await refused(['--mobile-apps', 'file/Data/MobileApps'], /file is a file; give a folder with --mobile-apps/);
    });

    onPosix('serve ends with 2 and says what to do for a link that leads nowhere', async () => {
      fs.symlinkSync(path.join(scratch.root, 'gone'), path.join(scratch.root, 'link'));
      await refused(['--mobile-apps', 'link'], /link is a link .*--mobile-apps/);
    });

    it('serve ends with 2 and says what to do for a port that is none', () =>
      refused(['--port', '70000'], /'70000'.*from 0 to 65535/));

    it('serve ends with 2 and says what to do for a host that is not this machine', async () => {
      scratch.folder('MobileApps');
      await refused(['--host', '203.0.113.7'], /203\.0\.113\.7 is no address of this machine/);
    });

    it('serve ends with 2 and says what to do for a configuration that is not there, not JSON, or not one', async () => {
      scratch.folder('MobileApps');
      await refused(['--config', 'none.json'], /--config names .*none\.json, which is not there; make the file/);
      scratch.file('bad.json', '{\n  "port": 80,\n}');
      await refused(
        ['--config', 'bad.json'],
        /bad\.json:3:1: Not well-formed JSON: a property name in double quotes is expected here/,
      );
      scratch.file('odd.json', '{"port":"80"}');
      await refused(
        ['--config', 'odd.json'],
        /odd\.json:1:9: “port” must be a whole number from 0 to 65535, not a text/,
      );
    });

    // The command line leaves the check to the server, but for what it hides or changes of the file.
    for (const [what, config, args, place] of [
      ['a folder that is a number', '{"mobileApps":5}', [], ':1:15'],
      ['a folder that is null', '{"mobileApps":null}', [], ':1:15'],
      ['a folder that is false', '{"mobileApps":false}', [], ':1:15'],
      ['a folder without a name', '{"mobileApps":""}', [], ':1:15'],
      ['a module without a name', '{"mobile":{"actionModule":""}}', [], ':1:27'],
      ['a fault in a system that needs no folder', '{"web":{"pages":1}}', [], ':1:17'],
      ['a fault behind a byte order mark', '\ufeff{\n "web":{"pages":1}}', [], ':2:17'],
      [
        'a setting of Mendix whose name has dots',
        '{"mendix":{"settings":{"com.mendix.core.SessionIdCookieName":1}}}',
        [],
        ':1:62',
      ],
      ['the platform on its own host', '{"platform":{"host":"127.0.0.1"}}', ['--host', '0.0.0.0'], ':1:21'],
      ['a port that the call replaces', '{"port":"80"}', ['--port', '0'], ':1:9'],
      ['a folder that the call replaces', '{"mobileApps":5}', ['--mobile-apps', 'MobileApps'], ':1:15'],
      ['an upstream that the call replaces', '{"upstream":5}', ['--upstream', 'http://127.0.0.1:9'], ':1:13'],
    ] as const) {
      it(`serve names the file of a configuration with ${what}, and what is wrong there`, async () => {
        scratch.folder('MobileApps');
        scratch.file('odd.json', config);
        const { code, stdout, stderr } = await run(['serve', '--config', 'odd.json', ...args], { cwd: scratch.root });
        const fault = faultOf(JSON.parse(config.replace('\ufeff', '')));
        assert.equal(stderr, `session-workbench: ${scratch.path('odd.json')}${place}: ${fault}\n`);
        assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
      });
    }

    for (const [what, config, place, words] of [
      ['null', 'null', '1:1', /the configuration must be an object that may have .*, not null$/],
      ['a list', '[]', '1:1', /the configuration must be an object .*, not a list$/],
      ['a text', '"port"', '1:1', /the configuration must be an object .*, not a text$/],
      ['an unknown option', '{"prot":80}', '1:2', /the configuration must not have “prot”; “port” may be meant; /],
    ] as const) {
      it(`serve says where a configuration is ${what}, and what may be there`, async () => {
        scratch.folder('MobileApps');
        scratch.file('odd.json', config);
        const { code, stderr } = await run(['serve', '--config', 'odd.json'], { cwd: scratch.root });
        assert.equal(code, 2);
        assert.ok(stderr.startsWith(`session-workbench: ${scratch.path('odd.json')}:${place}: `), stderr);
        assert.match(stderr.trimEnd(), words);
      });
    }

    it('serve names the file of a faulty configuration also where a folder is missing', async () => {
      scratch.file('odd.json', '{"mobile":{"data":5}}');
      await refused(['--config', 'odd.json'], /odd\.json:1:19: “mobile\.data” must be a text/);
    });

    it('serve ends with 2 and says what to do for an example that does not ship', async () => {
      scratch.folder('MobileApps');
      scratch.file('server.json', '{"web":{"project":"example:../otp"}}');
      await refused(
        ['--config', 'server.json'],
        /“web\.project” names no example that ships; there are: example:activation, example:otp/,
      );
    });

    for (const [length, words] of [
      [
        2_000,
        /“mobile\.policy\.rules\.0\.email” cannot be used\. The pattern “a+…” is longer than 1000 characters; shorten it/,
      ],
      [
        70_000,
        /“mobile\.policy\.rules” cannot be used\. All patterns together are longer than 50000 .*; write fewer rules/,
      ],
    ] as const) {
      it(`serve ends with 2 and says what to do for a policy with a pattern of ${length} characters`, async () => {
        scratch.folder('MobileApps');
        const config = { mobile: { policy: { rules: [{ email: 'a'.repeat(length), outcome: 'accept' }] } } };
        fs.writeFileSync(scratch.path('server.json'), JSON.stringify(config));
        await refused(['--config', 'server.json'], words);
      });
    }
  });
});

async function failIfItEnds(child: ChildProcess, stderr: () => string): Promise<never> {
  if (child.exitCode === null) await once(child, 'exit');
  throw new Error(`serve ended with ${child.exitCode}: ${stderr()}`);
}
