import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { DevServer } from '../../src/server/devServer';
import { writeTree } from '../disk/temporaryFolder';
import { fullOptions } from '../systems/systemTests';
import { call } from './httpCall';
import { iosBody } from './mobile/devices';
import { sorted } from './snapshotContract';

const CODE = `
exports.Keeper = class Keeper {
  act(request) {
    const { session, shared } = request.getJSON();
    Use(Session.storage, () => { for (const [name, value] of session) define(Session.storage, name, value); });
    Use(Storage, () => { for (const [name, value] of shared) define(Storage, name, value); });
    return new OutgoingMessage();
  }
};
const define = (object, name, value) => Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
`;

/** Names that are members of every object, that are empty, or that no encoding of Unicode has. */
const name = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'prototype',
    'length',
    '',
    '0',
    '-0',
    '\ud800',
    '\udfff',
    'é😀',
    '\0',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const scalar = fc.oneof(
  name,
  fc.constantFrom(0, -0, 5e-324, 1.7976931348623157e308, Number.MAX_SAFE_INTEGER + 1, null, true),
  fc.constantFrom('+275760-09-13T00:00:00.000Z', '-271821-04-20T00:00:00.000Z', '1970-01-01T00:00:00.000Z'),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
  // As JSON, so that __proto__ is a member like others.
  object: fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
}));
const logsOf = ({ json }: Awaited<ReturnType<typeof call>>) =>
  json.logs as readonly { readonly log: string; readonly values: readonly unknown[] }[];

/** What a test does with the server: its faults, and its clock, which may stand at its last moment. */
const act = fc.oneof(
  fc.constantFrom<[string, object]>(
    ['clock', { advanceMs: 3_155_760_000_000 }],
    ['clock', { pause: true }],
    ['faults', { kind: 'reset', times: Number.MAX_SAFE_INTEGER }],
    ['faults', { kind: 'replyLost', scope: { session: '\udfff', nth: 1 } }],
  ),
  name
    .filter((route) => route !== '')
    .map((route): [string, object] => ['faults', { kind: 'delay', delayMs: 1, scope: { route: `/none/${route}` } }]),
  fc.constant<[string, object]>([
    'faults',
    { kind: 'status', status: 503, scope: { route: `/${'long'.repeat(50_000)}` } },
  ]),
);
const members = fc.array(fc.tuple(name, value), { maxLength: 4 });

describe('A snapshot that a server gave', () => {
  let server: DevServer;
  let folder: string;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-'));
    const options = fullOptions(folder);
    writeTree(path.join(folder, 'project'), {
      'Project/Sources/HTTPHandlers.json': [{ class: 'Keeper', method: 'act', regexPattern: '^/keep' }],
      'WebCode/Keeper.js': CODE,
    });
    server = await DevServer.start(options, { log: () => {} });
  });
  after(async () => {
    await server.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const send = (method: string, target: string, body?: unknown) => {
    const { url, controlToken } = server.address();
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${controlToken}` };
    return call(`${url}${target}`, { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  };

  /** What does not depend on the time at which it is asked. */
  const assertTaken = async () => {
    const given = await send('GET', '/_workbench/v1/snapshot');
    assert.equal(given.status, 200);
    const { status, text } = await send('PUT', '/_workbench/v1/snapshot', given.text);
    assert.equal(status, 204, text);
    const again = await send('GET', '/_workbench/v1/snapshot');
    const stateOf = (answer: typeof given) => sorted({ ...answer.json, logs: [] }).entries;
    assert.deepEqual(stateOf(again), stateOf(given));
    // What was logged is there again, in its order. The calls of this test come after it.
    for (const { log, values } of logsOf(given)) {
      const now = logsOf(again).find((each) => each.log === log);
      assert.deepEqual(now?.values.slice(0, values.length), values, log);
    }
  };

  it('a snapshot is taken back after any login, storage and names', async () => {
    await fc.assert(
      fc.asyncProperty(
        members,
        members,
        members,
        name,
        act,
        async (parameters, session, shared, userName, [target, body]) => {
          const login = iosBody({ parameters: Object.fromEntries(parameters) });
          const { status, text } = await send('POST', '/mobileapp/$authenticate', login);
          assert.equal(status, 200, text);
          const kept = await send('POST', '/keep', { session, shared });
          assert.equal(kept.status, 200, kept.text);
          const made = await send('POST', '/_workbench/v1/web/sessions', {});
          await send('PATCH', `/_workbench/v1/web/sessions/${made.json.id}`, { userName });
          await send('POST', '/xas/', { action: 'login', params: { username: userName, password: userName } });
          await send('POST', '/auth/login', { username: userName, password: userName, device: userName });
          await send('POST', `/_workbench/v1/web/sessions/${made.json.id}/otp`, {});
          await send('POST', `/_workbench/v1/${target}`, body);
          await assertTaken();
          // The next login needs a time at which its session is not over.
          await send('POST', '/_workbench/v1/reset');
        },
      ),
      { numRuns: 25 },
    );
  });

  it('a snapshot has members that are called __proto__, and they are taken back', async () => {
    const marked = [['__proto__', { marked: 1 }]];
    const login = iosBody({ parameters: Object.fromEntries(marked) });
    assert.equal((await send('POST', '/mobileapp/$authenticate', login)).status, 200);
    assert.equal((await send('POST', '/keep', { session: marked, shared: marked })).status, 200);
    await assertTaken();
    const { text } = await send('GET', '/_workbench/v1/snapshot');
    assert.equal(text.split('"__proto__":{"marked":1}').length, 5, text);
  });
});
