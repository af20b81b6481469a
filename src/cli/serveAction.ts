import { ExitCode } from './exitCode';
import { type ServeCall, serveOptions } from './serveOptions';
import { runServer } from './serveRun';
import type { Terminal } from './terminal';

/**
 * What `serve` does, until a signal ends it.
 * @throws CallError as `serveOptions` and `runServer`
 */
export async function serveAction(terminal: Terminal, call: ServeCall): Promise<ExitCode> {
  await runServer(terminal, await serveOptions(terminal, call), call.json);
  return ExitCode.fine;
}
