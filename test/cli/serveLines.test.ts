import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { CommandSignals } from '../../src/cli/exec/commandSignals';
import { answerLine, droppedLine, isToldAnswer } from '../../src/cli/serve/answerLine';
import { AnswerLines } from '../../src/cli/serve/answerLines';
import { EndingSignals } from '../../src/cli/serve/endingSignals';
import type { JournalEntry, JournalPage } from '../../src/core/protocol/journal';
import { ControlCallError } from '../../src/server/client/controlClient';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { onPosix } from '../disk/temporaryFolder';
import { FRAGMENTS, terminalHarm } from '../support/terminalHarm';
import { LOGIN } from '../systems/mobile/mobileLogin';
import { CLI, Scratch } from './commandLine';
import { startedCommands } from './startedCommand';

const ENTRY: JournalEntry = {
  id: 1,
  at: '2026-03-04T05:06:07.089Z',
  face: 'mobile',
  actor: { ip: '127.0.0.1' },
  method: 'GET',
  url: '/mobileapp/',
  request: { headers: {}, bodyBytes: 0 },
  status: 200,
  response: { headers: {}, bodyBytes: 0 },
  ms: 1.23,
  causes: [{ rule: 'mobile.ping', kind: 'decided', message: 'The server is there.' }],
  changes: [],
  cookies: [],
};
const plain = (entry: Partial<JournalEntry>) => String(answerLine({ ...ENTRY, ...entry }, { isAligned: false }));

describe('the line of an answer', () => {
  it('an answer is one line with virtual time, method, path, status, reason code and duration', () => {
    assert.equal(plain({}), '2026-03-04T05:06:07.089Z GET /mobileapp/ 200 mobile.ping (1.2 ms)');
    assert.equal(plain({ causes: [], ms: 1234.5 }), '2026-03-04T05:06:07.089Z GET /mobileapp/ 200 (1235 ms)');
  });

  it('an answer for people is in columns, with the time of the day', () => {
    const [one, other] = ['/mobileapp/', '/mobileapp/$authenticate'].map((url) =>
      String(answerLine({ ...ENTRY, url }, { isAligned: true })),
    );
    assert.match(String(one), /^05:06:07\.089 GET {4}\/mobileapp\/ +200 mobile\.ping/);
    assert.equal(one?.indexOf('200'), other?.indexOf('200'));
  });

  it('a refusal says why in its line, and one without an answer says that', () => {
    const causes = [{ rule: 'mobile.token.none', kind: 'refused', message: 'There is no token.' }] as const;
    assert.match(plain({ status: 401, causes }), / 401 mobile\.token\.none: There is no token\. \(/);
    assert.match(plain({ status: 200, causes }), / 200 mobile\.token\.none: There is no token\. \(/);
    assert.match(plain({ status: 0 }), / no answer /);
  });

  const ID = '0123456789abcdef0123456789abcdef01234567';
  for (const [url, shown] of [
    [`/a?$4DSID=${ID}`, '/a?$4DSID=•••'],
    ['/a?$4DSID=short', '/a?$4DSID=•••'],
    ['/a?%244DSID_crm=x&b=1', '/a?%244DSID_crm=•••&b=1'],
    ['/a?sessionId=abc&b=inside', '/a?sessionId=•••&b=inside'],
    ['/a?se%73sionId=abc', '/a?se%73sionId=•••'],
    ['/a;jsessionid=abc/b', '/a;jsessionid=•••/b'],
    ['/a?sid=5&inside=6', '/a?sid=•••&inside=6'],
    [`/sessions/${ID}/x`, '/sessions/•••/x'],
    ['/api/sessions/4711-abcdef', '/api/sessions/•••'],
    ['/api/sessions/current', '/api/sessions/current'],
    [`/files/${ID}.json`, '/files/•••.json'],
    [`/files/${ID.replace('0', '%30')}`, '/files/•••'],
    ['/plain/path?a=b', '/plain/path?a=b'],
  ] as const) {
    it(`the id of a session is not shown in the line of an answer: ${url}`, () => {
      assert.ok(plain({ url }).includes(` ${shown} `), plain({ url }));
    });
  }

  it('the message of a refusal shows no id of a session', () => {
    const causes = [{ rule: 'a.b', kind: 'refused', message: `The session ${ID} is not there.` }] as const;
    assert.ok(plain({ status: 401, causes }).includes('The session ••• is not there.'));
  });

  it('a very long path is cut in the line of an answer, and so is a message', () => {
    const causes = [{ rule: 'a.b', kind: 'refused', message: 'm'.repeat(9_000) }] as const;
    const line = plain({ url: `/${'z'.repeat(9_000)}`, status: 400, causes });
    assert.ok(line.length < 700);
    assert.match(line, /z… 400 a\.b: m+… \(/);
  });

  it('no path and no message does anything to a terminal or a CI server in the line of an answer', () => {
    for (const text of [...FRAGMENTS, FRAGMENTS.join('')]) {
      const causes = [{ rule: 'a.b', kind: 'refused', message: text }] as const;
      for (const isAligned of [false, true]) {
        const line = answerLine({ ...ENTRY, method: text, url: text, status: 400, causes }, { isAligned });
        assert.deepEqual(terminalHarm(`${line}\n`), []);
      }
    }
  });

  it('answers of each face are told, calls of the control API if they change something, and nothing that happens by itself', () => {
    const changes = [{ kind: 'clock', id: 'clock', change: 'changed' }] as const;
    for (const [entry, isTold] of [
      [{}, true],
      [{ face: 'platform' }, true],
      [{ face: 'server', method: '-', url: '-', status: 400 }, true],
      [{ face: 'control' }, false],
      [{ face: 'control', changes }, true],
      [{ method: '-', url: '-', status: 0, changes }, false],
    ] as const) {
      assert.equal(isToldAnswer({ ...ENTRY, ...entry }), isTold, JSON.stringify(entry));
    }
  });

  it('entries that were dropped are counted in a line', () => {
    assert.match(String(droppedLine(1)), /^1 entry /);
    assert.match(String(droppedLine(12_345)), /^12,345 entries /);
  });
});

describe('the lines of answers', () => {
  const page = (entries: readonly Partial<JournalEntry>[], more: Partial<JournalPage> = {}): JournalPage => ({
    entries: entries.map((entry) => ({ ...ENTRY, ...entry })),
    dropped: 0,
    more: false,
    ...more,
  });
  const gone = () => new ControlCallError('no-answer', 0, 'It does not answer.');
  /** Follows a server that answers so, one after the other, and then no more. */
  const followed = async (nexts: readonly (JournalPage | Error)[], found: JournalPage = page([])) => {
    const told: string[] = [];
    const asked: number[] = [];
    const end = new AbortController();
    const terminal = {
      interactive: false,
      isErrBehind: false,
      errTaken: async () => {},
      err: (...lines: readonly unknown[]) => void told.push(...lines.map(String)),
    };
    const rest = [...nexts];
    const client = {
      journal: async () => found,
      nextEntries: async (after: number) => {
        asked.push(after);
        const next = rest.shift();
        if (next instanceof Error) throw next;
        if (next) return next;
        end.abort();
        throw gone();
      },
    };
    await new AnswerLines(terminal, client, async () => {}).follow(end.signal);
    return { told, asked };
  };

  it('lines of answers go on where the last page ended, and say what was dropped', async () => {
    const { told, asked } = await followed([page([{ id: 5 }, { id: 6 }]), page([{ id: 9 }], { dropped: 2 })]);
    assert.deepEqual(asked, [0, 6, 9]);
    assert.equal(told.length, 4);
    assert.match(String(told[2]), /^2 entries /);
  });

  it('lines of answers go on after a crash of the server', async () => {
    const { asked } = await followed([page([{ id: 5 }]), gone(), gone(), page([{ id: 6 }])], page([{ id: 5 }]));
    assert.deepEqual(asked, [0, 5, 5, 5, 6]);
  });

  it('lines of answers begin anew with a server that has lost its journal', async () => {
    const { asked } = await followed([page([{ id: 5 }]), gone(), page([{ id: 1 }])]);
    assert.deepEqual(asked, [0, 5, 0, 1]);
  });

  it('lines of answers end with a word when the server refuses to give them', async () => {
    const { told, asked } = await followed([new ControlCallError('token-wrong', 401, 'The token is wrong.')]);
    assert.deepEqual(asked, [0]);
    assert.match(told.join(), /answers are not shown any more: The token is wrong/);
  });
});

describe('a second signal to end', () => {
  it('a signal that arrives twice at once is one, and a later one ends at once', async () => {
    let now = 0;
    let times = 0;
    let press: (signal: NodeJS.Signals) => void = () => {};
    const signals = new EndingSignals(
      () => times++,
      () => now,
      (end) => {
        press = end;
      },
    );
    press('SIGINT');
    await signals.first;
    now += 100;
    press('SIGINT');
    assert.equal(times, 0);
    now += 500;
    press('SIGINT');
    assert.equal(times, 1);
  });
});

describe('a signal to exec beside a command', () => {
  /** What was ended at once, and the moves of a test. */
  function signalled() {
    let now = 0;
    const ended: number[] = [];
    const passed: string[] = [];
    let press: (signal: NodeJS.Signals) => void = () => {};
    const signals = new CommandSignals(
      (code) => ended.push(code),
      () => now,
      (end) => {
        press = end;
      },
    );
    signals.passTo({ signal: (name) => passed.push(name) });
    const wait = (ms: number) => {
      now += ms;
    };
    return { signals, ended, passed, wait, press: (name: NodeJS.Signals) => press(name) };
  }

  it('a signal that is known here after the command has ended of it ends nothing at once', () => {
    const { signals, ended, passed, wait, press } = signalled();
    wait(60_000);
    signals.closing();
    press('SIGINT');
    wait(100);
    press('SIGINT');
    assert.deepEqual([ended, passed], [[], []]);
    wait(500);
    press('SIGINT');
    assert.deepEqual(ended, [130]);
  });

  it('a signal long after the command has ended ends all at once', () => {
    const { signals, ended, wait, press } = signalled();
    signals.closing();
    wait(300);
    signals.closing();
    wait(300);
    press('SIGTERM');
    assert.deepEqual(ended, [143]);
  });
});

describe('the lines of serve', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
    scratch.folder('MobileApps');
  });
  afterEach(() => scratch.remove());
  const start = startedCommands(() => scratch.root);

  it('serve shows each answer as a line on stderr, also around a reset, and stdout has the address alone', async () => {
    const serve = start(['serve', '--json']);
    const { url, externalPlatformUrl, ...address } = await serve.address();
    await fetch(`${url}/mobileapp/`);
    await fetch(`${url}/mobileapp/$authenticate`, { method: 'POST', body: JSON.stringify(LOGIN) });
    const client = new HttpControlClient({ ...address });
    await client.reset();
    await client.state();
    await client.moveClock({ advanceMs: 86_400_000 });
    await fetch(`${url}/nowhere?$4DSID=needle`);
    await fetch(externalPlatformUrl);
    const { code, stdout, stderr } = await serve.end();
    const lines = stderr.trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => line.split(' ').slice(1, 4).join(' ')),
      [
        'GET /mobileapp/ 200',
        'POST /mobileapp/$authenticate 200',
        'POST /_workbench/v1/reset 204',
        'POST /_workbench/v1/clock 200',
        'GET /nowhere?$4DSID=••• 404',
        'GET / 200',
      ],
      stderr,
    );
    const [before, after] = [lines[0], lines[4]].map((line) => Date.parse(String(line).split(' ', 1).join()));
    assert.ok(Number(after) - Number(before) > 86_000_000, 'virtual time');
    assert.deepEqual([code, stdout.split('\n').length], [0, 2]);
  });

  it('serve --quiet shows no line for an answer', async () => {
    const serve = start(['serve', '--json', '--quiet']);
    const { url } = await serve.address();
    await fetch(`${url}/mobileapp/`);
    assert.equal((await serve.end()).stderr, '');
  });

  it('no request does anything to a terminal or a CI server by the lines of serve', async () => {
    const serve = start(['serve', '--json']);
    const { url } = await serve.address();
    const texts = [...FRAGMENTS, FRAGMENTS.join('')];
    for (const text of texts) await fetch(`${url}/${encodeURIComponent(text.toWellFormed())}?${text.toWellFormed()}`);
    const { stderr } = await serve.end();
    assert.equal(stderr.trimEnd().split('\n').length, texts.length);
    assert.deepEqual(terminalHarm(stderr), []);
  });

  onPosix('serve answers and ends although nobody reads its lines', async () => {
    const child = spawn(process.execPath, [CLI, 'serve', '--json'], { cwd: scratch.root });
    child.stderr.pause();
    const [first] = await once(child.stdout, 'data');
    const { url } = JSON.parse(String(first));
    const path = `/${'x'.repeat(150)}`;
    for (let times = 0; times < 60; times++) {
      const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await fetch(url + path)).status));
      assert.ok(statuses.every((status) => status === 404));
    }
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    child.stderr.destroy();
  });

  it('serve ends its lines with the answers that were given until then', async () => {
    const serve = start(['serve', '--json']);
    const { url } = await serve.address();
    for (let times = 0; times < 300; times++) await fetch(`${url}/n${times}`);
    const { stderr } = await serve.end();
    const told = [...stderr.matchAll(/GET \/n(\d+) /g)].map(([, number]) => Number(number));
    assert.deepEqual(
      told,
      Array.from({ length: 300 }, (_, at) => at),
    );
  });

  it('serve shows its lines with colours on a terminal that has some', async function () {
    if (!fs.existsSync('/usr/bin/script')) this.skip();
    const call = `${process.execPath} ${CLI} serve --json`;
    // Each of these decides about colours, whatever the terminal has.
    const { CI: _ci, NO_COLOR: _none, FORCE_COLOR: _forced, ...env } = process.env;
    const child = spawn('script', ['-qefc', call, '/dev/null'], {
      cwd: scratch.root,
      env: { ...env, TERM: 'xterm' },
    });
    let said = '';
    const ended = once(child, 'close');
    child.stdout.on('data', (text) => {
      said += text;
    });
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await Promise.race([once(child.stdout, 'data'), ended.then(() => assert.fail(said))]);
    };
    await until(() => said.includes('"pid"') && said.includes('\n'));
    const { url } = JSON.parse(/\{.*\}/.exec(said)?.[0] ?? '');
    await fetch(`${url}/mobileapp/`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: They are what is looked for.
    await until(() => /GET.*\/mobileapp\/ +\u001b\[32m200/.test(said));
    child.stdin.write('\u0003');
    await ended;
  });
});
