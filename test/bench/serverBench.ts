import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { promisify } from 'node:util';
import { writeSample } from '../../src/disk/writeSample';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import { sessionFor } from '../server/memoryFixture';
import type { Answers } from './answersFile';
import type { BenchRun } from './benchRun';
import type { FigureId } from './figures';
import { LOGIN, LOOKUP, type LoadJob, type LoadResult } from './load';
import { median, ratios } from './rounds';

const CONNECTIONS = 64;

/**
 * What the dev session server answers in a second, as a ratio to node:http answering the same bytes, in turns; and Fastify
 * alone as a ratio to the same: no server that is built on it comes above that.
 */
export async function benchServer(run: BenchRun): Promise<void> {
  const { folder, build, sizes } = run;
  const mobileApps = path.join(folder, 'MobileApps');
  await writeSample(mobileApps, { sessions: sizes.small, damaged: 0, seed: 1 });
  const server = new ServerChildProcess({
    program: build.program('server.js'),
    runtime: process.execPath,
    onLog: (line) => console.error(line),
  });
  const others: ChildProcess[] = [];
  try {
    const { url } = await server.start({ mobileApps });
    const { session } = sessionFor('bench');
    const { session: _s, status: _st, token: _t, ...body } = session;
    const tokens = tokensIn(mobileApps);
    const answers = await answersOf(url, body, tokens[0] as string);
    fs.writeFileSync(path.join(folder, 'answers.json'), JSON.stringify(answers));
    const startOther = async (program: string) => {
      const child = startWith(program, path.join(folder, 'answers.json'));
      others.push(child);
      return `http://127.0.0.1:${await firstLineOf(child)}`;
    };
    const urls = [url, await startOther('bareServer.js'), await startOther('fastifyServer.js')] as const;
    const job = { seconds: sizes.seconds, connections: CONNECTIONS };
    let devices = 0;
    const login = () => ({ body, devices: `device ${devices++}` });
    await compare(run, 'server.lookup', urls, (each) => load({ ...job, url: each, tokens }));
    // Each writes a file, safely.
    await compare(run, 'server.login', urls, (each) => load({ ...job, url: each, login: login() }));
  } finally {
    await server.stop();
    for (const child of others) child.kill();
  }
}

async function compare(
  { results, sizes }: BenchRun,
  id: 'server.lookup' | 'server.login',
  [ours, bares, fastifys]: readonly [ours: string, bare: string, fastify: string],
  ask: (url: string) => Promise<LoadResult>,
): Promise<void> {
  const our: LoadResult[] = [];
  const bare: LoadResult[] = [];
  const fastify: LoadResult[] = [];
  for (let round = 0; round < sizes.rounds; round++) {
    our.push(await ask(ours));
    bare.push(await ask(bares));
    fastify.push(await ask(fastifys));
  }
  const failures = [...our, ...bare, ...fastify].reduce((sum, each) => sum + each.failures, 0);
  if (failures > 0) throw new Error(`${id}: ${failures} requests failed.`);
  const perSecond = (told: readonly LoadResult[]) => told.map((each) => each.perSecond);
  const add = (figure: FigureId, measured: readonly LoadResult[]) =>
    results.add(
      figure,
      ratios(perSecond(measured), perSecond(bare)),
      `${Math.round(median(perSecond(measured)))} : ${Math.round(median(perSecond(bare)))} a second, p99 ` +
        `${median(measured.map(({ p99 }) => p99))} ms, ${CONNECTIONS} connections, ${sizes.rounds} rounds`,
    );
  add(id, our);
  if (id === 'server.lookup') add('server.fastify', fastify);
}

/** What the server answers, with the headers that node:http does not make itself. */
async function answersOf(url: string, body: object, token: string): Promise<Answers> {
  const own = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);
  const ask = async (request: string, init: RequestInit) => {
    const response = await fetch(url + request.split(' ')[1], init);
    if (!response.ok) throw new Error(`${request}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    const headers = Object.fromEntries([...response.headers].filter(([name]) => !own.has(name)));
    return [request, { headers: { ...headers, 'content-length': String(Buffer.byteLength(text)) }, body: text }];
  };
  const headers = { 'x-qmobile': '1', 'content-type': 'application/json' };
  return Object.fromEntries([
    await ask(`POST ${LOGIN}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    await ask(`GET ${LOOKUP}`, { headers: { 'x-qmobile': '1', authorization: `Bearer ${token}` } }),
  ]);
}

function startWith(program: string, answers: string): ChildProcess {
  return spawn(process.execPath, [path.join(__dirname, program), answers], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The first line that a process writes. */
export async function firstLineOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The server has no output.');
  const [line] = await once(readline.createInterface({ input: child.stdout }), 'line');
  return line;
}

/** Runs a job in a process of its own. */
export async function load(job: LoadJob): Promise<LoadResult> {
  const args = [path.join(__dirname, 'load.js'), JSON.stringify(job)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 24 });
  return JSON.parse(stdout);
}

/** Tokens of a few hundred accepted sessions: as many as one argument can name. */
function tokensIn(mobileApps: string): string[] {
  const tokens: string[] = [];
  for (const entry of fs.readdirSync(mobileApps, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const application = path.join(mobileApps, entry.name);
    for (const name of fs
      .readdirSync(application)
      .filter((each) => !each.includes('.'))
      .slice(0, 40)) {
      const text = fs.readFileSync(path.join(application, name), 'utf8').replace(/^\ufeff/, '');
      const session = JSON.parse(text) as { status: string; token?: string };
      if (session.status === 'accepted' && session.token) tokens.push(session.token);
    }
  }
  return tokens.slice(0, 400);
}
