import assert from 'node:assert/strict';
import { FORMATS } from '../../src/cli/formats/format';
import { RUN_FORMATS } from '../../src/cli/run/runFormat';
import { run, Scratch } from './commandLine';

const SECRET = 'hunter2zz';
const NAMES = ['token', 'password', 'pin', 'otp', 'passcode', 'cookie', 'authorization', 'secret'];
/** An object that is no JSON because of the secret in it. */
const WAYS: readonly ((name: string) => string)[] = [
  (name) => `{"${name}":${SECRET}}`,
  (name) => `{"${name}":"x"${SECRET}"}`,
  (name) => `{"${name}":"${SECRET}}`,
  (name) => `{'${name}':'${SECRET}'}`,
  (name) => `{"${name}" ${SECRET}}`,
];

describe('secrets in files that are no JSON', () => {
  const scratch = new Scratch();
  const texts = NAMES.flatMap((name) => WAYS.map((way) => way(name)));

  before(() => {
    for (const [at, text] of texts.entries()) {
      scratch.file(`project/MobileApps/com.example.app/deadbeef${String(at).padStart(2, '0')}`, text);
      scratch.file(`run/${at}.scenario.json`, `{"name":"a","steps":[],"actors":{},"variables":${text}}`);
    }
    for (const name of ['config', 'schema', 'snapshot', 'token']) scratch.file(name, WAYS[0]?.('password') as string);
    scratch.file('team/session-workbench.json', `{"server":${WAYS[0]?.('password')}}`);
  });
  after(() => scratch.remove());

  const calls: readonly (readonly string[])[] = [
    ...FORMATS.map((format) => ['check', 'project', '--format', format]),
    ['check', 'project', '--schema', 'schema'],
    ['check', '-'],
    ['fix', '--dry-run', 'project'],
    ...RUN_FORMATS.map((format) => ['run', 'run', '--format', format]),
    ['serve', '--config', 'config'],
    ['serve', '--mobile-apps', 'project', '--import', 'snapshot'],
    ['exec', '--config', 'config', '--', 'true'],
    ['decode', 'token'],
    ['decode', '-'],
  ];
  for (const args of calls) {
    it(`no secret of a file that is no JSON is told by ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await run(args, { cwd: scratch.root, input: WAYS[0]?.('password') as string });
      assert.notEqual(code, 0);
      assert.match(stdout + stderr, /JSON|token|schema/);
      // The report of a run has the scenarios in it, as far as they could be read.
      assert.doesNotMatch(stdout + stderr, /unter2/);
    });
  }

  it('no secret of a configuration that is no JSON is told', async () => {
    const { code, stderr } = await run(['check', '../project'], { cwd: scratch.path('team') });
    assert.equal(code, 2);
    assert.match(stderr, /session-workbench\.json:1:23: Not well-formed JSON: .* a text that may be a secret/);
    assert.doesNotMatch(stderr, /unter2/);
  });
});
