import assert from 'node:assert/strict';
import { withoutNamedSecrets } from '../../src/cli/withoutNamedSecrets';
import { run, Scratch } from './commandLine';

const SECRET = 'hunter2PASS';

describe('secrets that are given in a wrong place of a call', () => {
  const scratch = new Scratch();
  after(() => scratch.remove());

  const calls: readonly (readonly string[])[] = [
    ['check', `--pasword=${SECRET}`],
    ['check', `./https://ada:${SECRET}@h.example/x?token=${SECRET}`],
    ['run', `./https://ada:${SECRET}@h.example/x`],
    ['run', `Bearer ${SECRET}.scenario.json`],
    ['decode', `password=${SECRET}`],
    ['serve', '--config', `access_token=${SECRET}`],
    ['exec', '--', `token=${SECRET}`],
    ['completion', `secret=${SECRET}`],
    ['sample', '--seed', `pin=${SECRET}`, 'made'],
    ['check', `nope password: ${SECRET}`],
    ['check', `nope/mysql -p${SECRET}`],
    ['run', `x -u ada:${SECRET}`],
    ['exec', '--', `mysql -p${SECRET}`],
  ];
  for (const args of calls) {
    it(`a secret in the call ${args.join(' ')} is not repeated on stderr, and the rest is`, async () => {
      const { code, stdout, stderr } = await run(args, { cwd: scratch.root });
      assert.equal(stdout, '');
      assert.ok(code !== 0, stderr);
      assert.match(stderr, /•••/);
      assert.ok(!stderr.includes(SECRET), stderr);
    });
  }

  it('what is no secret stays in a message', () => {
    for (const text of [
      'give that, or --env NAME=VALUE',
      'only with --env SECRET_OF_MINE; give that, or --env SECRET_OF_MINE=VALUE.',
      'set SESSION_WORKBENCH_CONTROL_URL and SESSION_WORKBENCH_CONTROL_TOKEN',
      'http://127.0.0.1:8080/a?b=c and file:///home/ada@work/x',
      '“tokens.users.0.password” is missing; it must be a text',
      'a Bearer token is missing, and Basic credentials too',
      '/tmp/a=b/c:d/MobileApps',
      'no connection token: it is not base64 of JSON',
      'tokens: 3 of 5, and 2 of C:\\tokens',
    ])
      assert.equal(withoutNamedSecrets(text), text);
  });
});
