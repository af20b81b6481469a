import assert from 'node:assert/strict';
import { type WebHarness, withWebServer } from './webHarness';

/** What code leaves behind that fails after its answer, and what the log says of it. */
const LEFT_BEHIND: readonly (readonly [what: string, code: string, words: RegExp])[] = [
  [
    'an error in a timer',
    "setTimeout(() => { throw new RangeError('LATE'); }, 20);",
    /RangeError: LATE \(at .*Late\.js:3/,
  ],
  [
    'an error that nobody awaits',
    "(async () => { await new Promise((go) => setTimeout(go, 20)); throw new Error('LATE'); })();",
    /Error: LATE \(at .*Late\.js:3/,
  ],
  ['a text in a timer', "setTimeout(() => { throw 'LATE'; }, 20);", /threw a text, .*: LATE/],
  ['nothing in a timer', 'setTimeout(() => { throw undefined; }, 20);', /The code threw undefined/],
  ['the end of its process', 'setTimeout(() => process.exit(3), 20);', /exit code 3/],
];

async function lineWith(server: WebHarness, words: RegExp): Promise<string> {
  for (;;) {
    const line = server.logs.find((each) => words.test(each));
    if (line !== undefined) return line;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('what code leaves behind after its answer', () => {
  for (const [what, code, words] of LEFT_BEHIND) {
    it(`the log tells ${what} that comes after the answer, and later requests are answered`, async () => {
      const files = {
        'WebCode/Late.js': `exports.Late = class Late {\n  static exposed = ['a', 'b'];\n  a() { ${code} return 1; }\n  b() { return 2; }\n};`,
      };
      await withWebServer(
        {},
        async (server) => {
          const client = server.client();
          assert.equal((await client.post('/rest/$singleton/Late/a', [])).json.result, 1);
          const line = await lineWith(server, /The process of the code ended after its answer/);
          assert.match(line, words);
          assert.equal((await client.post('/rest/$singleton/Late/b', [])).json.result, 2);
        },
        files,
      );
    });
  }
});
