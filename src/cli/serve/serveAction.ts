import path from 'node:path';
import { ServerChildProcess } from '../../server/client/serverChildProcess';
import type { ServerOptions } from '../../server/kernel/options/options';
import { complain } from '../complain';
import { ExitCode } from '../exitCode';
import type { Terminal } from '../terminal';
import { AT_ONCE, EndingSignals, endAtOnce } from './endingSignals';
import type { ServerFrame } from './framedServer';
import type { CallDefaults, GivenOptions } from './givenOptions';
import type { ServeCall } from './serveOptions';

/**
 * What `serve` does, until a signal ends it.
 * @throws CallError as `serveOptions` and `runServer`
 */
export async function serveAction(terminal: Terminal, call: ServeCall): Promise<ExitCode> {
  const signals = new EndingSignals(() => {
    complain(terminal, AT_ONCE);
    endAtOnce(ExitCode.cannot);
  });
  const server = new ServerChildProcess({
    program: path.join(__dirname, 'server.js'),
    runtime: process.execPath,
    env: terminal.env,
    leavesSignals: true,
    onLog: (words) => complain(terminal, words),
  });
  // The server loads its code while this process loads and reads the options.
  server.prepare();
  try {
    await withOptions(terminal, call, {}, async (options, frame) => {
      const { runServer } = await import('./serveRun.js');
      await runServer(terminal, server, options, { ...frame, by: 'serve', json: call.json }, signals.first);
    });
  } finally {
    await server.stop();
  }
  // Nobody reads the lines that wait, and they would keep this process.
  if (terminal.isErrBehind) endAtOnce(ExitCode.fine);
  return ExitCode.fine;
}

/**
 * Runs with the options that a call describes. If that fails because of them, the error says which are at fault, and in which file.
 * @throws CallError
 */
export async function withOptions(
  terminal: Terminal,
  call: ServeCall,
  defaults: CallDefaults,
  run: (options: ServerOptions, frame: Omit<ServerFrame, 'by'>) => Promise<void>,
): Promise<void> {
  const { optionsOf, serveOptions, snapshotsOf } = await import('./serveOptions.js');
  const given = await optionsOf(terminal, call);
  const { inFile, called, url } = given;
  // The server gets what comes first only, and would not see what the file has wrong there.
  const isHidden = inFile !== undefined && (url !== undefined || Object.keys(called).length > 0);
  if (isHidden) await assertGiven(given);
  try {
    const { force, quiet } = call;
    await run(serveOptions(terminal, given, defaults), { force, quiet, ...snapshotsOf(terminal, call) });
  } catch (error) {
    await assertGiven(given);
    throw error;
  }
}

/** As `assertOptions`, whose code is long and hardly ever needed: the server checks the options. */
async function assertGiven(given: GivenOptions): Promise<void> {
  const { assertOptions } = await import('./configCheck.js');
  assertOptions(given);
}
