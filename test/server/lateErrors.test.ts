import assert from 'node:assert/strict';
import type { JournalEntry } from '../../src/core/protocol/journal';
import { type WebHarness, withWebServer } from './webHarness';

/** What code does that fails outside of all calls, and what is told of it. */
const KINDS: readonly (readonly [what: string, code: string, words: RegExp])[] = [
  [
    'an error in a timer',
    "setTimeout(() => { throw new RangeError('LATE'); }, 1);",
    /RangeError: LATE \(at .*Late\.js:/,
  ],
  ['a text in a timer', "setTimeout(() => { throw 'LATE'; }, 1);", /a text, .*: LATE \(in .*Late\.js\)/],
  ['nothing in a timer', 'setTimeout(() => { throw undefined; }, 1);', /The code threw undefined/],
  ['a promise that nobody awaits', "Promise.reject(new RangeError('LATE'));", /RangeError: LATE \(at .*Late\.js:/],
  [
    'a call that nobody awaits',
    "(async () => { await new Promise((go) => setTimeout(go, 1)); throw new RangeError('LATE'); })();",
    /RangeError: LATE \(at .*Late\.js:/,
  ],
  ['a microtask', "queueMicrotask(() => { throw new RangeError('LATE'); });", /RangeError: LATE \(at .*Late\.js:/],
  ['a next tick', "process.nextTick(() => { throw new RangeError('LATE'); });", /RangeError: LATE \(at .*Late\.js:/],
  ['an immediate', "setImmediate(() => { throw new RangeError('LATE'); });", /RangeError: LATE \(at .*Late\.js:/],
  [
    'an emitter without a listener',
    "setTimeout(() => new (require('node:events'))().emit('error', new RangeError('LATE')), 1);",
    /RangeError: LATE \(at .*Late\.js:/,
  ],
  [
    'a file that is read',
    "require('node:fs').readFile('/', (e) => { throw new RangeError('LATE'); });",
    /RangeError: LATE/,
  ],
  ['a command that sends', "setTimeout(() => webSendText('LATE'), 1);", /answered already.* \(at .*Late\.js:/],
];

/**
 * `now` and `later` leave something behind. `later` fails while `beside` runs, which waits for it. All of them run in one
 * process until something fails.
 */
const moduleOf = (code: string) => `
let begin = () => {};
let failed = () => {};
process.on('uncaughtExceptionMonitor', () => failed());
exports.Late = class Late {
  static exposed = ['now', 'later', 'beside', 'waiting', 'pid'];
  static fail() { ${code} }
  now() { Late.fail(); return 'answered'; }
  async later() {
    const begun = new Promise((resolve) => { begin = resolve; });
    void begun.then(() => Late.fail());
    return process.pid;
  }
  async beside() {
    const over = new Promise((resolve) => { failed = resolve; });
    begin();
    await over;
    return process.pid;
  }
  async waiting() {
    begin();
    await new Promise(() => setInterval(() => {}, 1000));
  }
  pid() { return process.pid; }
};`;

const filesFor = (code: string) => ({ 'WebCode/Late.js': moduleOf(code) });
const ONE_PROCESS = { codeLimits: { processes: 1 } };
const IN_RUN = /What POST \/rest\/\$singleton\/Late\/later has left behind failed after its answer: /;

const called = (server: WebHarness, name: string) => server.client().post(`/rest/$singleton/Late/${name}`, []);

async function lineWith(server: WebHarness, words: RegExp): Promise<string> {
  for (;;) {
    const line = server.logs.find((each) => words.test(each));
    if (line !== undefined) return line;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The entry of its own that tells of an error after the answer, and the entries of requests. */
async function told(server: WebHarness): Promise<{ readonly late: string; readonly others: readonly JournalEntry[] }> {
  for (;;) {
    const { entries } = await server.control.journal(0, 1000);
    const [late, ...more] = entries.flatMap(({ causes }) => causes).filter(({ rule }) => rule === 'web.code.late');
    assert.deepEqual(more, []);
    const others = entries.filter(({ causes }) => causes.every(({ rule }) => rule !== 'web.code.late'));
    if (late) return { late: late.message, others };
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('what code leaves behind after its answer', () => {
  for (const [what, code, words] of KINDS) {
    it(`with ${what}, answer, log and journal agree whether the request has failed`, async () => {
      const run = async (server: WebHarness) => {
        const { status, text } = await called(server, 'now');
        if (status === 500) {
          assert.match(JSON.parse(text).__ERROR?.[0]?.message ?? text, words);
          assert.deepEqual(
            server.logs.filter((each) => /after its answer/.test(each)),
            [],
          );
        } else {
          assert.equal(JSON.parse(text).result, 'answered');
          const line = await lineWith(server, /The process of the code ended after its answer to POST .*Late\/now: /);
          assert.match(line, words);
          assert.match((await told(server)).late, words);
        }
        assert.equal((await called(server, 'pid')).status, 200);
      };
      await withWebServer({}, run, filesFor(code));
    });

    it(`${what} of an earlier request does not fail the one that runs, and is told as that of the earlier one`, async () => {
      const run = async (server: WebHarness) => {
        const pid = (await called(server, 'later')).json.result;
        const beside = await called(server, 'beside');
        assert.deepEqual([beside.status, beside.json.result], [200, pid], beside.text);
        const line = await lineWith(server, IN_RUN);
        assert.match(line, words);
        assert.match(line, /The process ends after POST \/rest\/\$singleton\/Late\/beside, which goes on\./);
        const { late, others } = await told(server);
        assert.match(late, /After the answer to POST \/rest\/\$singleton\/Late\/later, its code failed: /);
        assert.match(late, words);
        assert.doesNotMatch(JSON.stringify(others), /LATE|web\.code\.threw/);
        assert.notEqual((await called(server, 'pid')).json.result, pid);
      };
      await withWebServer(ONE_PROCESS, run, filesFor(code));
    });

    it(`${what} of an earlier request does not fail the ones that wait`, async () => {
      const run = async (server: WebHarness) => {
        const [, ...waiting] = await Promise.all(['now', 'pid', 'pid', 'pid'].map((name) => called(server, name)));
        for (const { status, text } of waiting) assert.equal(status, 200, text);
      };
      await withWebServer(ONE_PROCESS, run, filesFor(code));
    });
  }

  it('the end of the process by an earlier request is told as no error of the one that is lost with it', async () => {
    const run = async (server: WebHarness) => {
      await called(server, 'later');
      const lost = await called(server, 'beside');
      assert.equal(lost.status, 500);
      assert.match(
        lost.text,
        /What POST \/rest\/\$singleton\/Late\/later has left behind ended the process.*[^.]\. It is no error of this request/,
      );
      assert.match(lost.text, /exit code 3.*It is no error of this request, which can be sent again\./);
      await lineWith(server, /ended after its answer to POST .*Late\/later: .*exit code 3/);
      assert.match((await told(server)).late, /Late\/later.*exit code 3/);
      assert.equal((await called(server, 'pid')).status, 200);
    };
    await withWebServer(ONE_PROCESS, run, filesFor('setTimeout(() => process.exit(3), 1);'));
  });

  it('a request that takes too long says what has failed meanwhile, as it may have waited for that', async () => {
    const run = async (server: WebHarness) => {
      await called(server, 'later');
      const { status, text } = await called(server, 'waiting');
      assert.equal(status, 500);
      assert.match(
        text,
        /took longer than 700 ms .* and was ended\. What POST .*Late\/later has left behind failed.*LATE/,
      );
    };
    await withWebServer({ ...ONE_PROCESS, codeTimeoutMs: 700 }, run, filesFor("throw new RangeError('LATE');"));
  });

  it('an error that code catches with a listener of its own ends nothing', async () => {
    const run = async (server: WebHarness) => {
      const pid = (await called(server, 'later')).json.result;
      assert.equal((await called(server, 'beside')).json.result, pid);
      assert.equal((await called(server, 'pid')).json.result, pid);
      assert.doesNotMatch(server.logs.join('\n'), /LATE/);
    };
    const code = "process.once('uncaughtException', () => {}); setTimeout(() => { throw new RangeError('LATE'); }, 1);";
    await withWebServer(ONE_PROCESS, run, filesFor(code));
  });

  it('a project method that sends after its answer does not fail the next request', async () => {
    const files = {
      ...filesFor(''),
      'WebCode/methods/late.js': "exports.late = () => { setTimeout(() => webSendText('late'), 1); };",
    };
    const run = async (server: WebHarness) => {
      const client = server.client();
      const answers = await Promise.all([client.call('/4DACTION/late'), called(server, 'pid'), called(server, 'pid')]);
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 200],
      );
      assert.match(await lineWith(server, /after its answer/), /GET \/4DACTION\/late\b.*answered already.*late\.js:1/);
      assert.match((await told(server)).late, /GET \/4DACTION\/late\b/);
    };
    await withWebServer(ONE_PROCESS, run, files);
  });
});
