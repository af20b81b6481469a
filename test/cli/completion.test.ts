import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { run, Scratch } from './commandLine';

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What bash offers for a line that is split into words, the last of which is being typed. */
const OFFER = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _session_workbench; printf '%s\\n' "\${COMPREPLY[@]}"`;

describe('completion in a shell', () => {
  let scratch: Scratch;
  before(async () => {
    scratch = new Scratch();
    it('bash offers one command to explain, folders alone where a folder is meant, and nothing where nothing can be', function () {
      if (!has('bash')) this.skip();
      const [nothing, folders] = ['+o default +o bashdefault', '+o default +o bashdefault -o dirnames'];
      const rows: [words: string[], told: string][] = [
        [['help', 'check', ''], nothing],
        [['help', 'check', 's'], nothing],
        [['completion', 'bash', ''], nothing],
        [['serve', ''], nothing],
        [['mcp', '--read-only', ''], nothing],
        [['sample', ''], folders],
        [['run', '--report', ''], folders],
        [['run', '--report', '=', 's'], folders],
        [['mcp', '--root', ''], folders],
        [['serve', '--mobile-apps', 'x'], folders],
        [['run', ''], ''],
        [['fix', '--only', 'mobi/1', ''], ''],
      ];
      const offer = `compopt() { printf 'compopt %s\\n' "$*" >&2; }; ${OFFER}`;
      for (const [words, told] of rows) {
        // compopt works in a line that is edited only.
        const args = ['--noprofile', '--norc', '-c', offer.replaceAll('2>/dev/null', '')];
        const script = fs.readFileSync(scratch.path('completion.bash'), 'utf8').replaceAll('2>/dev/null', '');
        const file = scratch.file('heard.bash', script);
        const { stdout, stderr } = spawnSync('bash', [...args, 'bash', file, 'session-workbench', ...words], {
          encoding: 'utf8',
        });
        assert.deepEqual([stdout.trim(), stderr.trim()], ['', told === '' ? '' : `compopt ${told}`], words.join(' '));
      }
      assert.deepEqual(offered('help', '--color', 'never', 's'), ['sample', 'serve']);
    });

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
