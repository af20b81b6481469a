import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import type { JournalEntry } from '../../src/core/protocol/journal';
import type { DevServer } from '../../src/server/devServer';
import { temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { assertNamesOption } from '../support/namedOption';
import { Control, devServers, until } from './devServers';
import { call } from './httpCall';
import { iosBody } from './mobile/devices';
import { PROJECT } from './webHarness';

/** How a request reaches code, and what its journal calls the reasons. */
interface Door {
  readonly name: string;
  readonly reasons: string;
  /** The option with the limits. */
  readonly limits: string;
  /** The option for the time that code may take. */
  readonly timeout: string;
  request(name: string): { readonly method: string; readonly path: string; readonly body?: string };
}

const DOORS: readonly Door[] = [
  {
    name: 'a project method',
    reasons: 'web.code',
    limits: 'web.codeLimits',
    timeout: 'web.codeTimeoutMs',
    request: (name) => ({ method: 'GET', path: `/4DACTION/held?name=${name}` }),
  },
  {
    name: 'a handler that REST calls',
    reasons: 'web.code',
    limits: 'web.codeLimits',
    timeout: 'web.codeTimeoutMs',
    request: (name) => ({ method: 'POST', path: '/rest/$singleton/Held/run', body: JSON.stringify([name]) }),
  },
  {
    name: 'the authentication module',
    reasons: 'mobile.module',
    limits: 'mobile.authenticationLimits',
    timeout: 'mobile.authenticationTimeoutMs',
    request: (name) => ({
      method: 'POST',
      path: '/mobileapp/$authenticate',
      body: JSON.stringify(iosBody({ email: `${name}@example.com`, device: { id: name, description: 'Phone' } })),
    }),
  },
];
const WAITING = 3;
/** Nobody is ended by a time of this length here. */
const NOT_SO_SOON_MS = 600_000;

describe('Requests that wait for the code of a developer', () => {
  const start = devServers();
  const folder = temporaryFolder();
  let server: DevServer;

  interface Times {
    readonly timeoutMs?: number;
    readonly waitMs?: number;
  }

  async function begin(
    processes: number,
    { timeoutMs = NOT_SO_SOON_MS, waitMs = NOT_SO_SOON_MS }: Times = {},
  ): Promise<void> {
    const log = JSON.stringify(path.join(folder(), 'log'));
    const go = JSON.stringify(path.join(folder(), 'go'));
    // It says that it runs, and then waits for a file.
    const held = `const fs = require('node:fs');
      module.exports = (name) => {
        fs.appendFileSync(${log}, name + '\\n');
        const cell = new Int32Array(new SharedArrayBuffer(4));
        while (!fs.existsSync(${go})) Atomics.wait(cell, 0, 0, 10);
      };`;
    writeTree(folder(), {
      'MobileApps/x': '',
      'module/held.cjs': held,
      'module/module.cjs':
        "module.exports = ({ email }) => { require('./held.cjs')(email.split('@')[0]); return { success: true }; };",
      ...Object.fromEntries(Object.entries(PROJECT).map(([name, content]) => [`project/${name}`, content])),
      'project/WebCode/lib/held.cjs': held,
      'project/WebCode/Held.cjs':
        "exports.Held = class { static exposed = ['run']; run(name) { require('./lib/held.cjs')(name); return 1; } };",
      'project/WebCode/methods/held.cjs':
        "exports.held = (_text, { urlQuery }) => { require('../lib/held.cjs')(urlQuery.name); webSendText('done'); };",
    });
    const limits = { processes, waiting: WAITING, waitMs };
    server = await start({
      mobileApps: path.join(folder(), 'MobileApps'),
      mobile: {
        authenticationModule: path.join(folder(), 'module/module.cjs'),
        authenticationTimeoutMs: timeoutMs,
        authenticationLimits: limits,
      },
      web: { project: path.join(folder(), 'project'), codeTimeoutMs: timeoutMs, codeLimits: limits },
    });
  }

  const ran = () => {
    const file = path.join(folder(), 'log');
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
  };
  const release = () => fs.writeFileSync(path.join(folder(), 'go'), '');
  const headers = { 'x-qmobile': '1', 'content-type': 'application/json' };
  const send = (door: Door, name: string) => call(server.address().url, { ...door.request(name), headers });

  /** Sends a request whose client can leave. */
  function sendAndLeave(door: Door, name: string, onAnswer: () => void): () => void {
    const { method, path: target, body } = door.request(name);
    const sent = http.request(`${server.address().url}${target}`, { method, headers, agent: false }, onAnswer);
    sent.on('error', () => {});
    sent.end(body);
    return () => sent.destroy();
  }

  const entries = async (): Promise<readonly JournalEntry[]> =>
    (await new Control(server.address()).call('GET', '/journal?limit=1000')).json.entries;
  const countOf = async (rule: string) =>
    (await entries()).filter(({ causes }) => causes.some((cause) => cause.rule === rule)).length;

  const assertEachNames = async ({ reasons }: Door, reason: string, option: string) => {
    const found = (await entries()).filter(({ causes }) => causes.some(({ rule }) => rule === `${reasons}.${reason}`));
    assert.ok(found.length > 0);
    for (const each of found) assertNamesOption(each, option);
  };

  for (const door of DOORS) {
    it(`as many requests for ${door.name} run side by side as there are processes, and those too many are refused at once`, async () => {
      await begin(2);
      const running = ['a', 'b'].map((name) => send(door, name));
      await until(ran, ({ length }) => length === 2);
      let refused = 0;
      const others = Array.from({ length: 40 }, async (_, at) => {
        const answer = await send(door, `c${at}`);
        if (answer.status === 503) refused++;
        return answer;
      });
      await until(
        () => refused,
        (count) => count === 40 - WAITING,
      );
      assert.equal(ran().length, 2);
      release();
      const answers = await Promise.all([...running, ...others]);
      assert.equal(answers.filter(({ status }) => status === 200).length, 2 + WAITING);
      for (const answer of answers.filter(({ status }) => status === 503)) {
        assert.match(String(answer.headers['retry-after']), /^[1-9]\d*$/);
        assert.ok(answer.text.includes(`${door.limits}.waiting`), answer.text);
      }
      assert.equal(await countOf(`${door.reasons}.busy`), 40 - WAITING);
      await assertEachNames(door, 'busy', `${door.limits}.waiting`);
      assert.equal(ran().length, 2 + WAITING);
      const { json } = await new Control(server.address()).call('GET', '/web/sessions');
      // Each that ran has a session, that of a mobile login too, and who was refused has none.
      assert.equal(json.length, 2 + WAITING);
    });

    it(`a request for ${door.name} that has waited too long is refused with the name of the limit and when to try again`, async () => {
      await begin(1, { waitMs: 1500 });
      const running = send(door, 'first');
      await until(ran, ({ length }) => length === 1);
      const refused = await send(door, 'second');
      assert.equal(refused.status, 503);
      assert.equal(refused.headers['retry-after'], '2');
      assert.ok(refused.text.includes(`1500 ms (the option ${door.limits}.waitMs, in VS Code`), refused.text);
      release();
      await assertEachNames(door, 'busy', `${door.limits}.waitMs`);
      assert.equal((await running).status, 200);
      assert.deepEqual(ran(), ['first']);
    });

    it(`requests for ${door.name} wait longer than their code may take`, async () => {
      await begin(1, { timeoutMs: 500 });
      // Each is ended by its own time, which begins when it has got its turn.
      const answers = await Promise.all(['a', 'b', 'c'].map((name) => send(door, name)));
      assert.equal(await countOf(`${door.reasons}.timeout`), 3);
      await assertEachNames(door, 'timeout', door.timeout);
      assert.equal(await countOf(`${door.reasons}.busy`), 0);
      const inMobile = door.reasons === 'mobile.module';
      for (const { status, headers } of answers) {
        assert.equal(status, inMobile ? 503 : 500);
        assert.equal(headers['retry-after'], inMobile ? '30' : undefined);
      }
    });

    it(`requests for ${door.name} whose clients have left do not run, and leave their places to others`, async () => {
      await begin(1);
      const running = send(door, 'first');
      await until(ran, ({ length }) => length === 1);
      // One more than there are places, so that all others wait once one is refused.
      let refused = 0;
      const leave = Array.from({ length: WAITING + 1 }, (_, at) => sendAndLeave(door, `left${at}`, () => refused++));
      await until(
        () => refused,
        (count) => count === 1,
      );
      for (const each of leave) each();
      await until(
        () => countOf(`${door.reasons}.left`),
        (count) => count === WAITING,
      );
      const names = Array.from({ length: WAITING }, (_, at) => `stays${at}`);
      const staying = names.map((name) => send(door, name));
      release();
      assert.equal((await running).status, 200);
      for (const { status, text } of await Promise.all(staying)) assert.equal(status, 200, text);
      assert.deepEqual(ran().sort(), ['first', ...names]);
    });
  }
});
