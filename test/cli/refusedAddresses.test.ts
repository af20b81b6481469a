import assert from 'node:assert/strict';
import fs from 'node:fs';
import { run, Scratch } from './commandLine';

const ADDRESSES = ['https://ada:hunter2Q@example.com/x', 'http:/x', 'file:///tmp/x', 'data:,x'];
const CALLS: readonly (readonly string[])[] = [
  ['check', '.', '@'],
  ['check', '--schema', '@'],
  ['check', '--config', '@'],
  ['check', '--format', 'json=@'],
  ['check', '--format', 'json', '--output', '@'],
  ['check', '-', '--stdin-path', '@'],
  ['fix', '@'],
  ['sample', '@'],
  ['serve', '--mobile-apps', '@'],
  ['serve', '--import', '@'],
  ['serve', '--export-on-exit', '@'],
  ['exec', '--mobile-apps', '@', '--', 'true'],
  ['exec', '--config', '@', '--', 'true'],
  ['refresh', '--mobile-apps', '@'],
  ['run', '@'],
  ['run', 'x', '!@'],
  ['run', 'x', '--report', '@'],
  ['run', 'x', '--root', '@'],
  ['run', 'x', '--format', 'pretty', '--format', 'junit=@'],
  ['mcp', '--root', '@'],
];

describe('addresses in place of paths', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  for (const call of CALLS) {
    const name = call.findLast((each) => each.startsWith('--') && each !== '--') ?? 'a path';
    it(`${call.join(' ')} refuses an address in one sentence, repeats nothing of it and makes no folder of its name`, async () => {
      for (const address of ADDRESSES) {
        const args = call.map((each) => each.replace('@', address));
        const { code, stdout, stderr } = await run(args, { cwd: scratch.root });
        const words = `session-workbench: ${name} is given as an address (${address.split(':')[0]}:…); give a path, or put ./ before it if it is one\n`;
        assert.deepEqual([code, stdout, stderr], [2, '', words], args.join(' '));
        assert.deepEqual(fs.readdirSync(scratch.root), []);
      }
    });
  }

  it('a folder with the name of a protocol is taken with ./ before it, and an option of a server in a file is refused', async () => {
    const whole = { name: 'a', actors: { A: { role: 'app' } }, steps: [{ note: 'nothing' }] };
    scratch.file('http:/x/a.scenario.json', JSON.stringify(whole));
    const ran = await run(['run', './http:/x', '--format', 'json'], { cwd: scratch.root });
    assert.equal(ran.code, 0);
    scratch.file('session-workbench.json', JSON.stringify({ mobileApps: 'https://example.com/x' }));
    for (const command of ['serve', 'refresh']) {
      const { code, stderr } = await run([command], { cwd: scratch.root });
      assert.equal(code, 2);
      assert.match(stderr, /session-workbench\.json.*“mobileApps” is an address and no path; give a path, or put/s);
    }
    assert.deepEqual(fs.readdirSync(scratch.root).sort(), ['http:', 'session-workbench.json']);
  });
});
