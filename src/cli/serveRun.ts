import path from 'node:path';
import { inOneLine } from '../core/base/fullStop';
import type { LanAddress, ServerAddress } from '../core/protocol/address';
import type { IntroductionLine } from '../core/protocol/introductionLine';
import { jsonLines } from '../core/terminal/jsonLines';
import { line, type TerminalLine } from '../core/terminal/terminalLine';
import { HttpControlClient } from '../server/client/httpControlClient';
import { ServerChildProcess } from '../server/client/serverChildProcess';
import { isLanHost } from '../server/kernel/guard/hostNames';
import type { ServerOptions } from '../server/kernel/options/options';
import { ServerStartError } from '../server/kernel/start/startErrors';
import '../server/systems/mobile/mobileOptions';
import { CallError } from './callError';
import { complain } from './complain';
import type { Terminal } from './terminal';

const LABEL_WIDTH = 20;

/**
 * Runs a server until a signal ends it.
 * @throws CallError when it cannot start, or cannot go on
 */
export async function runServer(terminal: Terminal, options: ServerOptions, json: boolean): Promise<void> {
  const server = new ServerChildProcess({
    program: path.join(__dirname, 'server.js'),
    runtime: process.execPath,
    env: terminal.env,
    onLog: (words) => complain(terminal, words),
  });
  const signal = untilSignal();
  try {
    const address = await Promise.race([server.start(options), signal]);
    if (!address) return;
    terminal.out(json ? jsonLines(address) : await introduction(address, options, server.introduction));
    await Promise.race([signal, untilFailed(server)]);
  } catch (error) {
    throw error instanceof ServerStartError ? new CallError(inOneLine(error.message)) : error;
  } finally {
    await server.stop();
  }
}

/** Resolves when this process receives a signal to end. */
function untilSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    // The handler stays installed, so that a second Ctrl+C cannot end this process before the server has stopped.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(undefined));
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

/** The output for people. The control token is for programs and is not shown. */
async function introduction(
  address: ServerAddress,
  { mobileApps, host = 'localhost' }: ServerOptions,
  systems: readonly IntroductionLine[],
): Promise<TerminalLine[]> {
  const lan = isLanHost(host) ? (await new HttpControlClient(address).state()).lan : undefined;
  return [
    lineOf({ label: 'Dev session server', text: address.url }),
    lineOf({ label: 'Mailbox', text: address.externalPlatformUrl }),
    // Who has started a system that tells of itself has no need to be told what else there could be.
    ...(mobileApps !== undefined || systems.length === 0
      ? [lineOf({ label: 'MobileApps folder', text: mobileApps ?? 'none; --mobile-apps names one' })]
      : []),
    ...systems.map(lineOf),
    ...(lan ? lanLines(lan) : []),
    line`Ctrl+C stops it. With --json it prints the control token, for programs.`,
  ];
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
