import { checkCommand } from './commands/check';
import { decodeCommand } from './commands/decode';
import { fixCommand } from './commands/fix';
import { runCommand } from './commands/run';
import { sampleCommand } from './commands/sample';
import { serveCommand } from './commands/serve';
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
  const commands = [checkCommand, fixCommand, decodeCommand, sampleCommand, serveCommand, runCommand].map((make) =>
    make(terminal, exit),
  );
  const code = await runProgram(terminal, process.argv.slice(2), commands);
  if (code !== undefined) exit(code);
}

void main();
