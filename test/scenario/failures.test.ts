import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { ExpectSource, StepSource, TakeSource } from '../../src/core/scenario/scenarioSource';
import { runAll, ScenarioBench, SHIPPED } from './scenarioServers';

const LOGIN = {
  email: 'jane.doe@example.com',
  application: { id: 'com.contactApp.Contact', name: 'Contact', version: '1.0.0' },
  team: { id: 'UTT7VDX8W5' },
  device: { description: 'iPhone X', id: '0DC5132E-1EF4-407C-A832-5FE33D818AF3' },
  language: { id: 'en_US', code: 'en', region: 'US' },
};
const ID = '7023d9205074199d1c16fc00d24354e778137675';
const FILE = `UTT7VDX8W5.com.contactApp.Contact/${ID}`;

interface Wrong {
  readonly what: string;
  readonly expect: ExpectSource;
  /** Of the line that the failure is at. */
  readonly line: RegExp;
  readonly expected: string | RegExp;
  readonly actual: string | RegExp;
}

/** One for each kind of expectation, against an accepted login. */
const MOBILE: readonly Wrong[] = [
  { what: 'status', expect: { status: 401 }, line: /"status": 401/, expected: '401', actual: '200' },
  {
    what: 'one of several statuses',
    expect: { status: [401, 0] },
    line: /"status"/,
    expected: '401 or no answer',
    actual: '200',
  },
  {
    what: 'a header',
    expect: { headers: { 'Content-Type': { contains: 'html' } } },
    line: /"Content-Type"|"contains": "html"/,
    expected: 'something that contains "html"',
    actual: /application\/json/,
  },
  {
    what: 'a header that is absent',
    expect: { headers: { server: { absent: true } } },
    line: /server/,
    expected: 'nothing',
    actual: /4D/,
  },
  {
    what: 'a whole body',
    expect: { body: { equals: { success: true } } },
    line: /"equals"/,
    expected: '{"success":true}',
    actual: /"token"/,
  },
  {
    what: 'a part of the body',
    expect: { body: { contains: ['success', 'nonsense'] } },
    line: /nonsense/,
    expected: 'something that contains "nonsense"',
    actual: /success/,
  },
  {
    what: 'several parts of the body, together',
    expect: { body: { contains: ['nonsense', 'success', 'a "quoted" one'] } },
    line: /"contains"/,
    expected: 'something that contains "nonsense" and "a \\"quoted\\" one"',
    actual: /success/,
  },
  {
    what: 'what a body lacks',
    expect: { body: { lacks: 'success' } },
    line: /"lacks"/,
    expected: 'something without "success"',
    actual: /success/,
  },
  {
    what: 'a pattern of the body',
    expect: { body: { matches: '^<p>' } },
    line: /"matches"/,
    expected: 'something that matches /^<p>/',
    actual: /success/,
  },
  {
    what: 'a value of the body',
    expect: { body: { json: { '/success': false } } },
    line: /"\/success": false/,
    expected: 'false',
    actual: 'true',
  },
  {
    what: 'a value that must not be',
    expect: { body: { json: { '/id': { not: ID } } } },
    line: /"\/id"/,
    expected: `anything but "${ID}"`,
    actual: `"${ID}"`,
  },
  {
    what: 'a value that is absent',
    expect: { body: { json: { '/token': { absent: true } } } },
    line: /"\/token"/,
    expected: 'nothing',
    actual: /"ey/,
  },
  {
    what: 'a cookie that is set',
    expect: { cookies: { other: { set: true } } },
    line: /"set": true/,
    expected: 'set by the answer',
    actual: 'not set',
  },
  {
    what: 'a cookie that is not set',
    expect: { cookies: { '4DSID_Workbench': { set: false } } },
    line: /"set": false/,
    expected: 'not set',
    actual: 'set by the answer',
  },
  {
    what: 'an attribute of a cookie',
    expect: { cookies: { '4DSID_Workbench': { sameSite: 'Lax' } } },
    line: /"sameSite": "Lax"/,
    expected: '"Lax"',
    actual: '"Strict"',
  },
  {
    what: 'a flag of a cookie',
    expect: { cookies: { '4DSID_Workbench': { secure: true } } },
    line: /"secure": true/,
    expected: 'true',
    actual: 'false',
  },
  {
    what: 'the value of a cookie',
    expect: { cookies: { '4DSID_Workbench': { value: { matches: '^x$' } } } },
    line: /"4DSID_Workbench"|value|\^x\$/,
    expected: 'something that matches /^x$/',
    actual: /^"[0-9A-F]{32}"$/,
  },
  {
    what: 'a cookie that is sent',
    expect: { cookies: { '4DSID_Workbench': { sent: true } } },
    line: /"sent": true/,
    expected: 'sent by the request',
    actual: 'not sent',
  },
  {
    what: 'a cookie that is kept',
    expect: { cookies: { other: { kept: true } } },
    line: /"kept": true/,
    expected: 'kept by the actor',
    actual: 'not kept',
  },
  {
    what: 'a mobile session that exists',
    expect: { mobileSession: { of: 'nobody', exists: true } },
    line: /"exists": true/,
    expected: 'in memory',
    actual: 'not in memory',
  },
  {
    what: 'the status of a mobile session',
    expect: { mobileSession: { status: 'pending' } },
    line: /"status": "pending"/,
    expected: '"pending"',
    actual: '"accepted"',
  },
  {
    what: 'a mobile session that was evicted',
    expect: { mobileSession: { evicted: 3 } },
    line: /"evicted": 3/,
    expected: 'thrown out of memory with code 3',
    actual: 'not thrown out',
  },
  {
    what: 'a web session',
    expect: { webSession: { of: 'none', exists: true } },
    line: /"exists": true/,
    expected: 'open',
    actual: 'not open',
  },
  {
    what: 'a file',
    expect: { file: { path: FILE, exists: false } },
    line: /"exists": false/,
    expected: 'not there',
    actual: 'there',
  },
  {
    what: 'a value in a file',
    expect: { file: { path: FILE, json: { '/status': 'pending' } } },
    line: /"\/status"/,
    expected: '"pending"',
    actual: '"accepted"',
  },
  { what: 'a mail', expect: { mail: { sent: true } }, line: /"sent": true/, expected: 'a mail', actual: 'no mail' },
  {
    what: 'what a mail says',
    expect: { mail: { subject: 'Hello' } },
    line: /"subject"/,
    expected: '"Hello"',
    actual: 'nothing',
  },
  {
    what: 'a cause',
    expect: { cause: 'mobile.login.refused' },
    line: /"cause"/,
    expected: 'mobile.login.refused',
    actual: /→ mobile\.login\.accepted$/,
  },
  {
    what: 'a cause that must not be',
    expect: { cause: { lacks: ['x', 'mobile.login.accepted'] } },
    line: /"mobile\.login\.accepted"/,
    expected: 'not mobile.login.accepted',
    actual: /mobile\.login\.accepted/,
  },
  {
    what: 'several causes that must not be, together',
    expect: { cause: { lacks: ['mobile.login.accepted', 'x', 'mobile.policy.otherwise'] } },
    line: /"lacks"/,
    expected: 'not mobile.login.accepted and not mobile.policy.otherwise',
    actual: /mobile\.login\.accepted/,
  },
  {
    what: 'the last cause',
    expect: { cause: { last: 'mobile.policy.otherwise' } },
    line: /"last"/,
    expected: 'mobile.policy.otherwise',
    actual: /mobile\.login\.accepted$/,
  },
];

/** The same for what only a web session has. */
const WEB: readonly Wrong[] = [
  { what: 'a guest', expect: { webSession: { isGuest: false } }, line: /"isGuest"/, expected: 'false', actual: 'true' },
  {
    what: 'privileges',
    expect: { webSession: { privileges: ['WebAdmin'] } },
    line: /"privileges"/,
    expected: '["WebAdmin"]',
    actual: '[]',
  },
  {
    what: 'the storage',
    expect: { webSession: { storage: { '/a': 1 } } },
    line: /"\/a": 1/,
    expected: '1',
    actual: 'nothing',
  },
  {
    what: 'a user name',
    expect: { webSession: { userName: 'Ada' } },
    line: /"userName"/,
    expected: '"Ada"',
    actual: '""',
  },
  {
    what: 'an idle timeout',
    expect: { webSession: { idleTimeout: 61 } },
    line: /"idleTimeout"/,
    expected: '61',
    actual: '60',
  },
];

describe('A scenario that fails', () => {
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  const actors = { App: { role: 'app' }, Browser: { role: 'browser' }, '4D Server': { role: 'server' } };
  const login: StepSource = {
    title: 'Login',
    from: 'App',
    to: '4D Server',
    request: { url: '/mobileapp/$authenticate', json: LOGIN },
  };
  const page: StepSource = { title: 'Page', from: 'Browser', to: '4D Server', request: { url: '/index.shtml' } };

  async function failureOf(step: StepSource, server: object = {}) {
    const file = bench.write('wrong.scenario.json', { name: 'Wrong', server, actors, steps: [step] });
    const { verdict, results } = await runAll(bench.runner(file, { settleMs: 50 }));
    assert.equal(verdict, 'failed');
    const failures = results.flatMap(({ failures }) => failures);
    const [failure] = failures;
    assert.ok(failure && failures.length === 1, JSON.stringify(failures));
    const line = fs.readFileSync(file, 'utf8').split('\n')[failure.place.range.start.line] ?? '';
    assert.equal(failure.place.file, file);
    return { ...failure, line };
  }

  function check(
    { line, expected, actual }: Awaited<ReturnType<typeof failureOf>>,
    wrong: Omit<Wrong, 'what' | 'expect'>,
  ): void {
    assert.match(line, wrong.line);
    for (const [is, wanted] of [
      [expected, wrong.expected],
      [actual, wrong.actual],
    ] as const) {
      if (typeof wanted === 'string') assert.equal(is, wanted);
      else assert.match(String(is), wanted);
    }
  }

  for (const wrong of MOBILE) {
    it(`a scenario fails at the line of what is not as expected: ${wrong.what}`, async () =>
      check(await failureOf({ ...login, expect: wrong.expect }), wrong));
  }

  for (const wrong of WEB) {
    it(`a scenario fails at the line of what is not as expected: ${wrong.what} of a web session`, async () => {
      const server = { web: { project: path.join(SHIPPED, '../examples/otp') } };
      check(await failureOf({ ...page, expect: wrong.expect }, server), wrong);
    });
  }

  it('a scenario fails at the line of a variable that cannot be taken', async () => {
    const sources: [TakeSource, RegExp][] = [
      ['/nothing', /\/nothing in the body/],
      [{ header: 'x-nothing' }, /the header x-nothing/],
      [{ cookie: 'nothing' }, /the cookie nothing/],
      [{ mail: 'link' }, /the mail link/],
      [{ body: true, match: 'nonsense' }, /the body, matching \/nonsense\//],
      [{ state: '/nothing' }, /the state \/nothing/],
    ];
    for (const [take, expected] of sources) {
      const failure = await failureOf({ ...login, take: { it: take } });
      check(failure, { line: /"it"/, expected, actual: 'nothing' });
    }
  });

  it('a scenario fails at the line of a step that has no answer, or whose event the server refuses', async () => {
    const gone = await failureOf({ ...login, request: { url: 'http://127.0.0.1:1/' } });
    check(gone, { line: /"request"/, expected: 'an answer', actual: 'no answer' });
    assert.equal(gone.message, 'Nobody listens there.');
    const refused = await failureOf({
      title: 'x',
      event: { control: { method: 'POST', path: '/clock', json: { advanceMs: -1 } } },
    });
    check(refused, { line: /"event"/, expected: 'that the server does it', actual: /^400 / });
    const missing = await failureOf({ title: 'x', event: { deleteFile: { file: 'a/b' } } });
    assert.equal(missing.message, 'There is no file a/b to delete.');
    const outside = await failureOf({ title: 'x', event: { createFile: { file: '../../evil', text: '' } } });
    assert.match(outside.message, /is not in the MobileApps folder/);
  });

  it('a scenario fails at the line of the status that a request for a tunnel has', async () => {
    const tunnel = await failureOf({ ...login, request: { method: 'CONNECT', url: '/' }, expect: { status: 200 } });
    check(tunnel, { line: /"status"/, expected: '200', actual: '405' });
  });

  it('a scenario fails at the line where there is nothing to drop or to alter', async () => {
    const drop = await failureOf({ ...login, request: { url: '/mobileapp/', drop: ['cookie'] } });
    assert.match(drop.line, /"drop"/);
    assert.equal(drop.message, 'The request has no cookie that could be dropped.');
    const tamper = await failureOf({ ...login, request: { url: '/mobileapp/', tamper: ['query:x'] } });
    assert.match(tamper.line, /"tamper"/);
  });

  it('a scenario fails at the line of the file that is included', async () => {
    const inner = bench.write('inner.scenario.json', {
      name: 'Inner',
      actors,
      steps: [{ ...login, expect: { status: 500 } }],
    });
    const outer = bench.write('outer.scenario.json', {
      name: 'Outer',
      actors,
      steps: [{ include: 'inner.scenario.json' }, page],
    });
    const { results } = await runAll(bench.runner(outer));
    assert.deepEqual(
      results.map(({ verdict }) => verdict),
      ['failed', 'skipped'],
    );
    assert.equal(results[0]?.failures[0]?.place.file, inner);
  });

  it('a scenario fails with all that is wrong, in the order of the file', async () => {
    const file = bench.write('many.scenario.json', {
      name: 'Many',
      actors,
      steps: [{ ...login, expect: { status: 500, body: { json: { '/success': false } }, cause: 'nothing' } }],
    });
    const { results } = await runAll(bench.runner(file));
    assert.deepEqual(
      results[0]?.failures.map(({ expected }) => expected),
      ['500', 'false', 'nothing'],
    );
  });
});
