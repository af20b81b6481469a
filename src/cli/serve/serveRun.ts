import { inOneLine } from '../../core/base/fullStop';
import type { LanAddress, ServerAddress } from '../../core/protocol/address';
import type { IntroductionLine } from '../../core/protocol/introductionLine';
import { jsonLines } from '../../core/terminal/jsonLines';
import { line, type TerminalLine } from '../../core/terminal/terminalLine';
import { folderFaultSync } from '../../disk/fileKind';
import { HttpControlClient } from '../../server/client/httpControlClient';
import { ServedFolders } from '../../server/client/servedFolders';
import type { ServerChildProcess } from '../../server/client/serverChildProcess';
import { isLanHost } from '../../server/kernel/guard/hostNames';
import type { ServerOptions } from '../../server/kernel/options/options';
import { ServerStartError } from '../../server/kernel/start/startErrors';
import '../../server/systems/mobile/mobileOptions';
import { CallError } from '../callError';
import { complain } from '../complain';
import { onEndingSignal } from '../onEndingSignal';
import { PRODUCT } from '../product';
import type { Terminal } from '../terminal';
import { PairingCodes } from './pairingCodes';
import type { ServeCall } from './serveOptions';

const LABEL_WIDTH = 20;

/**
 * Runs a server until a signal ends it. The caller stops it.
 * @throws CallError when it cannot start, or cannot go on
 */
export async function runServer(
  terminal: Terminal,
  server: ServerChildProcess,
  options: ServerOptions,
  { json, force }: Pick<ServeCall, 'json' | 'force'>,
): Promise<void> {
  const { mobileApps } = options;
  const served = new ServedFolders();
  let takeBack = async () => {};
  const signal = untilSignal();
  const ended = new AbortController();
  try {
    if (mobileApps !== undefined && !force) await assertUnserved(served, mobileApps);
    const address = await Promise.race([server.start(options), signal]);
    if (!address) return;
    if (mobileApps !== undefined) {
      takeBack = await served.announce(mobileApps, { ...address, by: `${PRODUCT} serve` }).catch(() => takeBack);
    }
    if (json) terminal.out(jsonLines(address));
    else {
      const client = new HttpControlClient(address);
      const lan = isLanHost(options.host ?? 'localhost') ? (await client.state()).lan : undefined;
      terminal.out(introduction(address, options, server.introduction, lan));
      if (lan) void showNewCodes(terminal, client, lan, ended.signal);
    }
    await Promise.race([signal, untilFailed(server)]);
  } catch (error) {
    throw error instanceof ServerStartError ? new CallError(inOneLine(error.message)) : error;
  } finally {
    await takeBack();
    ended.abort();
  }
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

/** Resolves when this process receives a signal to end. */
function untilSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    onEndingSignal(() => resolve(undefined));
  });
}

/** Rejects when the server died and is not restarted any more. */
function untilFailed(server: ServerChildProcess): Promise<never> {
  return new Promise((_resolve, reject) => {
    server.onDidChange((status) => {
      if (status === 'failed' && server.problem) reject(new ServerStartError(server.problem));
    });
  });
}

async function showNewCodes(
  terminal: Terminal,
  client: HttpControlClient,
  lan: LanAddress,
  ended: AbortSignal,
): Promise<void> {
  const codes = new PairingCodes(lan.pairingCode);
  try {
    await client.follow((change) => terminal.out(codes.after(change)), ended);
  } catch (error) {
    complain(terminal, `A new pairing code will not be shown here: ${(error as Error).message}`);
  }
}

/** The output for people. The control token is for programs and is not shown. */
function introduction(
  address: ServerAddress,
  { mobileApps }: ServerOptions,
  systems: readonly IntroductionLine[],
  lan: LanAddress | undefined,
): TerminalLine[] {
  return [
    lineOf({ label: 'Dev session server', text: address.url }),
    lineOf({ label: 'Mailbox', text: address.externalPlatformUrl }),
    // Who has started a system that tells of itself has no need to be told what else there could be.
    ...(mobileApps !== undefined || systems.length === 0
      ? [lineOf({ label: 'MobileApps folder', text: folderText(mobileApps) })]
      : []),
    ...systems.map(lineOf),
    ...(lan ? lanLines(lan) : []),
    line`Ctrl+C stops it. With --json it prints the control token, for programs.`,
  ];
}

function folderText(mobileApps: string | undefined): string {
  if (mobileApps === undefined) return 'none; --mobile-apps names one';
  return folderFaultSync(mobileApps) ? `${mobileApps} (not there yet; the first login makes it)` : mobileApps;
}

function lineOf({ label, text }: IntroductionLine): TerminalLine {
  return line`${label.padEnd(LABEL_WIDTH)}${text}`;
}

function lanLines({ urls, pairingCode }: LanAddress): TerminalLine[] {
  return [
    ...urls.map((url) => lineOf({ label: 'Local network', text: url })),
    lineOf({ label: 'Pairing code', text: pairingCode }),
    line`Warning: devices of the local network can reach this server. Each must open /pair there and type the code first.`,
  ];
}
