import assert from 'node:assert/strict';
import { helpWidth, wrapText } from '../../src/cli/help/wrapText';
import { run, Scratch } from './commandLine';

const COMMANDS = ['check', 'fix', 'decode', 'sample', 'serve', 'exec', 'refresh', 'run', 'mcp', 'completion', 'help'];

/** The calls that a help shows as examples. */
function examplesIn(stdout: string): string[] {
  const [, list = ''] = /^(?:Examples|Begin here):\n((?: {2}.*\n)+)/m.exec(stdout) ?? [];
  return [...list.matchAll(/^ {2}(session-workbench.*?)(?: {2,}.*)?$/gm)].map(([, call]) => call as string);
}

describe('the help of the command line', () => {
  for (const columns of [20, 21, 33, 69, 70, 80, 132, 400]) {
    it(`no line of any help is longer than ${columns} columns`, async () => {
      for (const args of [[], ...COMMANDS.map((name) => ['help', name])]) {
        const { code, stdout } = await run(args, { env: { COLUMNS: String(columns) } });
        assert.equal(code, 0);
        const long = stdout.split('\n').filter((each) => [...each].length > columns);
        assert.deepEqual(long, [], args.join(' '));
      }
    });
  }

  it('a help is told alike by help, --help and -h, and by nothing else on stderr', async () => {
    for (const name of COMMANDS) {
      const told = await run(['help', name]);
      assert.deepEqual(told, await run([name, '--help']), name);
      assert.match(told.stdout, /\nExamples:\n/);
      assert.equal(told.stderr, '');
    }
    assert.deepEqual(await run([]), await run(['--help']));
  });

  it('colours are in a help only when they are asked for', async () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
    const coloured = /\u001b\[/;
    const told = async (args: string[], env: Record<string, string> = {}) => (await run(args, { env })).stdout;
    assert.doesNotMatch(await told(['help']), coloured);
    assert.match(await told(['help', '--color', 'always']), coloured);
    assert.match(await told(['--color', 'always', 'help', 'check']), coloured);
    assert.match(await told(['help'], { FORCE_COLOR: '1' }), coloured);
    assert.doesNotMatch(await told(['help', '--color=never'], { FORCE_COLOR: '1' }), coloured);
    assert.match(await told(['help', '--color=always'], { NO_COLOR: '1' }), coloured);
  });

  it('the examples of the commands that end do what they say', async () => {
    const scratch = new Scratch();
    try {
      await run(['sample', scratch.path('Data/MobileApps'), '--sessions', '3', '--faults', '0']);
      for (const name of ['check', 'fix', 'decode', 'sample', 'help']) {
        const examples = examplesIn((await run(['help', name], { env: { COLUMNS: '200' } })).stdout);
        assert.ok(examples.length > 0, name);
        for (const example of examples) {
          const { code, stderr } = await run(example.split(' ').slice(1), { cwd: scratch.root });
          assert.ok(code !== 2, `${example}: ${stderr}`);
        }
      }
    } finally {
      scratch.remove();
    }
  });
});

describe('wrapping the texts of a help', () => {
  for (const [what, text, width, lines] of [
    ['words go on in the next line', 'one two three', 7, ['one two', 'three']],
    ['a word without room in a line is broken', 'a abcdefgh', 4, ['a', 'abcd', 'efgh']],
    ['wide characters count twice', '漢字 漢字', 4, ['漢字', '漢字']],
    ['a wide character is never broken', '漢字漢', 5, ['漢字', '漢']],
    ['an indent is kept', '  one two', 6, ['  one', 'two']],
    ['an empty text is one empty line', '', 20, ['']],
  ] as const) {
    it(`in a help, ${what}`, () => assert.deepEqual(wrapText(text, width), lines));
  }

  for (const [columns, own, width] of [
    ['100', 50, 100],
    ['20', 50, 20],
    ['19', 50, Number.POSITIVE_INFINITY],
    [undefined, 50, 50],
    [undefined, 10, Number.POSITIVE_INFINITY],
    [undefined, undefined, 80],
    ['', 50, 50],
    ['0', 50, 50],
    ['-5', 50, 50],
    ['wide', undefined, 80],
    ['99999', undefined, 80],
  ] as const) {
    it(`with COLUMNS ${columns ?? 'not set'} and a terminal of ${own ?? 'no'} columns, a help has ${width}`, () => {
      assert.equal(helpWidth({ COLUMNS: columns }, own), width);
    });
  }
});
