import { SUBCOMMANDS } from './commands/subcommands';
import { complain } from './complain';
import { ExitCode } from './exitCode';
import { messagesOf, runProgram } from './program';
import { systemErrorText } from './systemError';
import { ProcessTerminal } from './terminal';

/** Runs the command in the arguments of this process, and sets its exit status. Never rejects. */
export async function runCommandLine(): Promise<void> {
  const exit = (code: ExitCode) => {
    // Once something could not be done, the exit status stays.
    if (process.exitCode !== ExitCode.cannot) process.exitCode = code;
  };
  const terminal = new ProcessTerminal(process, (error) => {
    complain(terminal, `the output cannot be written: ${systemErrorText(error)}`);
    exit(ExitCode.cannot);
  });
  // Node would write these itself, with the names in them as they are.
  process.on('uncaughtException', (error) => {
    for (const words of messagesOf(error)) complain(terminal, words);
    process.exit(ExitCode.cannot);
  });
  if (process.listenerCount('warning') > 0) {
    process.removeAllListeners('warning');
    process.on('warning', ({ name, message }) => complain(terminal, `${name}: ${message}`));
  }
  const commands = SUBCOMMANDS.map((make) => make(terminal, exit));
  const code = await runProgram(terminal, process.argv.slice(2), commands);
  if (code !== undefined) exit(code);
}
