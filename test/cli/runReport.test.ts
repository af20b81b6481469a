import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { type Ended, run, Scratch } from './commandLine';

const SCHEMA = path.resolve(__dirname, '../../../schemas/run-report.schema.json');
const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };
const SECRET = 'Zx9hunter2Q';

/** One message of each kind of end, as far as the tests look. */
interface Report {
  readonly summary: Readonly<Record<string, unknown>>;
  readonly scenarios: readonly {
    readonly verdict: string;
    readonly steps: readonly {
      readonly verdict: string;
      readonly messages?: readonly {
        readonly request: { readonly body?: string };
        readonly answer: { readonly status: number; readonly body: string };
        readonly cookiesAfter: readonly { readonly name: string; readonly value: string }[];
        readonly causes: readonly { readonly rule: string }[];
      }[];
    }[];
  }[];
}

describe('the report of a run', () => {
  let scratch: Scratch;
  let ended: Ended;
  let page: string;
  let report: Report;
  let text: string;

  const step = (title: string, request: object, expect: object) => ({
    title,
    from: 'App',
    to: 'Server',
    request,
    expect,
  });
  const write = (name: string, more: object) =>
    scratch.file(`${name}.scenario.json`, JSON.stringify({ name, actors: ACTORS, ...more }));

  before(async () => {
    scratch = new Scratch();
    const login = (password: string) => ({ url: '/api/login', json: { username: 'ada', password } });
    write('a', {
      name: '</title><script>alert(1)</script>',
      server: { tokens: { users: [{ name: 'ada', password: SECRET }] } },
      steps: [
        step('Log in', login(SECRET), { status: 200 }),
        step('Log in <img src=x onerror=alert(1)>', login('nothing'), { status: 200 }),
        step('Not reached', { url: '/api/me' }, { status: 200 }),
      ],
    });
    const data = { url: '/xas/', json: { action: 'get_session_data', params: {} } };
    write('cookies', { server: { mendix: {} }, steps: [step('Data', data, { status: 200 })] });
    write('long', {
      steps: [step('Long', { method: 'POST', url: '/nowhere', text: 'x'.repeat(50_000) }, { status: 404 })],
    });
    scratch.file('broken.scenario.json', '{ "steps": [], "actors": {} }');
    ended = await run(['run', '.', '--report', 'deep/report', '--format', 'json=out/run.json', '--format', 'pretty'], {
      cwd: scratch.root,
    });
    page = fs.readFileSync(scratch.path('deep/report/index.html'), 'utf8');
    text = fs.readFileSync(scratch.path('out/run.json'), 'utf8');
    report = JSON.parse(text);
  });
  after(() => scratch.remove());

  it('a run writes its page and its formats to files, makes their folders, and shows the rest on stdout', () => {
    assert.equal(ended.code, 1, ended.stderr);
    assert.match(ended.stdout, /2 passed, 2 failed/);
  });

  it('the page of a run needs no script, no other file and no network', () => {
    assert.match(page, /Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'/);
    assert.doesNotMatch(page, /<script|<img|<link|<iframe|url\(|@import/i);
    assert.match(page, /&lt;script&gt;alert\(1\)/);
    assert.match(page, /Log in &lt;img src=x/);
  });

  it('the page of a run says first what failed and why, with a link to the step', () => {
    assert.ok(page.indexOf('class="scenario failed"') < page.indexOf('class="scenario passed"'));
    assert.match(page, /<h1>4 scenarios: 2 failed, 2 passed<\/h1>/);
    assert.match(page, /Status 401, expected 200/);
    assert.match(page, /<code>tokens\.credentials<\/code>: /);
    assert.match(
      page,
      /href="vscode:\/\/session-workbench\.session-workbench\/step\?file=[^"]+\.scenario\.json&amp;line=\d+&amp;column=\d+"/,
    );
  });

  it('the page of a run has diagram, requests, answers and cookies before and after', () => {
    for (const words of ['<svg ', 'Cookies before', 'Cookies after', '>Request<', '>Answer<', 'XASSESSIONID']) {
      assert.ok(page.includes(words), words);
    }
  });

  it('no report of a run has a secret in it, and long bodies are cut with their length', () => {
    for (const told of [page, text]) {
      assert.doesNotMatch(told, /Zx9hunter2Q|(?:at|rt)_[\w-]{8,}/);
      assert.match(told, /Characters shown: 10000 of 50000/);
    }
    assert.ok(text.length < 200_000);
  });

  it('the JSON of a run has each message with request, answer, cookies and causes, as its schema has it', () => {
    const validate = new Ajv({ strict: true, allErrors: true }).compile(JSON.parse(fs.readFileSync(SCHEMA, 'utf8')));
    assert.ok(validate(report), JSON.stringify(validate.errors, undefined, 1));
    const steps = report.scenarios.flatMap((each) => each.steps);
    const failed = steps.find(({ verdict }) => verdict === 'failed')?.messages?.[0];
    assert.equal(failed?.answer.status, 401);
    assert.deepEqual(
      failed?.causes.map(({ rule }) => rule),
      ['tokens.credentials'],
    );
    const cookies = steps.flatMap(({ messages = [] }) => messages.flatMap(({ cookiesAfter }) => cookiesAfter));
    assert.ok(cookies.some(({ value }) => value === '•••'));
    assert.ok(steps.some(({ verdict, messages }) => verdict === 'skipped' && messages === undefined));
  });

  it('the report of a run is written over its own page, and over no other', async () => {
    fs.writeFileSync(scratch.path('deep/report/notes.txt'), 'mine');
    const again = await run(['run', 'long.scenario.json', '--report', 'deep/report'], { cwd: scratch.root });
    assert.equal(again.code, 0, again.stderr);
    assert.match(fs.readFileSync(scratch.path('deep/report/index.html'), 'utf8'), /<h1>1 scenario: all passed<\/h1>/);
    assert.equal(fs.readFileSync(scratch.path('deep/report/notes.txt'), 'utf8'), 'mine');
    scratch.file('theirs/index.html', '<h1>Theirs</h1>');
    const refused = await run(['run', 'long.scenario.json', '--report', 'theirs'], { cwd: scratch.root });
    assert.deepEqual([refused.code, refused.stdout], [2, '']);
    assert.match(refused.stderr, /index\.html is no report of a run, and is not written over; name another folder/);
    assert.equal(fs.readFileSync(scratch.path('theirs/index.html'), 'utf8'), '<h1>Theirs</h1>');
  });
});
