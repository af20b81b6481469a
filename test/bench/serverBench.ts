import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { promisify } from 'node:util';
import { writeSample } from '../../src/disk/writeSample';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import { sessionFor } from '../server/memoryFixture';
import type { Answers } from './bareServer';
import { LOGIN, LOOKUP, type LoadJob, type LoadResult } from './load';
import { median, medianRatio } from './rounds';

const SESSIONS = 5_000;
const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = 64;
const root = path.resolve(__dirname, '../../..');

/** What the dev session server answers in a second, as a ratio to node:http answering the same bytes, in turns. */
export async function benchServer(folder: string): Promise<void> {
  const mobileApps = path.join(folder, 'MobileApps');
  await writeSample(mobileApps, { sessions: SESSIONS, faults: 0, seed: 1 });
  const server = new ServerChildProcess({
    program: path.join(root, 'dist/server.js'),
    runtime: process.execPath,
    onLog: (line) => console.error(line),
  });
  let bare: ChildProcess | undefined;
  try {
    const { url } = await server.start({ mobileApps });
    const { session } = sessionFor('bench');
    const { session: _s, status: _st, token: _t, ...body } = session;
    const tokens = tokensIn(mobileApps);
    const answers = await answersOf(url, body, tokens[0] as string);
    bare = await startBare(path.join(folder, 'answers.json'), answers);
    const bareUrl = `http://127.0.0.1:${await firstLineOf(bare)}`;
    const job = { seconds: SECONDS, connections: CONNECTIONS };
    let devices = 0;
    const login = () => ({ body, devices: `device ${devices++}` });
    await compare('lookups of a session', 'target G12: at least 0.9', [
      () => load({ ...job, url, tokens }),
      () => load({ ...job, url: bareUrl, tokens }),
    ]);
    await compare('pairs of $authenticate (a new device) and a request', 'no target: each writes a file, safely', [
      () => load({ ...job, url, login: login() }),
      () => load({ ...job, url: bareUrl, login: login() }),
    ]);
  } finally {
    await server.stop();
    bare?.kill();
  }
}

async function compare(what: string, target: string, [ours, bares]: (() => Promise<LoadResult>)[]): Promise<void> {
  const our: LoadResult[] = [];
  const bare: LoadResult[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    our.push(await (ours as () => Promise<LoadResult>)());
    bare.push(await (bares as () => Promise<LoadResult>)());
  }
  const failures = [...our, ...bare].reduce((sum, each) => sum + each.failures, 0);
  if (failures > 0) throw new Error(`${what}: ${failures} requests failed.`);
  const perSecond = (results: LoadResult[]) => results.map((each) => each.perSecond);
  console.log(
    `${what}: ${medianRatio(perSecond(our), perSecond(bare)).toFixed(2)} x node:http alone ` +
      `(${Math.round(median(perSecond(our)))} : ${Math.round(median(perSecond(bare)))} a second, p99 ` +
      `${median(our.map(({ p99 }) => p99))} ms, ${CONNECTIONS} connections, median of ${ROUNDS}; ${target})`,
  );
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

async function startBare(file: string, answers: Answers): Promise<ChildProcess> {
  fs.writeFileSync(file, JSON.stringify(answers));
  return spawn(process.execPath, [path.join(__dirname, 'bareServer.js'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function firstLineOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The server has no output.');
  const [line] = await once(readline.createInterface({ input: child.stdout }), 'line');
  return line;
}

async function load(job: LoadJob): Promise<LoadResult> {
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
