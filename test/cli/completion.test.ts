import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { run, Scratch } from './commandLine';

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What bash offers for a line that is split into words, the last of which is being typed. */
const OFFER = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _session_workbench; printf '%s\\n' "\${COMPREPLY[@]}"`;

describe('completion in a shell', () => {
  let scratch: Scratch;
  before(async () => {
    scratch = new Scratch();
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, stdout, stderr } = await run(['completion', shell]);
      assert.deepEqual([code, stderr], [0, ''], shell);
      scratch.file(`completion.${shell}`, stdout);
    }
  });
  after(() => scratch.remove());

  function offered(...words: string[]): string[] {
    const args = [
      '--noprofile',
      '--norc',
      '-c',
      OFFER,
      'bash',
      scratch.path('completion.bash'),
      'session-workbench',
      ...words,
    ];
    const { status, stdout, stderr } = spawnSync('bash', args, { encoding: 'utf8', cwd: scratch.root });
    assert.deepEqual([status, stderr], [0, ''], words.join(' '));
    return stdout.split('\n').filter((each) => each !== '');
  }

  for (const [words, some] of [
    [[''], ['check', 'fix', 'serve', 'run', 'help', 'completion']],
    [['ch'], ['check']],
    [['-'], ['--help', '--version', '--color', '-h', '-v']],
    [['check', '--f'], ['--format']],
    [
      ['check', '--format', ''],
      ['pretty', 'json', 'sarif', 'junit', 'github'],
    ],
    [
      ['check', '--format', 'j'],
      ['json', 'junit'],
    ],
    [
      ['check', '--format', '=', 'j'],
      ['json', 'junit'],
    ],
    [
      ['check', '--format', '='],
      ['pretty', 'json'],
    ],
    [
      ['run', '--format', ''],
      ['pretty', 'json', 'junit', 'github', 'html'],
    ],
    [
      ['fix', '--only', 'mobi/'],
      ['mobi/1', 'mobi/2', 'mobi/3', 'mobi/4'],
    ],
    [['fix', '--dry-run', '--only', 'hint/b'], ['hint/bom']],
    [
      ['--color', ''],
      ['auto', 'always', 'never'],
    ],
    [['check', '--color', 'n'], ['never']],
    [['--color', 'never', 'se'], ['serve']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [
      ['help', 's'],
      ['sample', 'serve'],
    ],
    [['serve', '--mob'], ['--mobile-apps']],
    [['exec', '--', 'bas'], ['bash']],
  ] as const) {
    it(`bash offers for “${words.join(' ')}” what may be there`, function () {
      if (!has('bash')) this.skip();
      const found = offered(...words);
      for (const each of some) assert.ok(found.includes(each), `${each} in ${found.join(' ')}`);
      const last = words.at(-1) === '=' ? '' : (words.at(-1) ?? '');
      for (const each of found) assert.ok(each.startsWith(last), each);
    });
  }

  for (const words of [
    ['check', ''],
    ['check', 'a b'],
    ['check', '$(touch made)'],
    ['check', '`touch made`'],
    ['check', "it's"],
    ['check', '"'],
    ['check', '*'],
    ['serve', '--config', ''],
    ['serve', '--port', ''],
    ['run', '--format', 'html', '=', 'a'],
    ['check', '--', ''],
    ['exec', '--', '$(touch made)'],
    ['exec', '--', 'ls', '`touch made`'],
    ['exec', '--', 'check', '--f'],
    ['$(touch made)', ''],
  ]) {
    it(`bash completes files for “${words.join(' ')}”, and runs nothing of it`, function () {
      if (!has('bash')) this.skip();
      scratch.file('a b', '');
      const found = offered(...words);
      assert.ok(words[0]?.startsWith('$') || found.length === 0, found.join());
      assert.equal(spawnSync('test', ['-e', scratch.path('made')]).status, 1);
    });
  }

  for (const shell of ['bash', 'zsh', 'fish']) {
    it(`the script for ${shell} is one that ${shell} can read, with each command in it`, function () {
      if (!has(shell)) this.skip();
      const file = scratch.path(`completion.${shell}`);
      const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
      assert.deepEqual([status, stderr], [0, '']);
    });
  }

  it('a shell that is none is refused with those that there are', async () => {
    const { code, stdout, stderr } = await run(['completion', 'csh']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^session-workbench: [^\n]*'csh'[^\n]*bash, zsh, fish[^\n]*\n$/);
  });
});
