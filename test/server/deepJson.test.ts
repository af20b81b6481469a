import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { JSON_DEPTH } from '../../src/core/json/jsonDepth';
import { DevServer } from '../../src/server/devServer';
import { writeTree } from '../disk/temporaryFolder';
import { fullOptions } from '../systems/systemTests';
import { Control } from './devServers';
import { call } from './httpCall';
import { iosBody } from './mobile/devices';

const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const arrays = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Texts that are nested too deeply for every door. */
const TOO_DEEP: Readonly<Record<string, string>> = {
  'objects, one level too many for a snapshot': objects(JSON_DEPTH.levels + 21),
  'objects, so deep that writing them fails': objects(5000),
  'arrays, so deep that writing them fails': arrays(5000),
  'brackets that fill the body': '['.repeat(1024 * 1024 - 1),
  'members that fill the body': '{"a":'.repeat(200_000),
};

const CODE = `
exports.Deep = class Deep {
  act({ urlQuery: { what, levels }, ...request }) {
    let value = 1;
    for (let at = 0; at < levels; at++) value = { a: value };
    const message = new OutgoingMessage();
    if (what === 'answer') message.setBody(value);
    if (what === 'store') Use(Session.storage, () => { Session.storage.value = value; });
    if (what === 'share') Use(Storage, () => { Storage.value = value; });
    if (what === 'deepen') {
      Use(Session.storage, () => {
        let inner = Session.storage;
        while (typeof inner.a === 'object') inner = inner.a;
        inner.a = value;
      });
    }
    if (what === 'read') {
      try { message.setBody(JSON.stringify(arguments[0].getJSON()).slice(0, 5)); } catch (error) { message.setBody(error.message); }
    }
    return message;
  }
};
`;

describe('JSON that is nested deeply', () => {
  let server: DevServer;
  let control: Control;
  let url: string;

  let folder: string;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-'));
    const options = fullOptions(folder);
    writeTree(path.join(folder, 'project'), {
      'Project/Sources/HTTPHandlers.json': [{ class: 'Deep', method: 'act', regexPattern: '^/deep' }],
      'WebCode/Deep.js': CODE,
    });
    server = await DevServer.start(options, { log: () => {} });
    ({ url } = server.address());
    control = new Control(server.address());
  });
  after(async () => {
    await server.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const controlled = (method: string, target: string, body: string) => {
    const { controlUrl, controlToken } = server.address();
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${controlToken}` };
    return call(`${controlUrl}${target}`, { method, headers, body });
  };

  /** What was taken must be told again, and be taken as a snapshot. */
  const assertWhole = async () => {
    assert.equal((await control.get('/state')).status, 200);
    const { status, text } = await control.get('/snapshot');
    assert.equal(status, 200);
    assert.equal((await controlled('PUT', '/snapshot', text)).status, 204);
  };

  for (const [what, body] of Object.entries(TOO_DEEP)) {
    it(`a body is refused at every route that takes one, and the server goes on: ${what}`, async () => {
      const failed: string[] = [];
      let asked = 0;
      for (const { method, path: pattern, face } of server.routes) {
        if (!['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) continue;
        const target = pattern.replace(/:\w+/g, 'x').replace('*', 'deep?what=read');
        const headers = {
          'content-type': 'application/json',
          authorization: `Bearer ${server.address().controlToken}`,
        };
        const answer = await call(new URL(target, url).href, { method, headers, body: Buffer.from(body) });
        asked++;
        const isOfControl = face === 'control' && method !== 'DELETE';
        const isRefused = answer.status === 413 && answer.json.error.code === 'json-too-deep';
        // Mendix refuses with status 560 what its clients send to /xas/.
        if ((answer.status >= 500 && answer.status !== 560) || (isOfControl && !isRefused))
          failed.push(`${method} ${pattern}: ${answer.status}`);
      }
      assert.ok(asked > 20);
      assert.deepEqual(failed, []);
      await assertWhole();
    });
  }

  it('a refusal of deep JSON says how deep it may be, and what the limit is called', async () => {
    const { text } = await controlled('POST', '/faults', objects(JSON_DEPTH.levels + 1));
    assert.match(text, /nested deeper than 500 levels \(JSON_DEPTH\)/);
  });

  it('what is as deep as is allowed is taken, told, and taken back as a snapshot', async () => {
    const { id } = (await control.post('/web/sessions')).json;
    const patch = (levels: number) => controlled('PATCH', `/web/sessions/${id}`, `{"storage":${objects(levels)}}`);
    assert.equal((await patch(JSON_DEPTH.levels - 1)).status, 200);
    assert.equal((await patch(JSON_DEPTH.levels)).status, 413);
    await assertWhole();
    const parameters = JSON.parse(objects(90));
    const login = await call(`${url}/mobileapp/$authenticate`, { method: 'POST', body: iosBody({ parameters }) });
    assert.equal(login.status, 200);
    await assertWhole();
  });

  for (const what of ['answer', 'store', 'share']) {
    it(`code of a developer cannot ${what} what is nested too deeply`, async () => {
      const deep = (levels: number) => call(`${url}/deep?what=${what}&levels=${levels}`);
      assert.equal((await deep(JSON_DEPTH.levels - 1)).status, 200);
      for (const levels of [JSON_DEPTH.levels + 1, 4110]) {
        assert.equal((await deep(levels)).status, 500);
      }
      await assertWhole();
    });
  }

  it('code of a developer cannot deepen a storage little by little', async () => {
    const first = await call(`${url}/deep?what=none`);
    const cookie = (first.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
    const statuses: number[] = [];
    for (let time = 0; time < 6; time++)
      statuses.push((await call(`${url}/deep?what=deepen&levels=98`, { headers: { cookie } })).status);
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 500]);
    await assertWhole();
  });
});
