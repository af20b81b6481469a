import { SUBCOMMANDS } from './commands/subcommands';
import { ExitCode } from './exitCode';
import { PRODUCT } from './product';
import { runProgram } from './program';
import { ProcessTerminal } from './terminal';

async function main(): Promise<void> {
  const exit = (code: ExitCode) => {
    // Once something could not be done, the exit status stays.
    if (process.exitCode !== ExitCode.cannot) process.exitCode = code;
  };
  const terminal = new ProcessTerminal(process, (error) => {
    process.stderr.write(`${PRODUCT}: the output cannot be written: ${error.message}\n`);
    exit(ExitCode.cannot);
  });
  const commands = SUBCOMMANDS.map((make) => make(terminal, exit));
  const code = await runProgram(terminal, process.argv.slice(2), commands);
  if (code !== undefined) exit(code);
}

void main();
