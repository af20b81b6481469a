import path from 'node:path';
import { ServerChildProcess } from '../../server/client/serverChildProcess';
import { complain } from '../complain';
import { ExitCode } from '../exitCode';
import type { Terminal } from '../terminal';
import type { GivenOptions } from './givenOptions';
import type { ServeCall } from './serveOptions';

/**
 * What `serve` does, until a signal ends it.
 * @throws CallError as `serveOptions` and `runServer`
 */
export async function serveAction(terminal: Terminal, call: ServeCall): Promise<ExitCode> {
  const server = new ServerChildProcess({
    program: path.join(__dirname, 'server.js'),
    runtime: process.execPath,
    env: terminal.env,
    onLog: (words) => complain(terminal, words),
  });
  // The server loads its code while this process loads and reads the options.
  server.prepare();
  try {
    const { optionsOf, serveOptions } = await import('./serveOptions.js');
    const given = optionsOf(terminal, call);
    const { inFile, called, url } = given;
    // The server gets what comes first only, and would not see what the file has wrong there.
    const isHidden = inFile !== undefined && (url !== undefined || Object.keys(called).length > 0);
    if (isHidden) await assertGiven(given);
    try {
      const { runServer } = await import('./serveRun.js');
      await runServer(terminal, server, serveOptions(terminal, given), call);
    } catch (error) {
      await assertGiven(given);
      throw error;
    }
    return ExitCode.fine;
  } finally {
    await server.stop();
  }
}

/** As `assertOptions`, whose code is long and hardly ever needed: the server checks the options. */
async function assertGiven(given: GivenOptions): Promise<void> {
  const { assertOptions } = await import('./configCheck.js');
  assertOptions(given);
}
