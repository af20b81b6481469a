import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import readline from 'node:readline';
import type { ServerAddress } from '../../src/core/protocol/address';
import type { ChangesPage } from '../../src/core/protocol/state';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import type { Snapshot } from '../../src/server/kernel/control/snapshot';
import { WEB_COOKIES, WEB_SESSIONS } from '../../src/server/systems/web/webSpaces';
import type { BenchRun } from './benchRun';
import { median } from './rounds';

const FEW = 500;
const ID_LENGTH = 32;
const YEAR_MS = 366 * 86_400_000;

/** What is asked of a server with many sessions. */
const CALLS = {
  'GET state': (server) => server.ask('GET', '/state'),
  'GET snapshot': (server) => server.ask('GET', '/snapshot'),
  'PUT snapshot': (server) => server.ask('PUT', '/snapshot', server.snapshot),
  'a step of a scenario: GET changes': async (server) => {
    const { id } = JSON.parse(await server.ask('GET', '/changes')) as ChangesPage;
    await server.visit('/rest/$catalog');
    await server.ask('GET', `/changes?after=${id}`);
  },
  'GET /rest/$info': (server) => server.visit('/rest/$info'),
  'a page of 100 sessions': (server) => server.ask('GET', '/web/sessions?limit=100'),
  'the begin of an event stream': (server) => server.firstEvent(),
  // Each leaves none, so they come back afterwards.
  'POST reset': async (server) => {
    await server.ask('POST', '/reset');
    await server.ask('PUT', '/snapshot', server.snapshot);
  },
  'a clock after the end of all sessions': async (server) => {
    await server.ask('POST', '/clock', JSON.stringify({ advanceMs: YEAR_MS }));
    // Waits until they have ended.
    await server.ask('GET', '/state');
    await server.ask('PUT', '/snapshot', server.snapshot);
  },
} satisfies Record<string, (server: FullServer) => Promise<unknown>>;

/**
 * How long a small request waits at most while a server with many web sessions tells or replaces all of them, as a
 * ratio to a server with few.
 */
export async function benchPauses({ build, results, sizes }: BenchRun): Promise<void> {
  const program = build.program('server.js');
  const servers = [await FullServer.start(program, FEW), await FullServer.start(program, sizes.webSessions)] as const;
  /** Of the call that makes others wait longest. */
  let worst = { what: '', few: [] as number[], many: [] as number[] };
  try {
    for (const [what, call] of Object.entries(CALLS)) {
      const [few, many]: [number[], number[]] = [[], []];
      for (let round = 0; round < sizes.rounds; round++) {
        few.push(await servers[0].longestWait(call));
        many.push(await servers[1].longestWait(call));
      }
      if (worst.what === '' || median(many) > median(worst.many)) worst = { what, few, many };
    }
  } finally {
    for (const server of servers) await server.stop();
  }
  results.add(
    'server.pause',
    worst.many,
    `during ${worst.what}, the worst of ${Object.keys(CALLS).length} calls; ${Math.round(median(worst.few))} ms with ${FEW}, ` +
      `${sizes.rounds} rounds, the longest ${Math.round(Math.max(...worst.many))} ms`,
  );
}

/** A server that has many web sessions. */
class FullServer {
  /** The state of the server, as a text. */
  snapshot = '';

  private constructor(
    private readonly child: ServerChildProcess,
    private readonly address: ServerAddress,
  ) {}

  static async start(program: string, sessions: number): Promise<FullServer> {
    const onLog = (line: string) => console.error(line);
    const child = new ServerChildProcess({ program, runtime: process.execPath, onLog });
    const server = new FullServer(child, await child.start({ web: {} }));
    await fetch(`${server.address.url}/rest/$catalog`);
    server.snapshot = withSessions(JSON.parse(await server.ask('GET', '/snapshot')), sessions);
    await server.ask('PUT', '/snapshot', server.snapshot);
    return server;
  }

  /** @returns the body of the answer */
  async ask(method: string, what: string, body?: string): Promise<string> {
    const headers = { authorization: `Bearer ${this.address.controlToken}`, 'content-type': 'application/json' };
    const response = await fetch(this.address.controlUrl + what, { method, headers, ...(body && { body }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${what}: ${response.status} ${text}`);
    return text;
  }

  /** Asks the application that the server stands for. */
  async visit(what: string): Promise<void> {
    await (await fetch(this.address.url + what)).arrayBuffer();
  }

  /** Begins to watch the server, until the first event, which has its state, has come. */
  async firstEvent(): Promise<void> {
    const ended = new AbortController();
    const headers = { authorization: `Bearer ${this.address.controlToken}` };
    const response = await fetch(`${this.address.controlUrl}/events`, { headers, signal: ended.signal });
    if (!response.body) throw new Error('GET /events: no answer');
    let last = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      last = last.slice(-1) + chunk;
      if (last.includes('\n\n')) break;
    }
    ended.abort();
  }

  /** The longest time in milliseconds that somebody waits for a small answer while something is asked. */
  async longestWait(call: (server: FullServer) => Promise<unknown>): Promise<number> {
    const { controlUrl, controlToken } = this.address;
    const args = [path.join(__dirname, 'pinger.js'), `${controlUrl}/outbox`, controlToken];
    const pinger = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = readline.createInterface({ input: pinger.stdout });
    await once(lines, 'line');
    await call(this);
    const told = once(lines, 'line');
    pinger.stdin.end();
    return Number((await told)[0]);
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}

/** The snapshot of a server with one web session, as it would be with many. */
function withSessions(snapshot: Snapshot, sessions: number): string {
  const first = (space: string) => {
    const entry = snapshot.entries.find((each) => each.space === space);
    if (!entry) throw new Error(`The snapshot has nothing in ${space}.`);
    return entry;
  };
  const [session, cookie] = [first(WEB_SESSIONS.name), first(WEB_COOKIES.name)];
  const rest = snapshot.entries.filter((entry) => entry !== session && entry !== cookie);
  const made = Array.from({ length: sessions }, (_, at) => {
    const id = `${at}`.padStart(ID_LENGTH, '0');
    return [
      { ...session, key: id, value: { ...(session.value as object), id, cookie: id } },
      { ...cookie, key: id, value: id },
    ];
  });
  return JSON.stringify({ ...snapshot, entries: [...rest, ...made.flat()] });
}
