import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { run, Scratch } from './commandLine';
import { SHELL_OFFERS } from './shellOffers';

const FILES = ['a.json', 'b c.json', 'sub'];
const SHARED = ['--color', '--help', '--version', '-h', '-v'];
const FORMATS = ['github', 'html', 'json', 'junit', 'pretty'];
const COMMANDS = [
  ...['check', 'completion', 'decode', 'exec', 'fix', 'help'],
  ...['mcp', 'refresh', 'run', 'sample', 'serve'],
];
/** Nothing of these may run because somebody asks what could follow. */
const RUN = ['$(touch made)', '`touch made`', '(touch made)', '"$(touch made)'];

/** All that is offered for what stands behind the program's name. */
const OFFERS: readonly (readonly [line: string, offers: readonly string[]])[] = [
  ['', COMMANDS],
  ['ch', ['check']],
  ['--', ['--color', '--help', '--version']],
  ['check ', FILES],
  ['check b', ['b c.json']],
  ['check --f', ['--fail-on', '--format']],
  ['check --format sa', ['sarif']],
  ['check --format=j', ['--format=json', '--format=junit']],
  ['check a.json --fail-on ', ['error', 'hint', 'warning']],
  ['check --output ', FILES],
  ['check --output=b', ['--output=b c.json']],
  ['check --quiet ', FILES],
  ['check fix --dry', []],
  ['check fix --stdin', ['--stdin-path']],
  ['check -- ', FILES],
  ['check -- --f', []],
  ['check exec -- ', FILES],
  ['run --format ', FORMATS],
  ['run --format html=', ['html=a.json', 'html=b c.json', 'html=sub']],
  ['run --format html=b', ['html=b c.json']],
  ['run --format=html=a', ['--format=html=a.json']],
  ['run --jobs ', []],
  ['run --report ', ['sub']],
  ['run --report=s', ['--report=sub']],
  ['run --root a', []],
  ['serve --mobile-apps ', ['sub']],
  ['exec --mobile-apps s', ['sub']],
  ['refresh --mobile-apps ', ['sub']],
  ['mcp --root ', ['sub']],
  ['sample ', ['sub']],
  ['sample --seed 1 s', ['sub']],
  ['serve ', []],
  ['mcp --read-only ', []],
  ['refresh ', []],
  ['decode ', FILES],
  ['fix --only mobi/1 ', FILES],
  ['serve --port ', []],
  ['serve --config run --fo', ['--force']],
  ['serve --mob', ['--mobile-apps']],
  ['fix --only mobi/', ['mobi/1', 'mobi/2', 'mobi/3', 'mobi/4']],
  ['fix --dry-run --only hint/b', ['hint/bom']],
  ['--color ', ['always', 'auto', 'never']],
  ['--color=n', ['--color=never']],
  ['--color never se', ['serve']],
  ['check --color n', ['never']],
  ['completion ', ['bash', 'fish', 'zsh']],
  ['help s', ['sample', 'serve']],
  ['help check -', SHARED],
  ['help check ', []],
  ['help check s', []],
  ['help --color never s', ['sample', 'serve']],
  ['--color never help s', ['sample', 'serve']],
  ['completion bash ', []],
  ['check help ', FILES],
  ['exec --verb', ['--verbose']],
  ['exec -- session-workb', ['session-workbench']],
  ['exec -- ls a', ['a.json']],
  ['exec --quiet -- session-workbench check --fo', ['--format']],
  ['exec -- session-workbench exec -- session-workbench ch', ['check']],
];

for (const shell of ['zsh', 'fish'] as const) {
  describe(`what ${shell} offers`, () => {
    let scratch: Scratch;
    let script = '';
    let offers: Map<string, string[]>;

    before(async function () {
      scratch = new Scratch();
      // The titles say which shell is not on this machine.
      if (spawnSync(shell, ['-c', 'exit 0']).status !== 0) this.skip();
      const { stdout } = await run(['completion', shell]);
      script = scratch.file('completion', stdout);
      for (const each of FILES.slice(0, 2)) scratch.file(`work/${each}`, '');
      scratch.file('work/sub/x', '');
      // The name of a program is offered where it is on the path.
      scratch.file('bin/session-workbench', '#!/bin/sh\n');
      spawnSync('chmod', ['+x', scratch.path('bin/session-workbench')]);
      offers = offered(script, [...OFFERS.map(([line]) => line), ...runs()]);
    });
    after(() => scratch.remove());

    function offered(file: string, lines: readonly string[]): Map<string, string[]> {
      const path = process.env.PATH;
      process.env.PATH = `${scratch.path('bin')}:${path}`;
      try {
        return SHELL_OFFERS[shell](
          scratch,
          file,
          lines.map((line) => `session-workbench ${line}`),
        );
      } finally {
        process.env.PATH = path;
      }
    }

    for (const [line, expected] of OFFERS) {
      it(`${shell} offers for “${line}” what may be there, and nothing else`, () => {
        const found = offers.get(`session-workbench ${line}`);
        assert.deepEqual([...new Set(found)].sort(), expected);
      });
    }

    it(`${shell} runs nothing of a line to complete it`, () => {
      for (const line of runs()) assert.ok(offers.has(`session-workbench ${line}`), line);
      assert.notEqual(spawnSync('test', ['-e', scratch.path('work/made')]).status, 0);
    });
  });
}

function runs(): string[] {
  return ['', 'check ', 'check --format ', 'run --format html=', 'exec -- ', 'exec -- ls '].flatMap((before) =>
    RUN.flatMap((each) => [`${before}${each}`, `${before}${each} `]),
  );
}

describe('the script for zsh as a file of its own', () => {
  it('zsh takes the script as the function _session-workbench of its fpath', async function () {
    if (spawnSync('zsh', ['-c', 'exit 0']).status !== 0) this.skip();
    const scratch = new Scratch();
    try {
      const { stdout } = await run(['completion', 'zsh']);
      const file = scratch.file('functions/_session-workbench', stdout);
      const lines = ['session-workbench ch', 'session-workbench check --format sa'];
      assert.deepEqual([...SHELL_OFFERS.zsh(scratch, file, lines).values()], [['check'], ['sarif']]);
    } finally {
      scratch.remove();
    }
  });
});
