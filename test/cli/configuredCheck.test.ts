import assert from 'node:assert/strict';
import fs from 'node:fs';
import { sessionWorkbench } from '../api/testedApi';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { run, Scratch } from './commandLine';
import { TestAgent } from './mcpClient';

const FILE = 'project/session-workbench.json';
const SESSION = `project/MobileApps/${SEED_APPLICATION}/${SEED_NAME}`;

describe('checks by session-workbench.json, whoever asks for them', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
    scratch.file(SESSION, `\ufeff${SEED_SESSION}`);
  });
  afterEach(() => scratch.remove());

  const configure = (value: unknown) => scratch.file(FILE, JSON.stringify(value, undefined, 2));
  const cwd = () => scratch.path('project');

  async function byCommand(args: readonly string[] = []) {
    const { code, stdout, stderr } = await run(['check', '--format', 'unix', ...args], { cwd: cwd() });
    return { code, stdout, stderr };
  }

  it('a schema that cannot be used is told at its place in the configuration, and one of --schema as that', async () => {
    configure({ schema: 'gone.json' });
    const { code, stderr } = await byCommand();
    assert.equal(code, 2);
    const place = `session-workbench: ${scratch.path(FILE)}:2:13: “schema”: ${scratch.path('project/gone.json')} cannot be used: `;
    assert.ok(stderr.startsWith(place), stderr);
    assert.match((await byCommand(['--schema', 'gone.json'])).stderr, /^session-workbench: --schema: /);
  });

  for (const [options, place, words] of [
    [{ port: 'x' }, '2:11', /“port” must be/],
    [{ hints: {}, web: { bodyMB: 1 } }, '4:5', /“web” must not have “bodyMB”; “bodyMb” may be meant/],
    [{ tokens: { maxSessions: -1 } }, '3:20', /“tokens\.maxSessions” must be/],
    [{ mendix: 5 }, '2:13', /“mendix” must be/],
  ] as const) {
    it(`a check tells of server options that no server takes: ${JSON.stringify(options)}`, async () => {
      configure(options);
      const { code, stdout, stderr } = await byCommand();
      assert.deepEqual([code, stdout], [2, '']);
      assert.ok(stderr.startsWith(`session-workbench: ${scratch.path(FILE)}:${place}: `), stderr);
      assert.match(stderr, words);
      assert.equal(stderr.trimEnd().split('\n').length, 1);
    });
  }

  for (const [what, text, places] of [
    [
      'an unknown member, a list and a port',
      '{\n"mobileapps": "x",\n"ignore": 5,\n"port": 99999\n}',
      ['2:1 “mobileapps”', '3:11 “ignore”', '4:9 “port” must be a whole number from 0 to 65535'],
    ],
    ['two options', '{\n"bodyMb": "many",\n"port": -1\n}', ['2:11 “bodyMb” must be', '3:9 “port” must be']],
    [
      'two members of one option',
      '{"tokens": {\n"maxSessions": 0.5,\n"maxSesions": 1}}',
      ['2:16 “tokens.maxSessions” must be', '3:1 “tokens” must not have “maxSesions”; “maxSessions” may be meant'],
    ],
    [
      'options that only a server refuses, and one that a schema refuses',
      '{"host": "a b",\n"port": 1.5,\n"upstream": "ftp://x"}',
      ['1:10 “host” is', '2:9 “port” must be a whole number', '3:13 “upstream'],
    ],
    [
      'hints and a member of an option',
      '{"hints": {"mobi/3": "off"},\n"web": {"bodyMB": 1}}',
      ['1:12 “hints” must not have “mobi/3”', '2:9 “web” must not have “bodyMB”'],
    ],
  ] as const) {
    it(`a check, a fix and a server tell all faults of a configuration in the order of the text: ${what}`, async () => {
      scratch.file(FILE, text);
      for (const command of ['check', 'fix', 'serve'] as const) {
        const { code, stdout, stderr } = await run([command], { cwd: cwd() });
        assert.deepEqual([code, stdout], [2, '']);
        const lines = stderr.trimEnd().split('\n');
        assert.equal(lines.at(-1)?.endsWith('; nothing is checked until all of these are mended'), command !== 'serve');
        assert.equal(lines.length, places.length, stderr);
        for (const [index, each] of places.entries()) {
          const [place, ...words] = each.split(' ');
          const line = lines[index] ?? '';
          assert.ok(line.startsWith(`session-workbench: ${scratch.path(FILE)}:${place}: `), line);
          assert.ok(line.includes(words.join(' ')), line);
        }
      }
    });
  }

  it('a check says with a fault that nothing is checked, as that is so', async () => {
    configure({ port: 99_999 });
    const { stderr } = await byCommand();
    assert.match(stderr, /from 0 to 65535; nothing is checked until that is mended\n$/);
  });

  for (const [glob, args] of [
    [SEED_NAME, [`MobileApps/${SEED_APPLICATION}/${SEED_NAME}`]],
    ['MobileApps', ['MobileApps']],
    ['MobileApps/*', [`MobileApps/${SEED_APPLICATION}`]],
    [SEED_APPLICATION, [`./MobileApps/${SEED_APPLICATION}/../${SEED_APPLICATION}`]],
  ] as const) {
    it(`a path that is named and ignored by ${glob} is told with the line that ignores it, and is no error`, async () => {
      configure({ ignore: ['other', glob] });
      const { code, stdout, stderr } = await byCommand(args);
      assert.deepEqual([code, stdout], [0, '']);
      assert.equal(
        stderr,
        `session-workbench: ${args[0]} is not checked: “ignore” in ${scratch.path(FILE)}:4:5 has “${glob}”; take that out to check it\n`,
      );
    });
  }

  it('an ignored file beside another path does not keep that from being checked', async () => {
    configure({ ignore: [SEED_NAME] });
    scratch.file(`project/MobileApps/${SEED_APPLICATION}/${'a'.repeat(40)}`, '{');
    const { code, stdout, stderr } = await byCommand([SESSION.slice(8), 'MobileApps']);
    assert.equal(code, 1);
    assert.match(stdout, /mobi\/2/);
    assert.match(stderr, /is not checked/);
  });

  it('a configuration of another user is refused also for root, but where the folder is that of the user', async function () {
    if (process.getuid?.() !== 0) this.skip();
    configure({ hints: { 'hint/bom': 'off' } });
    fs.chownSync(scratch.path(FILE), 1234, 1234);
    const { code, stderr } = await byCommand();
    assert.equal(code, 2);
    assert.match(stderr, /session-workbench\.json belongs to another user; name it with --config if you trust it\n$/);
    assert.equal((await byCommand(['--config', 'session-workbench.json'])).code, 0);
    fs.chownSync(cwd(), 1234, 1234);
    assert.deepEqual(await byCommand(), { code: 0, stdout: '', stderr: '' });
  });

  describe('agents and tests', () => {
    let agent: TestAgent;
    beforeEach(async () => {
      agent = await TestAgent.connect({ cwd: cwd() });
    });
    afterEach(() => agent.close());

    const severities = async () => {
      const told = await agent.ask('check_sessions');
      return told.findings.map(({ code, severity }: { code: string; severity: string }) => `${code} ${severity}`);
    };

    for (const [configuration, wanted] of [
      [undefined, ['hint/bom hint']],
      [{ hints: { 'hint/bom': 'warning' } }, ['hint/bom warning']],
      [{ hints: { 'hint/bom': 'off' } }, []],
      [{ ignore: [SEED_NAME] }, []],
      [{ ignore: ['MobileApps'] }, []],
      [{ schema: 'none.json' }, ['mobi/3 error', 'hint/bom hint']],
    ] as const) {
      it(`the tool check_sessions and check() follow ${JSON.stringify(configuration) ?? 'no configuration'}`, async () => {
        scratch.file('project/none.json', '{"not":{}}');
        if (configuration) configure(configuration);
        assert.deepEqual((await severities()).sort(), [...wanted].sort());
        if (JSON.stringify(configuration)?.includes('MobileApps')) return;
        const { findings } = await sessionWorkbench.check('MobileApps', { cwd: cwd() });
        assert.deepEqual(findings.map(({ code, severity }) => `${code} ${severity}`).sort(), [...wanted].sort());
      });
    }

    for (const [text, words] of [
      ['{"hint":{}}', /session-workbench\.json:1:2: .*must not have “hint”/],
      ['{', /session-workbench\.json:1:2: /],
      ['{"schema":"gone.json"}', /“schema” of session-workbench\.json names .*gone\.json, which cannot be used/],
      ['{"port":99999}', /:1:9: “port” .+ Mend the configuration, then check again\.$/],
      ['{"hints":{"x":"off"},"port":-1}', /:1:11: “hints” .*:1:29: “port”/],
      [`{"ignore":[${Array(12).fill(1)}]}`, /“ignore\.9”[^“]* It has other faults \(2\)\. Mend/],
    ] as const) {
      it(`the tool check_sessions refuses to check by a configuration that is at fault: ${text}`, async () => {
        scratch.file(FILE, text);
        assert.match(await agent.refusal('check_sessions'), words);
      });
    }

    it('the tool start_server says what is at fault in the configuration, and starts nothing', async () => {
      for (const [text, words] of [
        ['{"port":99999}', /session-workbench\.json:1:9: “port” .+ Mend the configuration, then start again\.$/],
        ['{"hints":{"x":"off"}}', /session-workbench\.json:1:11: “hints” /],
        ['{', /session-workbench\.json:1:2: /],
      ] as const) {
        scratch.file(FILE, text);
        assert.match(await agent.refusal('start_server'), words);
        assert.match(await agent.refusal('start_server', { mobileApps: 'MobileApps' }), words);
      }
    });

    it('a file that is named and ignored is told to an agent with the glob that ignores it', async () => {
      configure({ ignore: [SEED_NAME] });
      const told = await agent.refusal('check_sessions', { path: SESSION.slice(8) });
      assert.match(told, /is not looked at, because “.+” in “ignore”/);
    });
  });
});
