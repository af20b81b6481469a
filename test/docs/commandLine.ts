import { SUBCOMMANDS } from '../../src/cli/commands/subcommands';
import { commandProgram } from '../../src/cli/program';
import type { Terminal } from '../../src/cli/terminal';

/** What a help needs of a terminal: nothing is called, and no line is wrapped. */
const NO_TERMINAL = { env: { COLUMNS: '100' }, columns: undefined } as unknown as Terminal;

const INTRODUCTION = `# The command line

This page is made from the program: \`session-workbench help COMMAND\` says the same. A call that is at fault, or a place that cannot be used,
is one line on stderr and the exit status 2. [What a team has decided](configuration.md) is found in \`session-workbench.json\`.

Help is as wide as the terminal, or as the variable \`COLUMNS\` says. Colours are on a terminal alone; \`NO_COLOR\`, \`FORCE_COLOR\` and
\`--color\` change that.
`;

/** The page of all commands with their options and examples. */
export function commandLinePage(): string {
  const program = commandProgram(
    NO_TERMINAL,
    SUBCOMMANDS.map((make) => make(NO_TERMINAL, () => {})),
  );
  const parts = [program, ...program.commands].map((command) => {
    const title = command === program ? '## All commands' : `## \`${command.name()}\``;
    let text = '';
    command.configureOutput({
      writeOut: (more) => {
        text += more;
      },
    });
    command.outputHelp();
    return `${title}\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
  });
  return [INTRODUCTION, ...parts].join('\n');
}
