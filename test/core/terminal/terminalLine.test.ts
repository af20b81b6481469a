import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonLines } from '../../../src/core/terminal/jsonLines';
import { LineWriter } from '../../../src/core/terminal/lineWriter';
import {
  line,
  linesOf,
  styled,
  type TerminalLine,
  type TerminalStyle,
  type TerminalValue,
  workflowCommand,
} from '../../../src/core/terminal/terminalLine';
import { hostileText, terminalHarm, terminalHarmBesideAnnotations } from '../../support/terminalHarm';

const STYLES: readonly TerminalStyle[] = ['bold', 'cyan', 'dim', 'green', 'red', 'underline', 'yellow'];

/** Texts, in styles and not, inside of each other. */
const { value } = fc.letrec<{ value: TerminalValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    hostileText,
    fc.integer(),
    fc.tuple(fc.constantFrom(...STYLES), tie('value')).map(([style, inner]) => styled(style, inner)),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => line`${values}`),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}));

const written = (lines: readonly TerminalLine[]): string => {
  let text = '';
  new LineWriter({ write: (some) => (text += some) }).write(lines);
  return text;
};

describe('a line for a terminal', () => {
  it('a line of any texts has no control character, and is no command of a CI server', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        for (const whole of [
          line`${one}`,
          line`${one}${other}`,
          line`  ${one} and ${other}`,
          line`#${one}[`,
          line`:${one}`,
        ]) {
          assert.deepEqual(terminalHarm(written([whole])), []);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a command of a CI server is no command, wherever it is cut into pieces', () => {
    const commands = [
      '::error::x',
      ' \t::stop-commands::t',
      '##[error]x',
      '##vso[x]',
      '##teamcity[x]',
      'travis_fold:x',
      '--- x',
    ];
    for (const command of commands) {
      for (let first = 0; first <= command.length; first++) {
        for (let second = first; second <= command.length; second++) {
          const cut = [command.slice(0, first), command.slice(first, second), command.slice(second)];
          const plain = written([line`${cut}`]);
          assert.deepEqual(terminalHarm(plain), []);
          const [begin = '', middle = '', end = ''] = cut;
          assert.equal(written([line`${styled('red', begin)}${middle}${styled('bold', end)}`]), plain);
        }
      }
    }
  });

  it('a text of several lines is one in a line, and several where each is a line of its own', () => {
    fc.assert(
      fc.property(fc.array(hostileText), (texts) => {
        const text = texts.join('\n');
        assert.equal(written([line`${text}`]).split('\n').length, 2);
        assert.equal(written(linesOf(text)).split('\n').length, text.split('\n').length + 1);
        assert.deepEqual(terminalHarm(written(linesOf(text))), []);
      }),
    );
  });

  it('what nobody could misread is written as it is', () => {
    const texts = [
      'C:\\Data\\MobileApps: 3 files — « à côté » ; 100 % ✔',
      'セッション「一」 한국어 שלום مرحبا می‌خواهم क्‍ष',
      '👨‍👩‍👧 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽 é e\u0301',
      'a::b ## [x] #1 std::error ----- :x',
      '{"a":[1,"#"]}',
    ];
    for (const text of texts) assert.equal(String(line`${text}`), text);
  });

  it('only the styles of this program make colours', () => {
    const paint = (style: string, text: string) => `<${style}>${text}</${style}>`;
    const shown = line`a ${styled('red', ['\u001b[31m', styled('bold', 'c')])} ${styled('dim', '')}d`;
    assert.equal(shown.toString(paint), 'a <red>\\u{1b}[31m</red><bold>c</bold> d');
  });

  it('JSON for a terminal has the same texts in it, and does no harm', () => {
    fc.assert(
      fc.property(fc.dictionary(hostileText, fc.array(hostileText)), fc.constantFrom(undefined, 2), (data, indent) => {
        const text = written(jsonLines(data, indent));
        assert.deepEqual(terminalHarm(text), []);
        assert.equal(JSON.stringify(JSON.parse(text)), JSON.stringify(data));
      }),
      { numRuns: 500 },
    );
  });

  it('a workflow command says the same to GitHub, as far as GitHub can be told', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (file, message) => {
        const text = written([workflowCommand('error', { file, line: 3 }, message)]);
        assert.deepEqual(terminalHarmBesideAnnotations(text), []);
        const command = asGitHubReads(text.slice(0, -1));
        assert.deepEqual(
          { ...command, file: undefined, message: undefined },
          { name: 'error', line: '3', file: undefined, message: undefined },
        );
        // Line ends have an escape of their own. What else hides is shown as in any other line.
        const shown = file.split(/[\r\n]/).map((part) => String(line`|${part}`).slice(1));
        assert.deepEqual(command.file?.split(/[\r\n]/), shown);
      }),
      { numRuns: 500 },
    );
  });

  for (const file of ['100%.txt', 'a%0Ab', 'a:b,c', 'x\n::error::y', 'x\r\ny', '%25', 'naïve ☺']) {
    it(`GitHub finds the file ${JSON.stringify(file)} again in its annotation`, () => {
      assert.equal(asGitHubReads(String(workflowCommand('notice', { file }, 'x'))).file, file);
    });
  }
});

describe('a writer of lines', () => {
  it('a line that passes is taken away before the next', () => {
    const texts: string[] = [];
    const writer = new LineWriter({ write: (text) => texts.push(text) });
    writer.pass(line`1 file\n`);
    writer.pass(line`2 files`);
    writer.write([line`done`]);
    writer.clear();
    assert.deepEqual(texts, ['\r\u001b[K1 file\\u{a}', '\r\u001b[K2 files', '\r\u001b[K', 'done\n']);
  });

  it('many lines are not put together into one text', () => {
    const texts: string[] = [];
    new LineWriter({ write: (text) => texts.push(text) }).write(Array.from({ length: 2500 }, (_, at) => line`${at}`));
    assert.equal(texts.length, 3);
    assert.equal(texts.join('').split('\n').length, 2501);
  });
});

/** Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs (TryParseV2). */
function asGitHubReads(text: string): Record<string, string> {
  const trimmed = text.trimStart();
  assert.ok(trimmed.startsWith('::'));
  const end = trimmed.indexOf('::', 2);
  const [name = '', ...rest] = trimmed.slice(2, end).split(' ');
  const properties = rest
    .join(' ')
    .split(',')
    .map((pair) => pair.split(/=(.*)/s, 2));
  const message = trimmed
    .slice(end + 2)
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%');
  return { ...Object.fromEntries(properties.map(([key, value = '']) => [key, unescaped(value)])), name, message };
}

function unescaped(value: string): string {
  const escapes = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',' };
  const some = Object.entries(escapes).reduce((text, [from, to]) => text.replaceAll(from, to), value);
  return some.replaceAll('%25', '%');
}
