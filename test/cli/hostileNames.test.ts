import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { FORMATS } from '../../src/cli/formats/format';
import { RUN_FORMATS } from '../../src/cli/run/runFormat';
import { isCopiesFolder } from '../../src/core/session/copiesFolder';
import { iosBody } from '../server/mobile/devices';
import { FRAGMENTS, hostileNames, terminalHarm, terminalHarmBesideAnnotations } from '../support/terminalHarm';
import { CLI, type Ended, run, Scratch, seedWith } from './commandLine';
import { readXml } from './xml';

/** Everything that could do harm, in one text. */
const ALL = FRAGMENTS.join('');
/** A path of a folder, and so every path below it. */
const FOLDER = '::error::a\n##[b]\u001b]0;c\u0007\u009b\u202e';
// Those of the styles of the command line.
// biome-ignore lint/suspicious/noControlCharactersInRegex: They are what is looked for.
const COLOURS = /\u001b\[(?:[1246]|2[24]|3[1236]|39)m/g;
const HOOK = `export default ({ email }) => {
  console.log(${JSON.stringify(ALL)});
  process.stdout.write(${JSON.stringify(`\n::error::raw\n${ALL}\n`)});
  console.error('the last line of ' + email);
  return { success: false, statusText: ${JSON.stringify(ALL)} };
};`;

describe('names and texts that mean harm', () => {
  const scratch = new Scratch();
  const names = hostileNames();
  /** What answers with 8-bit controls, which HTTP lets through. */
  const foreign = net.createServer((socket) => {
    socket.on('error', () => {});
    const head = 'HTTP/1.1 200 \u009b31mfine\r\nX-Evil: \u009b2J ::error::x ##[error]y\r\nConnection: close\r\n\r\n';
    socket.once('data', () =>
      socket.end(Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(ALL.toWellFormed())])),
    );
  });
  let cwd: string;

  before(async function () {
    if (process.platform === 'win32') this.skip();
    await once(foreign.listen(0, '127.0.0.1'), 'listening');
    const evil = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`;
    cwd = scratch.folder(FOLDER);
    const file = (name: string, text: string) => scratch.file(path.join(FOLDER, name), text);
    for (const [at, name] of names.entries()) {
      const folder = `project/MobileApps/${name}`;
      // What `fix` can repair, as it moves none of the many that belong in one place.
      const mark = at % 2 === 0 ? '\ufeff' : '';
      file(`${folder}/deadbeef0${at % 2}`, `${mark}${seedWith('"accepted"', JSON.stringify(names[at]))}`);
      fs.symlinkSync('cafecafe01', scratch.path(FOLDER, folder, 'cafecafe01'));
    }
    file(`two/${names[0]}/MobileApps/a/deadbeef01`, '');
    file(`two/${names[1]}/MobileApps/a/deadbeef01`, ALL);
    file('hook.mjs', HOOK);
    file('bad.json', `{"a": ${ALL}`);
    file('unknown.json', JSON.stringify({ [ALL]: 1, mobile: { [ALL]: 2 } }));
    file('wrong.json', JSON.stringify({ host: ALL, mobileApps: ALL, seed: ALL }));
    file('token', ALL);
    file('session', JSON.stringify({ token: ALL, [ALL]: ALL }));

    const scenario = (name: string, more: object, steps: object[]) =>
      file(
        `run/${name}.scenario.json`,
        JSON.stringify({ name: ALL, actors: { [ALL]: { role: 'app' }, S: { role: 'server' } }, ...more, steps }),
      );
    const step = (more: object) => ({ title: ALL, from: ALL, to: 'S', ...more });
    const hook = { mobile: { authenticationModule: path.join(cwd, 'hook.mjs') } };
    const login = { method: 'POST', url: '/mobileapp/$authenticate', json: iosBody({ email: 'jane@example.com' }) };
    scenario('answer', { server: hook }, [
      step({ request: login, expect: { body: { json: { '/statusText': 'no' } } } }),
    ]);
    const unlike = { headers: { 'x-evil': ALL }, body: { contains: `${ALL.slice(0, 40)}no` } };
    scenario('foreign', {}, [step({ request: { url: evil }, expect: unlike })]);
    scenario('environment', { variables: { a: { env: ALL } } }, [step({ request: { url: '/{{a}}' } })]);
    scenario('unknown', { [ALL]: 1 }, [step({ [ALL]: 1 })]);
    scenario('included', {}, [{ include: `./${names[2]}.json` }]);
    scenario('options', { server: { mobileApps: ALL } }, [step({ request: { url: '/' } })]);
    scenario(String(names[3]), {}, []);
    file('run/malformed.scenario.json', `{"steps": [], "actors": {}, ${ALL}`);
    file(`run/${names[2]}.json`, ALL);
  });
  after(() => {
    foreign.close();
    scratch.remove();
  });

  const application = (begin: string) =>
    path.join('project/MobileApps', names.find((name) => name.startsWith(begin)) ?? '');
  const calls: [what: string, args: string[]][] = [
    ...FORMATS.map((format): [string, string[]] => [
      `check --format ${format}`,
      ['check', 'project', '--format', format],
    ]),
    ...RUN_FORMATS.map((format): [string, string[]] => [
      `run --format ${format}`,
      // The hook lies beside the scenarios' folder.
      ['run', 'run', '--root', '.', '--format', format],
    ]),
    ['run with paths beyond its root', ['run', 'run']],
    ['run with a root that is none', ['run', 'run', '--root', ALL.replaceAll('\0', '')]],
    ['check of an application folder', ['check', application('::')]],
    ['check of a folder with an escape sequence', ['check', application('\u001b]')]],
    ['check of what is not there', ['check', ALL.replaceAll('\0', '')]],
    ['check with a format that is none', ['check', '--format', ALL.replaceAll('\0', '')]],
    ['fix --dry-run', ['fix', '--dry-run', 'project']],
    ['fix --only with a code that is none', ['fix', '--only', ALL.replaceAll('\0', '')]],
    ['decode of a text', ['decode', ALL.replaceAll('\0', '')]],
    ['decode of a file', ['decode', 'token']],
    ['decode of a session', ['decode', 'session']],
    ['sample in a folder', ['sample', application('##').replace('project', 'made'), '--sessions', '2']],
    ['sample with a number that is none', ['sample', 'x', '--seed', ALL.replaceAll('\0', '')]],
    ['serve with two folders', ['serve', '--mobile-apps', 'two']],
    ['serve on a host that is none', ['serve', '--host', ALL.replaceAll('\0', '')]],
    ['serve with a folder that is none', ['serve', '--mobile-apps', ALL.replaceAll('\0', '')]],
    ['serve with a malformed configuration', ['serve', '--config', 'bad.json']],
    ['serve with unknown options', ['serve', '--config', 'unknown.json']],
    ['serve with wrong options', ['serve', '--config', 'wrong.json']],
    ['serve with a snapshot that is none', ['serve', '--import', ALL.replaceAll('\0', '')]],
    ['serve with a snapshot in no folder', ['serve', '--mobile-apps', 'project', '--export-on-exit', 'session']],
    ['exec of a command that is none', ['exec', '--', ALL.replaceAll('\0', '')]],
    ['exec without --', ['exec', ALL.replaceAll('\0', '')]],
    ['mcp with a root that is none', ['mcp', '--root', ALL.replaceAll('\0', '')]],
    ['refresh of a target that is none', ['refresh', '--target', ALL.replaceAll('\0', '')]],
    ['refresh of a folder that nobody serves', ['refresh', '--mobile-apps', application('::')]],
    ['run of what is not there', ['run', ALL.replaceAll('\0', '')]],
    ['a command that is none', [ALL.replaceAll('\0', '')]],
    ['an option that is none', [`--${ALL.replaceAll('\0', '')}`]],
  ];
  for (const [what, args] of calls) {
    it(`no name and no text does anything to a terminal or a CI server: ${what}`, async () => {
      const { stdout, stderr } = await run(args, { cwd });
      assert.match(stdout + stderr, /\S/);
      assert.deepEqual(terminalHarmBesideAnnotations(stdout), []);
      assert.deepEqual(terminalHarm(stderr), []);
      if (what.startsWith('run --format')) assert.ok((stdout.match(/statusText|x-evil/gi) ?? []).length > 1, stdout);
      if (what.endsWith('json') || what.endsWith('sarif')) JSON.parse(stdout);
      if (what.endsWith('junit')) readXml(stdout);
      if (!what.endsWith('github')) assert.deepEqual(terminalHarm(stdout), []);
    });
  }

  it('no name does anything to a terminal that shows colours', async () => {
    for (const args of [
      ['check', 'project'],
      ['run', 'run/unknown.scenario.json'],
    ]) {
      const { stdout } = await run(args, { cwd, env: { FORCE_COLOR: '1' } });
      const plain = stdout.replace(COLOURS, '');
      assert.notEqual(plain, stdout);
      assert.deepEqual(terminalHarm(plain), []);
    }
  });

  it('programs get the names as they are', async () => {
    const folders = (found: readonly string[]) => [...new Set(found)].sort();
    const { stdout } = await run(['check', 'project', '--format', 'json'], { cwd });
    const files = (JSON.parse(stdout).findings as { file: string }[]).map(({ file }) => path.dirname(file));
    assert.deepEqual(folders(files), folders(names));
    const junit = readXml((await run(['check', 'project', '--format', 'junit'], { cwd })).stdout);
    const classes = junit.children.flatMap((suite) =>
      suite.children.map(({ attributes }) => attributes.classname ?? ''),
    );
    // XML has no way to write some controls.
    const inXml = (name: string) =>
      name.replace(
        /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
        (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`,
      );
    // What is in a folder for copies is no session, and told as one of the other files of the whole folder.
    const applications = names.filter((name) => !isCopiesFolder(name));
    assert.ok(applications.length < names.length);
    assert.deepEqual(folders(classes), folders([...applications.map(inXml), 'project/MobileApps']));
  });

  it('neither the log of serve nor the code of a developer does anything to a terminal', async () => {
    const config = scratch.file(
      path.join(FOLDER, 'hooked.json'),
      JSON.stringify({ mobile: { authenticationModule: 'hook.mjs' } }),
    );
    const { stdout, stderr } = await served(
      ['serve', '--mobile-apps', 'project', '--config', config],
      'Dev session server',
    );
    assert.match(stderr, /:error::raw/, 'the code has printed');
    assert.deepEqual(terminalHarm(stdout), []);
    assert.deepEqual(terminalHarm(stderr), []);
  });

  it('the log of a server without a parent does nothing to a terminal', async () => {
    const options = {
      mobileApps: path.join(cwd, 'project/MobileApps'),
      mobile: { authenticationModule: path.join(cwd, 'hook.mjs') },
    };
    const child = spawn(process.execPath, [path.resolve(CLI, '../server.js')], { cwd });
    child.stdin.end(JSON.stringify(options));
    const { stdout, stderr } = await loggedIn(child, '"url"');
    assert.equal(stdout.split('\n').length, 2);
    assert.deepEqual(terminalHarm(stdout), []);
    assert.deepEqual(terminalHarm(stderr), []);
  });

  it('no name and no text does anything to a terminal or a CI server: fix', async () => {
    const { stdout, stderr } = await run(['fix', 'project'], { cwd });
    assert.match(stdout, /repairs? in/);
    assert.deepEqual(terminalHarm(stdout + stderr), []);
  });

  function served(args: readonly string[], begins: string): Promise<Ended> {
    return loggedIn(spawn(process.execPath, [CLI, ...args], { cwd }), begins);
  }

  /** Lets somebody log in on a server, and ends it when that is in its log. */
  async function loggedIn(child: ChildProcess, begins: string): Promise<Ended> {
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (text) => {
      stdout += text;
    });
    child.stderr?.on('data', (text) => {
      stderr += text;
    });
    const ended = once(child, 'close') as Promise<[number | null]>;
    try {
      const says = async (isIt: () => boolean) => {
        while (!isIt()) {
          const spoken = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'data'));
          await Promise.race([...spoken, ended.then(() => assert.fail(`it ended: ${stderr}`))]);
        }
      };
      await says(() => stdout.includes(begins) && stdout.endsWith('\n'));
      const url = /https?:\/\/127\.0\.0\.1:\d+/.exec(stdout)?.[0] ?? assert.fail(stdout);
      const body = JSON.stringify(iosBody({ email: 'jane@example.com' }));
      await fetch(`${url}/mobileapp/$authenticate`, { method: 'POST', body });
      await says(() => /the last line of/.test(stderr));
    } finally {
      child.kill('SIGTERM');
    }
    const [code] = await ended;
    return { code, stdout, stderr };
  }
});
