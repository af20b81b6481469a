import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { DevServer } from '../../../src/server/devServer';
import { MOBILE_ERRORS } from '../../../src/server/systems/mobile/mobileRestError';
import { exchange } from '../devServers';
import { perTest } from '../perTest';
import { androidErrors } from './androidDecoders';
import { iosErrors } from './iosDecoders';
import type { SdkAnswer } from './sdkCall';

const HEAD = 'Host: localhost\r\nAccept: application/json\r\nX-QMobile: 1\r\nConnection: close\r\n';
const LONG = 'x'.repeat(20_000);
const get = (target: string, more = '') => `GET ${target} HTTP/1.1\r\n${HEAD}${more}\r\n`;

/** What never gets to a route of mobile apps, by what it is. */
const REQUESTS: Readonly<Record<string, readonly [sent: string, status: number]>> = {
  'a path that ends in %': [get('/mobileapp/%'), 400],
  'a path in Latin-1': [get('/mobileapp/Employ%E9'), 400],
  'a path whose escape is none': [get('/mobileapp/a%zz?$top=1'), 400],
  'a malformed path whose first part has an escape': [get('/%6dobileapp/%'), 400],
  'a malformed path of another host': [get('/mobileapp/%').replace('localhost', 'evil.example'), 403],
  'a whole address with a malformed path': [get('http://localhost/mobileapp/%'), 400],
  'a header that is too long': [get('/mobileapp/$info', `X: ${LONG}\r\n`), 431],
  'a query that is too long': [get(`/mobileapp/Products?$filter=${LONG}`), 431],
  'a path that is too long': [get(`/mobileapp/${LONG}`), 431],
  'an HTTP version that is none': [get('/mobileapp/$info').replace('HTTP/1.1', 'HTTP/9.9'), 400],
  'a blank in the path': [get('/mobileapp/My Table'), 400],
  'a header without a colon': [get('/mobileapp/$info', 'nothing\r\n'), 400],
  'two lengths': [
    `POST /mobileapp/$authenticate HTTP/1.1\r\n${HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`,
    400,
  ],
  'a malformed chunk': [
    `POST /mobileapp/$authenticate HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
    400,
  ],
  'a malformed path whose slash is escaped': [get('/mobileapp%2f%E9'), 400],
  'a malformed path behind two slashes': [get('//mobileapp/%zz'), 400],
  'a malformed path behind a dot segment': [get('/./mobileapp/%zz'), 400],
  'a malformed path behind dot segments that are escaped': [get('/a/%2E%2e//mobileapp/%E9'), 400],
  'an expectation that is none': [get('/mobileapp/$info', 'Expect: tea\r\n'), 417],
  'a method that no route has': [get('/mobileapp').replace('GET', 'DELETE'), 405],
  'a method that is hardly known': [get('/mobileapp/$info').replace('GET', 'LINK'), 405],
  'no HTTP': ['hello\r\n\r\n', 400],
};

/** The last answer of a connection. */
function answerIn(text: string): SdkAnswer {
  const last = text.slice(text.lastIndexOf('HTTP/1.1 '));
  const [, status, head = '', body = ''] = /^HTTP\/1\.1 (\d+) ([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(last) ?? [];
  const isJson = /content-type: application\/json/i.test(head);
  const [, server = ''] = /^server: (.*)$/im.exec(head) ?? [];
  return {
    status: Number(status),
    headers: isJson ? { 'content-type': 'application/json', server } : { server },
    text: body,
  };
}

/** Both SDKs find one error of 4D's with a text. */
function assertTold(answer: SdkAnswer, status: number): void {
  assert.equal(answer.status, status, answer.text);
  for (const told of [iosErrors(answer.text), androidErrors(answer)]) {
    assert.equal(told?.codes.length, 1, answer.text);
    assert.ok(Number(told?.codes[0]) in MOBILE_ERRORS && told?.texts[0], answer.text);
  }
  assert.equal(JSON.parse(answer.text).success, false);
  assert.match(String(answer.headers.server), /^4D\/[\d.]+ \(Build [\d.]+\)$/);
}

for (const [behind, upstream] of [
  ['without an upstream', undefined],
  // Nothing listens there: what is refused before a route must not get there.
  ['with an upstream', 'http://127.0.0.1:1'],
] as const) {
  describe(`refusals of what gets no route, ${behind}`, () => {
    const server = perTest(async () => {
      const root = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-unrouted-'));
      const options = { mobileApps: path.join(root, 'MobileApps'), web: {}, ...(upstream && { upstream }) };
      const started = await DevServer.start(options, { log: () => {} });
      const stop = async () => {
        await started.close();
        fs.rmSync(root, { recursive: true, force: true });
      };
      return { port: Number(new URL(started.address().url).port), stop };
    });

    for (const [what, [sent, status]] of Object.entries(REQUESTS)) {
      it(`both SDKs read the refusal of ${what}, ${behind}`, async () => {
        assertTold(answerIn(await exchange(server().port, sent)), status);
      });
    }

    it(`both SDKs read the refusal of headers whose beginning came before, ${behind}`, async () => {
      const socket = net.connect(server().port, '127.0.0.1');
      // The answer to the first request shows that the server has read what came with it: the beginning of the second.
      socket.write(`GET /mobileapp/ HTTP/1.1\r\nHost: localhost\r\n\r\n${get('/mobileapp/$info').slice(0, -2)}`);
      const chunks: Buffer[] = [];
      for await (const chunk of socket) {
        if (chunks.length === 0) socket.write(`X: ${LONG}\r\n\r\n`);
        chunks.push(chunk);
      }
      assertTold(answerIn(Buffer.concat(chunks).toString()), 431);
    });

    it(`a path of another system keeps the form of the server, ${behind}`, async () => {
      for (const sent of [
        get('/rest/$catalog', `X: ${LONG}\r\n`),
        get('/nowhere', 'nothing\r\n'),
        get('//rest/mobileapp/%zz'),
        get('/mobileapp/../rest/%zz'),
      ]) {
        const { text } = answerIn(await exchange(server().port, sent));
        assert.deepEqual(Object.keys(JSON.parse(text)), ['error'], text);
      }
    });

    it(`the refusal of a second request on a connection has the form of its own path, ${behind}`, async () => {
      const ping = 'GET /mobileapp/ HTTP/1.1\r\nHost: localhost\r\n\r\n';
      const first = answerIn(await exchange(server().port, ping + get('/rest/$catalog', 'nothing\r\n')));
      assert.deepEqual(Object.keys(JSON.parse(first.text)), ['error'], first.text);
      const other = ping.replace('/mobileapp/', '/rest/$catalog');
      assertTold(answerIn(await exchange(server().port, other + get('/mobileapp/$info', 'nothing\r\n'))), 400);
    });
  });
}
