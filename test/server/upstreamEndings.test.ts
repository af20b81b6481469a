import assert from 'node:assert/strict';
import fs from 'node:fs';
import type http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { json, UpstreamServer } from '../support/upstreamServer';
import { devServers, until } from './devServers';
import { call } from './httpCall';
import { MOBILE_LOGIN } from './mobileLogin';
import { perTest } from './perTest';

/** How an upstream says that its answer ends. */
type Ending = 'connection' | 'length' | 'pieces';

interface Case {
  readonly body: string | Buffer;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly ending?: Ending;
}

const LONG = JSON.stringify({ text: 'x"]}\\'.repeat(20_000), list: [1, { a: [] }] });

const BROKEN: Readonly<Record<string, Case>> = {
  'an object in its middle': { body: '{"a":1,"b":' },
  'a list in its middle': { body: '[{"a":1},{"b":2}' },
  'a text in its middle': { body: '{"a":"b' },
  'a word in its middle': { body: 'tru' },
  'nothing at all': { body: '' },
  'a page in place of JSON': { body: '<html></html>' },
  'an object with something behind it': { body: '{"a":1}{' },
  'a type with a charset': { body: '{"a":', type: 'application/json; charset=utf-8' },
  'a type of its own that ends with JSON': { body: '{"a":', type: 'application/problem+json' },
  'a long object without its last bracket': { body: LONG.slice(0, -1) },
  'a long object without its last half': { body: LONG.slice(0, LONG.length / 2) },
  'a long text without its quote': { body: `"${'x'.repeat(100_000)}` },
  'a long page': { body: `<p>${'x'.repeat(100_000)}</p>` },
  'a long object with something behind it': { body: `${LONG}x` },
  'a compressed answer that had broken off before': {
    body: zlib.gzipSync('{"a":'),
    headers: { 'content-encoding': 'gzip' },
  },
};

const WHOLE: Readonly<Record<string, Case>> = {
  'an object': { body: '{"a":1}' },
  'an object with a mark of its encoding and space around it': { body: '\uFEFF {"a":1}\r\n' },
  'a number': { body: '12' },
  'a text': { body: '"a\\"}"' },
  'letters of another encoding': {
    body: Buffer.from('{"a":"é"}', 'latin1'),
    type: 'application/json; charset=iso-8859-1',
  },
  'wide letters': { body: Buffer.from('{"a":"é"}', 'utf16le'), type: 'application/json; charset=utf-16le' },
  'a long object': { body: `\uFEFF${LONG}\n` },
  'a long text': { body: JSON.stringify('x"\\'.repeat(100_000)) },
  'a compressed object': { body: zlib.gzipSync(LONG), headers: { 'content-encoding': 'gzip' } },
  'many values': { body: '{"a":1}\n{"a":2}\n', type: 'application/x-ndjson' },
  'a stream of values': { body: '{"a":1}{"a":2}', type: 'application/stream+json' },
  'another type': { body: '{"a":', type: 'text/plain' },
  'no JSON that has its length': { body: '{"a":', ending: 'length' },
  'no JSON that has an end of its own': { body: '{"a":', ending: 'pieces' },
};

describe('an answer of an upstream that ends with its connection', () => {
  const upstream = perTest(() => UpstreamServer.start());
  const start = devServers();
  let root: string;
  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-endings-')));
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  /** Sends an answer as an old server does. */
  function send(response: http.ServerResponse, { body, type = 'application/json', headers, ending }: Case): void {
    const bytes = Buffer.from(body as string);
    const all = { 'content-type': type, ...headers };
    if (ending === undefined || ending === 'connection') {
      const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
      response.socket?.end(Buffer.concat([Buffer.from(`HTTP/1.0 200 OK\r\n${lines.join('')}\r\n`), bytes]));
      return;
    }
    response.writeHead(200, { ...all, ...(ending === 'length' && { 'content-length': bytes.length }) });
    response.write(bytes);
    response.end();
  }

  /** Asks once while it is recorded. */
  async function asked(answer: Case, entriesOf = 1) {
    upstream().answers = {
      answer: (request, response) => {
        if (request.url.endsWith('$authenticate')) json(response, 200, { token: 'there', success: true });
        else send(response, answer);
      },
    };
    const record = path.join(root, 'record');
    const server = await start({
      mobileApps: path.join(root, 'MobileApps'),
      upstream: { url: upstream().url, record },
    });
    const { url } = server.address();
    const login = await call(url, { method: 'POST', path: '/mobileapp/$authenticate', body: MOBILE_LOGIN });
    const headers = { authorization: `Bearer ${login.json.token}` };
    // What is read here as JSON by others is none.
    const answered = await fetch(`${url}/mobileapp/Emp`, { headers });
    const got = { status: answered.status, bytes: Buffer.from(await answered.arrayBuffer()) };
    const control = new HttpControlClient(server.address());
    const entries = await until(
      async () => (await control.journal()).entries.filter((each) => each.url === '/mobileapp/Emp'),
      ({ length }) => length >= entriesOf,
    );
    const rules = entries.flatMap(({ causes }) => causes.map(({ rule }) => rule));
    await server.close();
    return { got, rules, isRecorded: fs.existsSync(record) && fs.readdirSync(record).length > 0 };
  }

  for (const [what, answer] of Object.entries(BROKEN)) {
    it(`the journal tells what most likely broke off, and no recording keeps it: ${what}`, async () => {
      const { got, rules, isRecorded } = await asked(answer, answer.body.length > 65_536 ? 2 : 1);
      assert.equal(got.status, 200);
      if (!answer.headers) assert.equal(got.bytes.toString(), answer.body);
      assert.ok(rules.includes('server.upstream.unfinished'), rules.join(' '));
      assert.ok(!isRecorded, 'it was recorded');
    });
  }

  for (const [what, answer] of Object.entries(WHOLE)) {
    it(`nothing is told of what is whole or cannot be judged, and it is recorded: ${what}`, async () => {
      const { got, rules, isRecorded } = await asked(answer);
      assert.equal(got.status, 200);
      assert.ok(!rules.includes('server.upstream.unfinished'), rules.join(' '));
      assert.ok(isRecorded, 'it was not recorded');
    });
  }
});
