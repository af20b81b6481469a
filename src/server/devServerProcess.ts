import path from 'node:path';
import process from 'node:process';
import v8 from 'node:v8';
import { JsonTooDeepError, parseJson } from '../core/json/parseJson';
import type { ServerProblem } from '../core/protocol/serverProblem';
import { OptionsError } from '../core/server/optionsError';
import { jsonLines } from '../core/terminal/jsonLines';
import { LineWriter } from '../core/terminal/lineWriter';
import { linesOf } from '../core/terminal/terminalLine';
import { ProcessOutput } from '../disk/processOutput';
import { DevServer } from './devServer';
import { loggable } from './kernel/answer/httpError';
import { checkedOptions } from './kernel/options/optionsCheck';
import { assertPaths } from './kernel/options/optionsPaths';
import { Recovery } from './kernel/recovery/recovery';
import {
  type CloseMessage,
  type FromServer,
  STATE_FILES,
  type StartMessage,
  type ToServer,
} from './kernel/start/childProtocol';
import { ServerStartError, StateRefusedError } from './kernel/start/startErrors';
import { watchParent } from './kernel/start/watchParent';
import { assertSystemOptions, resolvedOptions } from './systemOptions';
import { SYSTEMS } from './systems';

const MEDIA = path.join(__dirname, '../media');
// Closing takes milliseconds. A server that takes longer than this hangs.
const GRACE_MS = 3_000;

/**
 * The process of a dev session server. A parent process starts it over IPC, or a user starts it with the options on
 * stdin.
 */
export async function runServerProcess(): Promise<void> {
  // A parent reports the last lines on stderr as the reason for a crash, so the log goes to stdout. Without a parent,
  // stdout is for the address only.
  const stdout = new LineWriter(new ProcessOutput(process.stdout, () => {}));
  const output = process.send ? stdout : new LineWriter(new ProcessOutput(process.stderr, () => {}));
  const log = (text: string) => output.write(linesOf(text));
  // An uncaught error must not end the server, because other requests and their state would be lost.
  let hasFailed = false;
  const fail = (words: string) => {
    hasFailed = true;
    log(words);
  };
  process.on('uncaughtException', (error) => fail(`Uncaught: ${loggable(error)}`));
  process.on('unhandledRejection', (error) => fail(`Unhandled: ${loggable(error)}`));
  // Node would write warnings itself, with the names in them as they are.
  if (process.listenerCount('warning') > 0) {
    process.removeAllListeners('warning');
    process.on('warning', ({ name, message }) => log(`${name}: ${message}`));
  }
  if (process.send) serveParent(log, () => hasFailed);
  else await serveInput(log, stdout);
}

/** @param hasFailed whether something failed that no request waited for */
function serveParent(log: (line: string) => void, hasFailed: () => boolean): void {
  let server: Promise<DevServer> | undefined;
  const watched = watchParent(path.join(__dirname, 'parentWatch.js'));
  const end = () => {
    watched.closing();
    void close(server);
  };
  process.once('disconnect', end);
  process.once('SIGTERM', end);
  // Ctrl-C is sent to every process of a terminal. The parent decides what it means for this process.
  process.on('SIGINT', () => {});
  process.on('message', (message: ToServer) => {
    if (message.kind === 'stop') return end();
    if (message.kind === 'close') {
      const closing = server;
      server = undefined;
      void closeOnly(closing, message, log, hasFailed);
      return;
    }
    if (message.leavesSignals) leaveSignals(end);
    server = start(message, log);
    server.then(
      (running) => {
        void tell({ kind: 'ready', address: running.address(), introduction: running.introduction() }).then(
          watched.running,
        );
      },
      async (error) => {
        await tell({ kind: 'failed', problem: problemOf(error), isByState: error instanceof StateRefusedError });
        process.exit(1);
      },
    );
  });
}

/** The parent decides what they mean. It stops this process, or ends, which this process sees too. */
function leaveSignals(end: () => void): void {
  process.off('SIGTERM', end);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    if (process.listenerCount(signal) === 0) process.on(signal, () => {});
}

async function serveInput(log: (line: string) => void, stdout: LineWriter): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  let server: DevServer;
  try {
    server = await start({ kind: 'start', options: optionsIn(Buffer.concat(chunks).toString()) }, log);
  } catch (error) {
    const failed: FromServer = { kind: 'failed', problem: problemOf(error) };
    stdout.write(jsonLines(failed));
    process.exitCode = 1;
    return;
  }
  const ready: FromServer = { kind: 'ready', address: server.address(), introduction: server.introduction() };
  stdout.write(jsonLines(ready));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close(Promise.resolve(server)));
  }
}

function optionsIn(text: string): StartMessage['options'] {
  try {
    return parseJson(text) as StartMessage['options'];
  } catch (error) {
    if (error instanceof JsonTooDeepError) throw new OptionsError(error.message);
    throw new OptionsError('the options on stdin must be one JSON object');
  }
}

async function start(
  { options, before, hasStateFiles, backups }: StartMessage,
  log: (line: string) => void,
): Promise<DevServer> {
  const checked = resolvedOptions(checkedOptions(options), SYSTEMS, MEDIA);
  // Checked at the first start only: a file that is removed later must not prevent a restart after a crash.
  if (!before) {
    assertPaths(checked);
    await assertSystemOptions(checked, SYSTEMS, log);
  }
  const runtime = {
    log,
    media: MEDIA,
    ...(before && { before }),
    ...(hasStateFiles && { stateFiles: STATE_FILES }),
    ...(backups !== undefined && { backups }),
    onTrouble: (trouble: string | undefined) => void tell({ kind: 'keeping', trouble }),
  };
  const hasState = hasStateFiles && Recovery.isIn(STATE_FILES);
  try {
    // The parent must know before the state is read: this may be the last that it hears.
    if (hasState) await tell({ kind: 'takingUp', heapLimit: v8.getHeapStatistics().heap_size_limit });
    return await DevServer.start(checked, runtime);
  } catch (error) {
    if (!hasState || error instanceof ServerStartError) throw error;
    throw new StateRefusedError(loggable(error).split('\n', 1).join());
  }
}

function problemOf(error: unknown): ServerProblem {
  if (error instanceof ServerStartError) return error.problem;
  if (error instanceof OptionsError) {
    return { code: 'options', message: `The options cannot be used: ${error.message}.` };
  }
  return { code: 'not-started', message: `The dev session server cannot start: ${loggable(error).split('\n')[0]}.` };
}

/** Closes a server. The process is for another one then, if nothing of this one can be left in it. */
async function closeOnly(
  server: Promise<DevServer> | undefined,
  { mark }: CloseMessage,
  log: (line: string) => void,
  hasFailed: () => boolean,
): Promise<void> {
  try {
    await (await server)?.close();
  } catch (error) {
    log(`The server was not closed: ${loggable(error)}`);
    process.exit(1);
  }
  // What fails behind its back may fail once more, and would be told of the next server.
  if (hasFailed()) process.exit(0);
  log(mark);
  process.stderr.write(`${mark}\n`);
  await tell({ kind: 'closed' });
}

async function close(server: Promise<DevServer> | undefined): Promise<void> {
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  try {
    await (await server)?.close();
  } catch {
    // The server never ran, or the failure was reported already.
  }
  process.exit(0);
}

/** Resolves when the parent has received the message, or has ended. */
function tell(message: FromServer): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, {}, () => resolve());
    else resolve();
  });
}
