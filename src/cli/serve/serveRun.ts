import type { LanAddress, ServerAddress } from '../../core/protocol/address';
import type { IntroductionLine } from '../../core/server/introductionLine';
import { jsonLines } from '../../core/terminal/jsonLines';
import { line, type TerminalLine } from '../../core/terminal/terminalLine';
import { folderFaultSync } from '../../disk/fileKind';
import type { HttpControlClient } from '../../server/client/httpControlClient';
import type { ServerChildProcess } from '../../server/client/serverChildProcess';
import { isLanHost } from '../../server/kernel/guard/hostNames';
import type { ServerOptions } from '../../server/kernel/options/options';
import '../../server/systems/mobile/mobileOptions';
import { CallError } from '../callError';
import { complain } from '../complain';
import type { Terminal } from '../terminal';
import { type ServerFrame, startFramed } from './framedServer';
import { PairingCodes } from './pairingCodes';

const LABEL_WIDTH = 20;

/**
 * Runs a server until a signal ends it. The caller stops it.
 * @param signal resolves when a signal came
 * @throws CallError when it cannot start, or cannot go on, nobody reads stdout, or its snapshot cannot be read or written
 */
export async function runServer(
  terminal: Terminal,
  server: ServerChildProcess,
  options: ServerOptions,
  { json, ...frame }: ServerFrame & { readonly json: boolean },
  signal: Promise<undefined>,
): Promise<void> {
  const open = await startFramed(terminal, server, options, frame, signal);
  if (!open) return;
  const { address, client, failed } = open;
  const ended = new AbortController();
  if (json) terminal.out(jsonLines(address));
  else {
    const lan = isLanHost(options.host ?? 'localhost') ? (await client.state()).lan : undefined;
    terminal.out(introduction(address, options, server.introduction, lan));
    if (lan) void showNewCodes(terminal, client, lan, ended.signal);
  }
  try {
    await Promise.race([signal, failed, outLost(terminal)]);
  } finally {
    ended.abort();
    await open.close();
  }
}

/**
 * Resolves when stdout cannot be written, which was told.
 * @throws CallError when its reader has closed it: nobody can find the server by what it has told
 */
async function outLost(terminal: Terminal): Promise<void> {
  if ((await terminal.outLost) === 'closed')
    throw new CallError(
      'stdout was closed before all was read from it, so the server has ended; keep it open, or write it to a file',
    );
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
