import { inOneLine, withoutFullStop } from '../../core/base/fullStop';
import type { ServerAddress } from '../../core/protocol/address';
import { ControlCallError } from '../../server/client/controlClient';
import { HttpControlClient } from '../../server/client/httpControlClient';
import { ServedFolders } from '../../server/client/servedFolders';
import type { ServerChildProcess } from '../../server/client/serverChildProcess';
import type { ServerOptions } from '../../server/kernel/options/options';
import { ServerStartError } from '../../server/kernel/start/startErrors';
import '../../server/systems/mobile/mobileOptions';
import { CallError } from '../callError';
import { PRODUCT } from '../product';
import type { Terminal } from '../terminal';
import type { AnswerLines } from './answerLines';

/** What happens around a server that a command runs. */
export interface ServerFrame {
  /** The command, as other programs are told who runs the server. */
  readonly by: string;
  /** Starts also if another server of this user serves the folder. */
  readonly force: boolean;
  /** Shows no line for each answer. */
  readonly quiet: boolean;
  /** Absolute path of a snapshot that is put in at the start. */
  readonly imported?: string | undefined;
  /** Absolute path of the file for the snapshot at the end. */
  readonly exported?: string | undefined;
}

/** A server that runs. */
export interface FramedServer {
  readonly address: ServerAddress;
  readonly client: HttpControlClient;
  /** Rejects with a CallError when the server died and is not restarted any more. */
  readonly failed: Promise<never>;
  /**
   * Shows the last answers and writes the snapshot. The caller stops the server then.
   * @throws CallError when the snapshot cannot be written
   */
  close(): Promise<void>;
}

/**
 * Starts a server with what is around it.
 * @param stopped resolves when it is to stop before it runs
 * @returns undefined if it was stopped before it ran
 * @throws CallError when it cannot start
 */
export async function startFramed(
  terminal: Terminal,
  server: ServerChildProcess,
  options: ServerOptions,
  frame: ServerFrame,
  stopped: Promise<undefined>,
): Promise<FramedServer | undefined> {
  const { mobileApps } = options;
  const served = new ServedFolders();
  if (mobileApps !== undefined && !frame.force) await assertUnserved(served, mobileApps);
  const snapshot = await snapshotFor(terminal, frame);
  const address = await Promise.race([started(server, options), stopped]);
  if (!address) return undefined;
  const client = new HttpControlClient(address);
  if (snapshot !== undefined) await putIn(client, String(frame.imported), snapshot);
  const takeBack = mobileApps === undefined ? undefined : await announced(served, mobileApps, address, frame.by);
  const ended = new AbortController();
  const lines = frame.quiet ? undefined : await linesOf(terminal, client, snapshot !== undefined);
  const following = lines?.follow(ended.signal);
  return {
    address,
    client,
    failed: untilFailed(server),
    async close() {
      ended.abort();
      await following;
      await lines?.finish();
      await takeBack?.();
      if (frame.exported !== undefined) await writeOut(client, frame.exported);
    },
  };
}

/**
 * Two servers on one folder overwrite what the other one writes, and each has sessions in memory that the other has not.
 * @throws CallError when another server of this user serves the folder
 */
async function assertUnserved(served: ServedFolders, folder: string): Promise<void> {
  const other = await served.find(folder);
  if (!other) return;
  const who = other.by === undefined ? `the process ${other.pid}` : `${other.by} (process ${other.pid})`;
  throw new CallError(
    `${who} serves ${folder} already, at ${other.url}; use that server, stop it, or start a second one with --force`,
  );
}

/** What is to be put in. The code for snapshots is read by those calls alone that name a file. */
async function snapshotFor(terminal: Terminal, { imported, exported }: ServerFrame): Promise<unknown> {
  if (imported === undefined && exported === undefined) return undefined;
  const { assertExportable, firstRunWords, importedSnapshot } = await import('./snapshotFile.js');
  const snapshot = imported === undefined ? undefined : await importedSnapshot(imported, exported);
  if (exported !== undefined) await assertExportable(exported);
  if (imported !== undefined && snapshot === undefined) terminal.err(firstRunWords(imported));
  return snapshot;
}

async function started(server: ServerChildProcess, options: ServerOptions): Promise<ServerAddress> {
  try {
    return await server.start(options);
  } catch (error) {
    throw error instanceof ServerStartError ? new CallError(inOneLine(error.message)) : error;
  }
}

async function putIn(client: HttpControlClient, file: string, snapshot: unknown): Promise<void> {
  try {
    await client.putSnapshot(snapshot);
  } catch (error) {
    if (!(error instanceof ControlCallError)) throw error;
    throw new CallError(
      `--import names ${file}, which the server refuses: ${withoutFullStop(inOneLine(error.message))}`,
    );
  }
}

/** A server that cannot be told of runs all the same. */
async function announced(
  served: ServedFolders,
  folder: string,
  address: ServerAddress,
  by: string,
): Promise<(() => Promise<void>) | undefined> {
  return served.announce(folder, { ...address, by: `${PRODUCT} ${by}` }).catch(() => undefined);
}

async function linesOf(terminal: Terminal, client: HttpControlClient, isPutIn: boolean): Promise<AnswerLines> {
  const { AnswerLines } = await import('./answerLines.js');
  const lines = new AnswerLines(terminal, client);
  if (isPutIn) await lines.skip();
  return lines;
}

/** Rejects when the server died and is not restarted any more. */
function untilFailed(server: ServerChildProcess): Promise<never> {
  const failed = new Promise<never>((_resolve, reject) => {
    server.onDidChange((status) => {
      if (status !== 'failed' || !server.problem) return;
      reject(new CallError(inOneLine(new ServerStartError(server.problem).message)));
    });
  });
  // It may fail when nobody waits for it any more.
  failed.catch(() => {});
  return failed;
}

async function writeOut(client: HttpControlClient, file: string): Promise<void> {
  const { exportSnapshot, lostSnapshot } = await import('./snapshotFile.js');
  let snapshot: unknown;
  try {
    snapshot = await client.snapshot();
  } catch (error) {
    throw new CallError(lostSnapshot(file, withoutFullStop(inOneLine((error as Error).message))));
  }
  await exportSnapshot(file, snapshot);
}
