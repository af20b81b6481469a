import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { type JournalEntry, NO_REQUEST } from '../../src/core/protocol/journal';
import { declareReasons } from '../../src/core/server/declareReasons';
import { decided } from '../../src/core/server/reasonKinds';
import { DevServer } from '../../src/server/devServer';
import { noting } from '../../src/server/kernel/journal/noting';
import type { SystemPlugin } from '../../src/server/kernel/system/emulatedSystem';
import { Control, until } from './devServers';

const REASONS = declareReasons('probe', { 'probe.answered': decided('It was answered.') });
const note = noting(REASONS);

/** A system with a route that reads a body and may answer late. */
const PROBE: SystemPlugin<'probe'> = {
  name: 'probe',
  reasonCodes: REASONS,
  paths: () => ['probe'],
  spaces: [],
  logs: [],
  create: () => ({
    faces: [
      {
        register: (app) => {
          app.route({
            method: ['GET', 'POST'],
            url: '/probe',
            config: { face: 'probe' },
            handler: async ({ trace, query, raw: { socket } }) => {
              const { after } = query as { after?: 'gone' | 'aTick' };
              if (after === 'gone') await new Promise((resolve) => socket.once('close', resolve));
              if (after === 'aTick') await new Promise((resolve) => setTimeout(resolve, 20));
              note(trace, 'probe.answered');
              return {};
            },
          });
        },
        dispose: () => {},
      },
    ],
    dispose: () => {},
  }),
};

const HOST = 'Host: localhost\r\n';
const EVIL = 'Host: evil.example\r\n';
const JSON_TYPE = 'Content-Type: application/json\r\n';
const CONTROL = '/_workbench/v1/reset';
const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\n${HOST}${more}\r\n`;
const post = (more: string, body = '') => `POST /probe HTTP/1.1\r\n${HOST}${JSON_TYPE}${more}\r\n${body}`;
const LAST = 'Connection: close\r\n';

/** How a client ends the connection, after everything that it sent was read. Without one, it does so after the answers. */
type End = 'half-closes' | 'resets' | 'destroys';

interface Case {
  /** Each is read before the next is sent. */
  readonly sends: readonly string[];
  readonly end?: End;
  /** The status of each answer that the client gets, if it waits for any. */
  readonly answers?: readonly number[];
  /** Each entry of the journal, in the order in which they were answered: method and path, status, and reasons. */
  readonly entries: readonly (readonly [asked: string, status: number, ...rules: string[]])[];
}

const nothing = (status: number, rule: string) => [`${NO_REQUEST} ${NO_REQUEST}`, status, rule] as const;
const answered = (path = '/probe', method = 'GET') => [`${method} ${path}`, 200, 'probe.answered'] as const;
const gone = ['POST /probe', 0, 'server.client-gone'] as const;

const CASES: Readonly<Record<string, Case>> = {
  'that expects what there is not': {
    sends: [get('/probe', 'Expect: 200-ok\r\n')],
    answers: [417],
    entries: [['GET /probe', 417, 'server.expectation']],
  },
  'that expects what there is not from the control API, without its token': {
    sends: [`POST ${CONTROL} HTTP/1.1\r\n${HOST}Expect: x\r\nContent-Length: 0\r\n\r\n`],
    answers: [401],
    entries: [[`POST ${CONTROL}`, 401, 'server.token-missing']],
  },
  'that expects what there is not from another host': {
    sends: [`GET /probe HTTP/1.1\r\n${EVIL}Expect: x\r\n\r\n`],
    answers: [403],
    entries: [['GET /probe', 403, 'server.host-unknown']],
  },
  'that expects what there is not on a path that cannot be decoded': {
    sends: [get('/%ff%', 'Expect: x\r\n')],
    answers: [417],
    entries: [['GET /%ff%', 417, 'server.expectation']],
  },
  'with an Expect in HTTP/1.0, which has none': {
    sends: [`GET /probe HTTP/1.0\r\n${HOST}Expect: x\r\n\r\n`],
    answers: [200],
    entries: [answered()],
  },
  'that waits with its body': {
    sends: [post(`Expect: 100-continue\r\nContent-Length: 2\r\n${LAST}`), '{}'],
    answers: [100, 200],
    entries: [answered('/probe', 'POST')],
  },
  'that waits with its body for another host': {
    sends: [`POST /probe HTTP/1.1\r\n${EVIL}${JSON_TYPE}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`],
    answers: [403],
    entries: [['POST /probe', 403, 'server.host-unknown']],
  },
  'for a tunnel': {
    sends: [`CONNECT a:1 HTTP/1.1\r\n${HOST}\r\n`],
    answers: [405],
    entries: [['CONNECT a:1', 405, 'server.tunnel']],
  },
  'for a tunnel through another host': {
    sends: [`CONNECT a:1 HTTP/1.1\r\n${EVIL}\r\n`],
    answers: [403],
    entries: [['CONNECT a:1', 403, 'server.host-unknown']],
  },
  'for another protocol': {
    sends: [get('/probe', 'Connection: Upgrade\r\nUpgrade: websocket\r\n')],
    answers: [200],
    entries: [answered()],
  },
  'for another protocol of another host': {
    sends: [`GET /probe HTTP/1.1\r\n${EVIL}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`],
    answers: [403],
    entries: [['GET /probe', 403, 'server.host-unknown']],
  },
  'that is the preface of HTTP/2': {
    sends: ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    answers: [400],
    entries: [nothing(400, 'server.http-malformed')],
  },
  ...Object.fromEntries(
    [20_000, 70_000, 300_000].map((size): [string, Case] => [
      `with headers of ${size} bytes`,
      { sends: [get('/probe', `X: ${'x'.repeat(size)}\r\n`)], entries: [nothing(431, 'server.headers-too-large')] },
    ]),
  ),
  'that is garbage': { sends: ['garbage\r\n\r\n'], answers: [400], entries: [nothing(400, 'server.http-malformed')] },
  'that is garbage twice': {
    sends: ['garbage\r\n\r\n', 'more\r\n\r\n'],
    answers: [400],
    entries: [nothing(400, 'server.http-malformed')],
  },
  'that is much garbage': { sends: ['garbage'.repeat(60_000)], entries: [nothing(400, 'server.http-malformed')] },
  'with a malformed chunk': {
    sends: [post('Transfer-Encoding: chunked\r\n'), 'zz\r\n'],
    answers: [400],
    entries: [['POST /probe', 400, 'server.http-malformed']],
  },
  'with two lengths': {
    sends: [post('Content-Length: 3\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
    answers: [400],
    entries: [nothing(400, 'server.http-malformed')],
  },
  'with another behind it': {
    sends: [get('/probe') + get('/probe?after=aTick', LAST)],
    answers: [200, 200],
    entries: [answered(), answered('/probe?after=aTick')],
  },
  'that is slow, with a fast one behind it': {
    sends: [get('/probe?after=aTick') + get('/probe', LAST)],
    answers: [200, 200],
    entries: [answered(), answered('/probe?after=aTick')],
  },
  'with garbage behind it': {
    sends: [`${get('/probe?after=aTick')}garbage\r\n\r\n`],
    answers: [200, 400],
    entries: [answered('/probe?after=aTick'), nothing(400, 'server.http-malformed')],
  },
  'with garbage after its answer': {
    sends: [get('/probe'), 'garbage\r\n\r\n'],
    answers: [200, 400],
    entries: [answered(), nothing(400, 'server.http-malformed')],
  },
  'with a malformed one behind it': {
    sends: [`${get('/probe?after=aTick')}${post('Transfer-Encoding: chunked\r\n', 'zz\r\n')}`],
    answers: [200, 400],
    entries: [answered('/probe?after=aTick'), ['POST /probe', 400, 'server.http-malformed']],
  },
  'that is refused before its malformed body': {
    sends: [`POST /probe HTTP/1.1\r\n${EVIL}Transfer-Encoding: chunked\r\n\r\n`, 'zz\r\n'],
    answers: [403],
    entries: [['POST /probe', 403, 'server.host-unknown']],
  },
  'that is refused before its malformed body, which comes with it': {
    sends: [`POST /probe HTTP/1.1\r\n${EVIL}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    answers: [403],
    entries: [['POST /probe', 403, 'server.host-unknown']],
  },
  'with garbage that comes with it': {
    sends: [`${get('/probe')}garbage\r\n\r\n`],
    answers: [200, 400],
    entries: [answered(), nothing(400, 'server.http-malformed')],
  },
  'with many others behind it, the last of which is malformed': {
    sends: [`${get('/probe').repeat(9)}${post('Transfer-Encoding: chunked\r\n', 'zz\r\n')}`],
    answers: [...Array<number>(9).fill(200), 400],
    entries: [...Array.from({ length: 9 }, () => answered()), ['POST /probe', 400, 'server.http-malformed']],
  },
  'whose client half-closes the connection before the answer': {
    sends: [get('/probe?after=gone')],
    end: 'half-closes',
    answers: [],
    entries: [['GET /probe?after=gone', 0, 'probe.answered', 'server.client-gone']],
  },
  'whose client ends in the middle of the body and still reads': {
    sends: [post('Content-Length: 9\r\n', '{')],
    end: 'half-closes',
    answers: [400],
    entries: [['POST /probe', 400, 'server.client-gone']],
  },
  'whose client ends in the middle of the headers and still reads': {
    sends: [`GET /probe HTTP/1.1\r\n${HOST}X-a`],
    end: 'half-closes',
    answers: [400],
    entries: [nothing(400, 'server.client-gone')],
  },
  'whose client is cut off in the middle of the body': {
    sends: [post('Content-Length: 9\r\n', '{')],
    end: 'resets',
    entries: [gone],
  },
  'whose client is cut off in the middle of a chunk': {
    sends: [post('Transfer-Encoding: chunked\r\n', '9\r\n{')],
    end: 'resets',
    entries: [gone],
  },
  'whose client is cut off in the middle of the headers': {
    sends: [`GET /probe HTTP/1.1\r\n${HOST}X-a`],
    end: 'resets',
    entries: [nothing(0, 'server.client-gone')],
  },
  'whose client leaves in the middle of the body': {
    sends: [post('Content-Length: 9\r\n', '{')],
    end: 'destroys',
    entries: [['POST /probe', 400, 'server.client-gone']],
  },
  'whose client is cut off before the answer': {
    sends: [get('/probe?after=gone')],
    end: 'resets',
    entries: [['GET /probe?after=gone', 0, 'probe.answered', 'server.client-gone']],
  },
  'whose client leaves after the answer': { sends: [get('/probe')], end: 'resets', entries: [answered()] },
  'that does not come': { sends: [], end: 'resets', entries: [] },
};

describe('every request and every connection that fails', () => {
  let server: DevServer;
  before(async () => {
    server = await DevServer.start({}, { log: () => {} }, [PROBE]);
  });
  after(() => server.close());

  for (const [what, { sends, end, answers, entries }] of Object.entries(CASES)) {
    it(`the journal has one entry with the right reason for a request ${what}`, async () => {
      const { url } = server.address();
      const control = new Control(server.address());
      const all = async () => (await control.get('/journal?limit=1000')).json.entries as JournalEntry[];
      const seen = (await all()).length;
      const client = new RawClient(Number(new URL(url).port));
      await client.connected;
      // A later connection that is answered shows that the server has read what was sent before.
      for (const text of sends) {
        client.send(text);
        await all();
      }
      client.end(end);
      await until(all, (found) => found.length >= seen + entries.length);
      if (answers)
        await until(
          () => client.answers.length,
          (count) => count >= answers.length,
        );
      await client.close();
      if (answers) assert.deepEqual(client.answers, answers);
      // Another request shows that nothing more is about to be written.
      await fetch(`${url}/nowhere`);
      const found = (await all()).slice(seen);
      assert.equal(found.pop()?.url, '/nowhere');
      assert.deepEqual(
        found.map(({ method, url, status, causes }) => [`${method} ${url}`, status, ...causes.map(({ rule }) => rule)]),
        entries,
      );
    });
  }
});

/** A client that sends what it likes, well-formed or not. */
class RawClient {
  readonly connected: Promise<unknown>;
  private readonly socket: net.Socket;
  private readonly closed: Promise<unknown>;
  private got = '';

  constructor(port: number) {
    this.socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.connected = once(this.socket, 'connect');
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.on('error', () => {});
    this.socket.on('end', () => this.socket.end());
    this.socket.setEncoding('utf8').on('data', (chunk) => {
      this.got += chunk;
    });
  }

  /** The status of each answer. */
  get answers(): number[] {
    return [...this.got.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  }

  send(text: string): void {
    if (this.socket.writable) this.socket.write(text);
  }

  end(how: End | undefined): void {
    if (how === 'half-closes') this.socket.end();
    if (how === 'resets') this.socket.resetAndDestroy();
    if (how === 'destroys') this.socket.destroy();
  }

  async close(): Promise<void> {
    this.socket.end();
    await this.closed;
  }
}
