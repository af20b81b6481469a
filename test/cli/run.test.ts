import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { SPECIAL_FILES } from '../disk/specialFiles';
import { onPosix } from '../disk/temporaryFolder';
import { CLI, run, Scratch } from './commandLine';
import { failingRun } from './failingRun';
import { readXml, type XmlElement } from './xml';

const SHIPPED = path.resolve(__dirname, '../../../media/scenarios');
const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };

describe('run', () => {
  let scratch: Scratch;

  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  const ping = (more: object = {}) => ({
    title: 'Ping',
    from: 'App',
    to: 'Server',
    request: { url: '/mobileapp/' },
    ...more,
  });
  const write = (name: string, steps: object[], more: object = {}) =>
    scratch.file(name, JSON.stringify({ name: `Scenario ${name}`, actors: ACTORS, steps, ...more }, undefined, 1));

  it('run runs files and folders, a server for each, and ends with 0', async () => {
    write('one.scenario.json', [ping({ expect: { status: 200 } })]);
    write('deep/er/two.scenario.json', [ping()]);
    write('deep/ignored.json', [{}]);
    write('deep/node_modules/other.scenario.json', [ping({ expect: { status: 500 } })]);
    const { code, stdout, stderr } = await run(['run', 'one.scenario.json', 'deep', 'deep/er/two.scenario.json'], {
      cwd: scratch.root,
    });
    assert.equal(stderr, '');
    assert.equal(code, 0);
    const lines = stdout.split('\n');
    assert.match(String(lines[0]), /^✔ Scenario one\.scenario\.json \(1 step, \d+ ms\)$/);
    assert.match(String(lines[1]), /^✔ Scenario deep\/er\/two\.scenario\.json/);
    assert.match(stdout, /\n2 passed, 0 failed \(\d+ ms\)\n$/);
  });

  for (const [failing, words] of [
    [0, '1 step, 2 not run'],
    [1, '2 steps, 1 not run'],
    [2, '3 steps'],
  ] as const) {
    it(`a scenario whose step ${failing + 1} of 3 fails tells how many were not run`, async () => {
      const steps = [0, 1, 2].map((at) => ping(at === failing ? { expect: { status: 599 } } : {}));
      write('three.scenario.json', steps);
      const { code, stdout } = await run(['run', 'three.scenario.json'], { cwd: scratch.root });
      assert.equal(code, 1);
      assert.match(stdout, new RegExp(`^✖ Scenario three\\.scenario\\.json \\(${words}, \\d+ ms\\)\n`));
    });
  }

  /** A run with secrets in what failed. All formats tell of the same one. */
  let secretsFailed: Promise<Readonly<Record<string, string>>> | undefined;
  const failWithSecrets = () => {
    const tokens = { users: [{ name: 'ada', password: 'example' }], fields: { access_token: 'entry' } };
    const say = (title: string, url: string, json: object, expect: object, more: object = {}) =>
      ping({ title, request: { url, json }, expect: { body: { json: expect } }, ...more });
    const login = { username: 'ada', password: 'example' };
    const first = say('In', '/api/login', login, {}, { take: { old: '/refresh_token', session: '/session/id' } });
    const cases = {
      absent: say('Absent', '/api/login', login, { '/refresh_token': { absent: true } }),
      renamed: say('Renamed', '/api/login', login, { '/entry': 'none', '/token_type': { not: 'Bearer' } }),
      differs: say('Differs', '/api/refresh', { refresh_token: '{{old}}' }, { '/refresh_token': '{{old}}' }),
      wire: ping({ request: { url: '/api/login', json: login }, expect: { body: { lacks: 'refresh_token' } } }),
    };
    for (const [name, step] of Object.entries(cases)) {
      write(`${name}.scenario.json`, [first, step], { server: { tokens } });
    }
    const mendix = { request: { url: '/xas/', json: { action: 'get_session_data', params: {} } } };
    write('cookie.scenario.json', [ping({ ...mendix, expect: { headers: { 'set-cookie': { absent: true } } } })], {
      server: { mendix: {} },
    });
    return failingRun(scratch);
  };
  for (const format of ['pretty', 'json', 'junit', 'github']) {
    it(`run --format ${format} covers the secrets of answers in what failed, and tells that two of them differ`, async () => {
      secretsFailed ??= failWithSecrets();
      const stdout = String((await secretsFailed)[format]);
      assert.doesNotMatch(stdout, /(?:at|rt)_[\w-]{8,}|(?:XASID|XASSESSIONID|sid)=[\w.-]{8,}/i);
      assert.match(stdout, /•••/);
      assert.match(stdout, /another one: \W*•••/);
      assert.match(stdout, /Bearer/, 'what is no secret stays');
      assert.match(stdout, /\/refresh_token/);
    });
  }

  it('no format of run has a secret of a request in the title of its step, whether the step failed or was skipped', async () => {
    const secret = 'Zx9hunter2Q';
    const urls = [
      ...['pass', 'pw', 'mdp', 'clave', 'access_token'].map((name) => `/rpc?a=1&${name}=${secret}`),
      '/p/AKIAIOSFODNN7EXAMPLE',
      '/p/0123456789ABCDEF0123456789ABCDE7',
    ];
    const steps = (status: number) =>
      urls.map((url) => ({ from: 'App', to: 'Server', request: { url }, expect: { status } }));
    write('sent.scenario.json', [...steps(404), ping({ expect: { status: 299 } })]);
    write('skipped.scenario.json', steps(299));
    const all = await failingRun(scratch);
    for (const format of ['pretty', 'json', 'junit', 'github']) {
      const told = String(all[format]);
      assert.doesNotMatch(told, /Zx9hunter2Q|AKIAIOSFODNN7EXAMPLE|0123456789ABCDEF0123456789ABCDE7/, format);
      assert.match(told, /GET \/rpc\?a=1&(?:amp;)?pass=•••/);
    }
  });

  it('no format of run has a password of letters alone that an expectation names, wherever it was sent', async () => {
    const tokens = { users: [{ name: 'ada', password: 'Summertime' }] };
    const word = '{{word}}';
    const sent: Readonly<Record<string, object>> = {
      json: { url: '/api/login', json: { username: 'ada', password: word } },
      form: { url: '/oauth/token', form: { grant_type: 'password', username: 'ada', password: word } },
      list: { url: '/rest/$catalog/authentify', json: ['ada', word] },
      query: { url: `/nowhere?password=${word}` },
      header: { url: '/nowhere', headers: { 'X-Api-Key': word } },
    };
    const json = { '/a': word, '/b': { contains: word }, '/c': { password: word } };
    const expect = { body: { contains: word, lacks: 'error', json }, headers: { 'x-a': word } };
    for (const [name, request] of Object.entries(sent)) {
      write(`${name}.scenario.json`, [ping({ title: `Log in with "${word}"`, request, expect })], {
        server: { tokens },
        variables: { word: 'Summertime' },
      });
    }
    const all = await failingRun(scratch);
    for (const format of ['pretty', 'json', 'junit', 'github']) {
      const told = String(all[format]);
      assert.doesNotMatch(told, /Summertime/, format);
      assert.match(told, /something that contains .{1,6}•••/, format);
    }
  });

  it('every format of run tells the body once, however many expected texts it has not', async () => {
    const contains = ['no such text', 'nor this one', 'nor "that"'];
    write('texts.scenario.json', [
      ping({ request: { url: '/', headers: { Accept: 'text/html' } }, expect: { body: { contains } } }),
    ]);
    const all = await failingRun(scratch);
    for (const format of ['pretty', 'json', 'junit']) {
      const stdout = String(all[format]);
      // JSON has it with the message, too.
      const times = format === 'json' ? 2 : 1;
      assert.equal(stdout.split(/<!doctype|&lt;!doctype/).length, times + 1, `${format}: ${stdout}`);
      for (const text of contains.slice(0, 2)) assert.equal(stdout.split(text).length, 2, `${format}: ${stdout}`);
      assert.match(stdout, /Body: 3 texts are missing/, format);
    }
  });

  it('run --jobs tells scenarios in the order of the files, however many run at once, and refuses what is no number of jobs', async () => {
    // The first one is done last.
    write(
      'a.scenario.json',
      Array.from({ length: 30 }, () => ping()),
    );
    for (const name of ['b', 'c', 'd', 'e']) write(`${name}.scenario.json`, [ping()]);
    for (const jobs of ['1', '3', '64']) {
      const { code, stdout } = await run(['run', '.', '--jobs', jobs, '--format', 'json'], { cwd: scratch.root });
      assert.equal(code, 0, stdout);
      const { scenarios } = JSON.parse(stdout) as { scenarios: { name: string; verdict: string }[] };
      assert.deepEqual(
        scenarios.map(({ name, verdict }) => `${name} ${verdict}`),
        ['a', 'b', 'c', 'd', 'e'].map((name) => `Scenario ${name}.scenario.json passed`),
      );
    }
    for (const jobs of ['0', '65', '-1', '1.5', 'many', '']) {
      const { code, stderr } = await run(['run', '.', `--jobs=${jobs}`], { cwd: scratch.root });
      assert.equal(code, 2, stderr);
      assert.match(stderr, /Give a whole number of scenarios from 1 to 64;/);
    }
  });

  it('run runs a flow that ships', async () => {
    const { code, stdout } = await run(['run', path.join(SHIPPED, 'otp-4dsid-reused.scenario.json')]);
    assert.equal(code, 0, stdout);
  });

  it('run --format json says which transitions a device has taken and which not, where a scenario has a device', async () => {
    const flow = path.join(SHIPPED, 'tokens-inactivity.scenario.json');
    write('ping.scenario.json', [ping()]);
    const { code, stdout } = await run(['run', flow, 'ping.scenario.json', '--format', 'json'], { cwd: scratch.root });
    assert.equal(code, 0, stdout);
    const [phone, none] = JSON.parse(stdout).scenarios;
    const { taken, missing } = phone.transitions;
    assert.ok(taken.includes('active.inactivity'), `${taken}`);
    assert.ok(missing.includes('expired.loginRefused'), `${missing}`);
    assert.deepEqual(
      taken.filter((id: string) => missing.includes(id)),
      [],
    );
    assert.equal(none.transitions, undefined);
  });

  it('run leaves nothing behind: what a server keeps for its user goes with the run', async () => {
    const shipped = path.join(SHIPPED, 'mobile-login-accepted.scenario.json');
    const { steps } = JSON.parse(fs.readFileSync(shipped, 'utf8'));
    const { request } = steps.find((step: { request?: object }) => step.request);
    const again = ping({ request: { ...request, json: { ...request.json, email: 'other@example.com' } } });
    const file = 'UTT7VDX8W5.com.contactApp.Contact/{{sessionId}}';
    fs.copyFileSync(shipped, path.join(scratch.root, 'login.scenario.json'));
    write('twice.scenario.json', [
      { include: 'login.scenario.json' },
      { event: { editFile: { file, text: '{ "mine": ' } } },
      again,
    ]);
    const state = path.join(scratch.root, 'state');
    const temporary = path.join(scratch.root, 'tmp');
    fs.mkdirSync(temporary);
    const { code, stdout } = await run(['run', 'twice.scenario.json'], {
      cwd: scratch.root,
      env: { XDG_STATE_HOME: state, LOCALAPPDATA: state, HOME: state, TMPDIR: temporary, TEMP: temporary },
    });
    assert.equal(code, 0, stdout);
    assert.ok(!fs.existsSync(state));
    assert.deepEqual(fs.readdirSync(temporary), []);
  });

  it('run leaves scenarios of other tools alone in a folder, and says of one that is named what is missing', async () => {
    write('ours.scenario.json', [ping()]);
    const others = {
      'steps.scenario.json': '{ "name": "Checkout", "steps": [{ "click": "#pay" }] }',
      'deeper.scenario.json': '{ "scenario": { "steps": [], "actors": {} } }',
      'schema.scenario.json': '{ "$schema": "https://example.com/s.json", "steps": [], "actors": {} }',
      'list.scenario.json': '[]',
      'json5.scenario.json': "{\n  name: 'login',\n  given: ['a user'],\n}",
      'lines.scenario.json': '{"name":"a"}\n{"steps":[]}\n{"server":{}}',
    };
    for (const [name, text] of Object.entries(others)) scratch.file(`theirs/${name}`, text);
    const { code, stdout, stderr } = await run(['run', '.'], { cwd: scratch.root });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /1 passed, 0 failed/);
    assert.doesNotMatch(stdout, /theirs/);
    const foreign = await run(['run', 'theirs'], { cwd: scratch.root });
    assert.equal(foreign.code, 2);
    assert.match(
      foreign.stderr,
      /no \*\.scenario\.json of session-workbench in .*theirs \(6 of another tool\); give another/,
    );
    for (const name of Object.keys(others)) {
      const named = await run(['run', `theirs/${name}`], { cwd: scratch.root });
      assert.equal(named.code, 2, name);
      assert.match(
        named.stderr,
        /is no scenario of session-workbench(: one has "steps", and "actors" or "server"|, as its "\$schema" is another one)/,
      );
      assert.equal(named.stderr.trim().split('\n').length, 1);
    }
  });

  it('run does not follow links in a folder, and says of those that lead nowhere and of a path that cannot be looked at why', async function () {
    if (process.platform === 'win32') this.skip();
    write('ours.scenario.json', [ping()]);
    const elsewhere = scratch.folder('elsewhere');
    const folder = scratch.folder('there');
    fs.copyFileSync(scratch.path('ours.scenario.json'), path.join(folder, 'ours.scenario.json'));
    const links = { loop: 'loop.scenario.json', gone: 'nowhere', folder: elsewhere };
    for (const [name, to] of Object.entries(links)) fs.symlinkSync(to, path.join(folder, `${name}.scenario.json`));
    fs.symlinkSync('../ours.scenario.json', path.join(folder, 'again.scenario.json'));
    fs.symlinkSync('..', path.join(folder, 'up'));
    const { code, stdout, stderr } = await run(['run', '.'], { cwd: folder });
    assert.equal(code, 2, stdout);
    assert.match(
      stderr,
      /^session-workbench: cannot read \S+gone\.scenario\.json: it is a link that leads nowhere; .+\n.+loop\.scenario\.json: it is a link that leads back to itself; .+\n$/,
    );
    assert.match(stdout, /1 passed, 0 failed/);
    // One that is named is meant, whatever it leads through.
    const named = await run(['run', 'again.scenario.json'], { cwd: folder });
    assert.equal(named.code, 0, named.stderr);
    for (const each of ['loop.scenario.json', `${'x'.repeat(300)}.scenario.json`]) {
      const { code, stderr } = await run(['run', each], { cwd: folder });
      assert.equal(code, 2);
      assert.match(
        stderr,
        /scenario\.json is (a link that leads back to itself; mend|longer than a path may be here; give)/,
      );
      assert.equal(stderr.trim().split('\n').length, 1);
    }
  });

  it('run tells what it cannot look into, and runs the others', async function () {
    if (process.getuid?.() !== 0) this.skip();
    write('ours.scenario.json', [ping()]);
    fs.chmodSync(scratch.folder('locked'), 0o700);
    const { code, stdout, stderr } = await run(['run', '.'], { cwd: scratch.root, uid: 65534 });
    assert.match(stdout, /1 passed, 0 failed/);
    assert.match(stderr, /^session-workbench: cannot read .*locked: EACCES.*; give this user the right to read/);
    assert.equal(stderr.trim().split('\n').length, 1);
    assert.equal(code, 2);
    const nothing = await run(['run', 'locked'], { cwd: scratch.root, uid: 65534 });
    assert.equal(nothing.code, 2);
    assert.match(nothing.stderr, /locked cannot be looked into: EACCES.*; give/);
  });

  it('run blames the temporary folder, not the scenario, when there is none', async () => {
    write('ours.scenario.json', [ping()]);
    const nowhere = scratch.path('nowhere');
    const { code, stderr } = await run(['run', '.'], {
      cwd: scratch.root,
      env: { TMPDIR: nowhere, TEMP: nowhere, TMP: nowhere },
    });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^session-workbench: Scenario ours\.scenario\.json: No temporary folder can be made for the run: ENOENT.*nowhere.*TMPDIR/,
    );
    assert.equal(stderr.trim().split('\n').length, 1);
  });

  it('run shows the step that failed, where, and why, and ends with 1', async () => {
    write('bad.scenario.json', [ping({ expect: { status: 500 } }), ping()]);
    const { code, stdout } = await run(['run', '.'], { cwd: scratch.root });
    assert.equal(code, 1);
    assert.match(stdout, /✖ Scenario bad\.scenario\.json/);
    assert.match(
      stdout,
      /✖ Ping \(step 1, App → Server\)\n {6}bad\.scenario\.json:\d+:\d+ Status 200, expected 500\n {8}because {3}mobile\.ping/,
    );
    assert.match(stdout, /0 passed, 1 failed/);
  });

  it('run says where a file is at fault, and ends with 1', async () => {
    scratch.file('broken.scenario.json', '{\n "steps": [], "actors": {},\n oops }');
    write('unknown.scenario.json', [ping({ from: 'Ap' })]);
    const { code, stdout } = await run(['run', '.'], { cwd: scratch.root });
    assert.equal(code, 1);
    assert.match(stdout, /broken\.scenario\.json:3:2 error: Not well-formed JSON/);
    assert.match(stdout, /unknown\.scenario\.json:\d+:\d+ error: There is no actor "Ap"; is "App" meant\?/);
  });

  it('run says in one line what cannot be run, and ends with 2', async () => {
    for (const [args, reason] of [
      [['run'], /missing required argument/],
      [['run', 'none.scenario.json'], /none\.scenario\.json does not exist; give a scenario file/],
      [['run', '.'], /no \*\.scenario\.json in /],
      [['run', '.', '--format', 'tap'], /tap/],
    ] as const) {
      const { code, stdout, stderr } = await run(args, { cwd: scratch.root });
      assert.equal(code, 2, args.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, reason);
      assert.equal(stderr.trim().split('\n').length, 1);
    }
  });

  it('run ends with 2 when a server does not start or a variable is missing, and runs the others', async () => {
    write('a.scenario.json', [ping()], { server: { https: { cert: 'none.pem', key: 'none.pem' } } });
    write('a2.scenario.json', [ping()], { server: { mobileApps: 'nowhere' } });
    write('b.scenario.json', [ping({ request: { url: '/{{pass}}' } })], {
      variables: { pass: { env: 'NOT_SET_ANYWHERE' } },
    });
    write('c.scenario.json', [ping()]);
    const { code, stdout, stderr } = await run(['run', '.'], { cwd: scratch.root });
    assert.equal(code, 2);
    assert.match(stderr, /Scenario a\.scenario\.json: .*none\.pem/);
    assert.match(stderr, /Scenario a2\.scenario\.json: The MobileApps folder of the scenario cannot be copied/);
    assert.match(stdout, /✖ Scenario b\.scenario\.json/);
    // Each reason is told once.
    assert.match(stdout, /✖ Scenario a\.scenario\.json \(could not be run\)/);
    assert.doesNotMatch(stdout, /none\.pem|cannot be copied|only with --env/);
    assert.match(stderr, /only with --env NOT_SET_ANYWHERE; give that/);
    assert.match(stdout, /✔ Scenario c\.scenario\.json/);
  });

  it('run covers what is secret', async () => {
    write('secret.scenario.json', [ping({ expect: { body: { contains: '{{pass}}' } } })], {
      variables: { pass: { env: 'TEST_PASS' } },
    });
    const { code, stdout } = await run(['run', '.', '--env', 'TEST_PASS'], {
      cwd: scratch.root,
      env: { TEST_PASS: 'opensesame' },
    });
    assert.equal(code, 1);
    assert.ok(!stdout.includes('opensesame'));
    assert.match(stdout, /something that contains "•••"/);
  });

  it('run writes JSON for programs', async () => {
    const good = write('a.scenario.json', [ping()]);
    const bad = write('b.scenario.json', [ping({ expect: { status: 500 } }), ping()]);
    const { code, stdout } = await run(['run', '.', '--format', 'json'], { cwd: scratch.root });
    assert.equal(code, 1);
    const { version, summary, scenarios } = JSON.parse(stdout);
    assert.equal(version, 1);
    assert.deepEqual({ ...summary, ms: 0 }, { scenarios: 2, passed: 1, failed: 1, errors: 0, ms: 0 });
    assert.deepEqual(
      scenarios.map(({ file, verdict }: { file: string; verdict: string }) => [file, verdict]),
      [
        [good, 'passed'],
        [bad, 'failed'],
      ],
    );
    const [failed, skipped] = scenarios[1].steps;
    assert.deepEqual([failed.verdict, skipped.verdict], ['failed', 'skipped']);
    const [{ message, expected, actual, file, range }] = failed.failures;
    assert.deepEqual([message, expected, actual, file], ['Status 200, expected 500', '500', '200', bad]);
    assert.ok(range.start.line > 0);
    assert.equal(failed.causes[0], 'mobile.ping');
  });

  it('run writes JUnit for CI servers', async () => {
    write('a.scenario.json', [ping({ title: 'A ]]> & <b>' }), ping({ expect: { status: 500 } }), ping()]);
    scratch.file('b.scenario.json', '{ "actors": {}, "steps": [');
    const { code, stdout } = await run(['run', '.', '--format', 'junit'], { cwd: scratch.root });
    assert.equal(code, 1);
    const cases = readXml(stdout).children.flatMap(({ children }) => children);
    const names = (elements: readonly XmlElement[]) => elements.map(({ name }) => name).join();
    assert.deepEqual(
      cases.map(({ attributes, children }) => [attributes.name, names(children)]),
      [
        ['1. A ]]> & <b>', ''],
        ['2. Ping', 'failure'],
        ['3. Ping', 'skipped'],
        ['can be read', 'failure'],
      ],
    );
    assert.match(stdout, /a\.scenario\.json:\d+:\d+ Status 200, expected 500\nbecause mobile\.ping/);
  });

  it('run shows as a unified diff what a body has instead, and no secret in it', async () => {
    const tokens = { users: [{ name: 'ada', password: 'example' }] };
    const json = { username: 'ada', password: 'example' };
    const equals = { access_token: 'none', token_type: 'Basic', expires_in: 300 };
    write('body.scenario.json', [ping({ request: { url: '/api/login', json }, expect: { body: { equals } } })], {
      server: { tokens },
    });
    const all = await failingRun(scratch);
    for (const format of ['pretty', 'junit']) {
      const stdout = String(all[format]);
      assert.match(stdout, /body\.scenario\.json:\d+:\d+ Body: not as expected\n +- expected\n +\+ actual\n/);
      assert.match(stdout, /@@ -1,5 \+1,\d+ @@\n {3,}\{\n/);
      assert.match(stdout, /\n +- {2}"token_type": "Basic",?\n/);
      assert.match(stdout, /\n +\+ {2}"token_type": "Bearer",\n/);
      assert.match(stdout, /\n +\+ {2}"refresh_token": "•••",\n/);
      assert.doesNotMatch(stdout, /(?:at|rt)_[\w-]{8,}/);
    }
  });

  it('run runs the rest where the variables of a scenario repeat each other without end, and reports it', async () => {
    const variables: Record<string, string> = { large: 'a'.repeat(1_000_000) };
    for (let at = 0; at < 5000; at++) variables[`v${at}`] = 'x{{large}}';
    write('values/large.scenario.json', [ping()], { variables });
    write('values/other.scenario.json', [ping()]);
    const { code, stdout } = await run(['run', 'values', '--format', 'json'], { cwd: scratch.root });
    assert.equal(code, 2);
    const { scenarios } = JSON.parse(stdout) as { scenarios: { verdict: string; error?: string }[] };
    assert.match(scenarios[0]?.error ?? '', /all that the run has given to its variables is .*\(VALUES_LIMIT\)/);
    assert.deepEqual(
      scenarios.map(({ verdict }) => verdict),
      ['error', 'passed'],
    );
  });

  it('run reports each hostile file of a folder, repeats nothing of other files, and runs the rest', async function () {
    if (process.platform === 'win32') this.skip();
    scratch.file('secret.txt', 'tellnobody and more');
    write('f/good.scenario.json', [ping({ expect: { status: 200 } })]);
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    scratch.file('f/deep.scenario.json', `{"name": "Deep", "actors": {}, "steps": ${deep}}`);
    const steps = Array.from({ length: 10_001 }, () => ({ note: 'x' }));
    write('f/many.scenario.json', steps);
    // Only the first of them is found in the folder, and it is not run.
    for (let at = 0; at < 9; at++) {
      const step = at === 8 ? { note: 'x' } : { include: `level${at + 1}.json` };
      const name = at === 0 ? 'level0.scenario.json' : `level${at}.json`;
      write(`f/${name}`, Array(10).fill(step));
    }
    const includes = ['/dev/zero', '/etc/passwd', '../secret.txt', 'pipe', 'out.txt', 'in.txt', 'f.json'];
    for (const [at, include] of includes.entries()) write(`f/include${at}.scenario.json`, [{ include }]);
    scratch.file('f/in.txt', 'tellnobody and more');
    scratch.file('f/f.json', '{"tellnobody": 1, tellnobody}');
    fs.symlinkSync('../secret.txt', path.join(scratch.root, 'f/out.txt'));
    for (const pipe of ['f/pipe', 'f/pipe.scenario.json']) execFileSync('mkfifo', [path.join(scratch.root, pipe)]);
    const { code, stdout, stderr } = await run(['run', '.', '--format', 'json'], {
      cwd: path.join(scratch.root, 'f'),
    });
    assert.equal(code, 2, stderr);
    assert.match(stderr, /cannot read .*pipe\.scenario\.json: it is a pipe \(FIFO\); give a regular file/);
    const { scenarios } = JSON.parse(stdout) as {
      scenarios: { file: string; verdict: string; findings: { message: string }[] }[];
    };
    const ended = (file: string) => scenarios.find((each) => path.basename(each.file) === `${file}.scenario.json`);
    assert.equal(ended('good')?.verdict, 'passed');
    const told = (file: string) =>
      ended(file)
        ?.findings.map(({ message }) => message)
        .join('\n') ?? '';
    assert.match(told('deep'), /nested deeper than 500 \(JSON_DEPTH\)/);
    assert.match(told('many'), /number of steps is above 10000 \(STEP_LIMIT\)/);
    assert.match(told('level0'), /number of steps is above 10000 \(STEP_LIMIT\)/);
    for (const at of [0, 1, 2, 4]) assert.match(told(`include${at}`), /is outside of .*--root/, `${includes[at]}`);
    assert.match(told('include3'), /is a pipe \(FIFO\)/);
    for (const at of [5, 6]) assert.match(told(`include${at}`), /is no scenario/);
    assert.ok(!`${stdout}${stderr}`.includes('tellnobody'));
    assert.ok(!stdout.includes('root:'));
    const flow = path.relative(path.join(scratch.root, 'f'), path.resolve('media/scenarios/login-form.scenario.json'));
    write('f/shipped.scenario.json', [{ include: flow }]);
    const shipped = await run(['run', 'shipped.scenario.json'], { cwd: path.join(scratch.root, 'f') });
    assert.ok(!/is outside of|is no scenario|There is no file/.test(shipped.stdout), shipped.stdout);
    assert.match(shipped.stdout, /login/i);
    const wider = await run(['run', 'include2.scenario.json', '--root', '..'], { cwd: path.join(scratch.root, 'f') });
    assert.match(wider.stdout, /is no scenario/);
  });

  for (const [what, { make, words }] of Object.entries(SPECIAL_FILES)) {
    onPosix(`run tells what stands in place of a scenario file, by its path: ${what}`, async () => {
      // A pipe that is named is read, and a folder is looked into.
      const isRead = what === 'a pipe without a writer' || what === 'a folder';
      const file = path.join(scratch.folder('there'), 'x.scenario.json');
      write('there/ours.scenario.json', [ping()]);
      const end = await make(file);
      try {
        if (!isRead) {
          const { code, stdout, stderr } = await run(['run', file], { cwd: scratch.root });
          assert.notEqual(code, 0, stdout);
          assert.match(stderr, words);
        }
        const { code, stdout, stderr } = await run(['run', 'there'], { cwd: scratch.root });
        assert.match(stdout, /1 passed/);
        // Links are not followed there, and those that lead nowhere are told.
        if (what === 'a folder' || (what.startsWith('a link') && !/nowhere|itself/.test(what)))
          return assert.equal(code, 0, stderr);
        assert.notEqual(code, 0, stdout);
        assert.match(stderr, words);
      } finally {
        await end();
      }
    });
  }

  it('run reads a pipe, and ends at Ctrl+C or SIGTERM while nobody writes there', async function () {
    if (process.platform === 'win32') this.skip();
    const pipe = path.join(scratch.root, 'pipe.scenario.json');
    execFileSync('mkfifo', [pipe]);
    const start = () => {
      const child = spawn(process.execPath, [CLI, 'run', 'pipe.scenario.json'], { cwd: scratch.root });
      const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      return { child, output };
    };
    const read = start();
    // Resolves as soon as somebody reads there.
    await fs.promises.writeFile(pipe, JSON.stringify({ name: 'Piped', actors: ACTORS, steps: [ping()] }));
    const [stdout, , [code]] = await read.output;
    assert.deepEqual([code, /Piped/.test(stdout)], [0, true], stdout);

    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { child, output } = start();
      const writer = await fs.promises.open(pipe, 'w');
      child.kill(signal);
      const [, stderr, [code]] = await output;
      await writer.close();
      assert.equal(code, 2, stderr);
      assert.match(stderr, /ended before all scenarios had run/);
      assert.match(stderr, /pipe\.scenario\.json is a pipe \(FIFO\), which is read until its writer closes it/);
    }
  });

  it('run says that a device is no scenario', async function () {
    if (process.platform === 'win32') this.skip();
    const { code, stderr } = await run(['run', '/dev/zero']);
    assert.equal(code, 2);
    assert.match(stderr, /\/dev\/zero is a device; give a regular file/);
  });

  it('run ends with its server at Ctrl+C', async function () {
    if (process.platform === 'win32') this.skip();
    write('a.scenario.json', [ping()]);
    write('b.scenario.json', [{ fault: { add: { kind: 'delay', delayMs: 3_600_000 } } }, ping()]);
    const child = spawn(process.execPath, [CLI, 'run', '.'], { cwd: scratch.root });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    // Its output is here then.
    const closed = once(child, 'close');
    // The first has run: from now on the second does, which takes an hour.
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    const [code] = await closed;
    assert.equal(code, 2, stderr);
    assert.match(stderr, /ended before all scenarios had run/);
  });

  it('run says nothing of its own listeners where many requests are sent at the same moment', async () => {
    const others = Array.from({ length: 11 }, () => ping({ request: { url: '/mobileapp/', alongside: true } }));
    write('many.scenario.json', [ping(), ...others]);
    const { code, stderr } = await run(['run', 'many.scenario.json'], { cwd: scratch.root });
    assert.deepEqual([code, stderr], [0, '']);
  });

  /** Serves pages. Each page is told when the client has all of it. */
  const serve = async (pages: Readonly<Record<string, string>>, arrived: () => void = () => undefined) => {
    const server = http.createServer({ maxHeaderSize: 1_000_000 }, ({ url = '' }, response) => {
      response.on('close', arrived).end(pages[url] ?? '');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };

  /** Work that would keep a run busy for hours if it took as long as its parts multiplied. The page is there before it. */
  const busy: Record<string, { page?: string; steps: (page: object) => object[] }> = {
    'a file in which very many values are set': {
      steps: (page) => {
        const values = Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`k${at}`, 0]));
        const set = Object.fromEntries(Object.keys(values).map((key) => [`/${key}`, 1]));
        return [
          { event: { createFile: { file: 'T.x/N', json: values } } },
          page,
          { event: { editFile: { file: 'T.x/N', set } } },
        ];
      },
    },
    'a long text that a page nearly contains again and again': {
      page: 'a'.repeat(8_000_000),
      steps: (page) => [{ ...page, expect: { body: { contains: `${'a'.repeat(300_000)}b${'a'.repeat(300_000)}` } } }],
    },
    'a long list that a page of lists does not contain': {
      page: JSON.stringify(Array.from({ length: 500_000 }, () => [])),
      steps: (page) => [
        { ...page, expect: { body: { json: { '': { contains: Array.from({ length: 100_000 }, () => 1) } } } } },
      ],
    },
    'very many cookies of a request with a long cookie header': {
      steps: (page) => {
        const { request } = page as { request: object };
        const cookies = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`c${at}`, { sent: false }]));
        return [{ ...page, request: { ...request, headers: { Cookie: ';'.repeat(300_000) } }, expect: { cookies } }];
      },
    },
  };
  for (const [what, { page = '', steps }] of Object.entries(busy)) {
    it(`run ends at Ctrl+C while a step is busy: ${what}`, async function () {
      if (process.platform === 'win32') this.skip();
      const { server, origin } = await serve({ '/page': page }, () => child.kill('SIGINT'));
      // Whatever comes of it, the run cannot end by itself: the last step takes an hour.
      const last = [{ fault: { add: { kind: 'delay', delayMs: 3_600_000 } } }, ping()];
      write('busy.scenario.json', [...steps(ping({ request: { url: `${origin}/page` } })), ...last]);
      const child = spawn(process.execPath, [CLI, 'run', '--timeout', '7200', 'busy.scenario.json'], {
        cwd: scratch.root,
      });
      child.stdout.resume();
      const stderr = text(child.stderr);
      const [code] = await once(child, 'close');
      server.close();
      assert.equal(code, 2, await stderr);
      assert.match(await stderr, /ended before all scenarios had run/);
    });
  }

  it('the JSON summary of a run that was ended counts the scenario that was under way', async function () {
    if (process.platform === 'win32') this.skip();
    const { server, origin } = await serve({ '/page': '' }, () => child.kill('SIGINT'));
    const hour = { fault: { add: { kind: 'delay', delayMs: 3_600_000 } } };
    write('ended.scenario.json', [ping({ request: { url: `${origin}/page` } }), hour, ping()]);
    const given = [CLI, 'run', '--timeout', '7200', '--format', 'json', 'ended.scenario.json'];
    const child = spawn(process.execPath, given, { cwd: scratch.root });
    child.stderr.resume();
    const stdout = text(child.stdout);
    await once(child, 'close');
    server.close();
    const { summary, scenarios } = JSON.parse(await stdout);
    const counts = { scenarios: 1, passed: 0, failed: 0, errors: 0, cancelled: 1 };
    assert.deepEqual({ ...summary, ms: 0 }, { ...counts, ms: 0, stopped: 'ended' });
    assert.equal(scenarios[0].verdict, 'cancelled');
  });

  it('run ends where the secrets of answers are more than a report can cover, and shows none of them', async () => {
    const tokens = Array.from({ length: 80_000 }, (_, at) => ({ token: `Xk9${String(at).padStart(29, '0')}` }));
    const { server, origin } = await serve({ '/page': JSON.stringify(tokens) });
    const page = ping({ request: { url: `${origin}/page` }, expect: { body: { lacks: 'token' } } });
    write('secrets.scenario.json', [page, ping()]);
    const { code, stdout, stderr } = await run(['run', 'secrets.scenario.json'], { cwd: scratch.root });
    server.close();
    assert.equal(code, 2, stdout);
    assert.match(stderr, /longer than 2000000 characters together \(SECRETS_LIMIT\)/);
    assert.doesNotMatch(`${stdout}${stderr}`, /Xk9/);
  });
});
