import path from 'node:path';
import { ServerChildProcess } from '../server/client/serverChildProcess';
import { complain } from './complain';
import { ExitCode } from './exitCode';
import type { ServeCall } from './serveOptions';
import type { Terminal } from './terminal';

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
    const { serveOptions } = await import('./serveOptions.js');
    const options = serveOptions(terminal, call);
    const { runServer } = await import('./serveRun.js');
    await runServer(terminal, server, options, call.json);
    return ExitCode.fine;
  } finally {
    await server.stop();
  }
}
