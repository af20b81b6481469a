import type { Command } from 'commander';
import { type CompletedOption, completedCommands } from './completedCommands';

/** A script for fish. */
export function fishCompletion(program: Command): string {
  const { commands, shared } = completedCommands(program);
  const name = program.name();
  const names = commands.map((each) => each.name).join(' ');
  const none = `not __fish_seen_subcommand_from ${names}`;
  const lines = commands.flatMap((command) => {
    const seen = `__fish_seen_subcommand_from ${command.name}`;
    return [
      `complete -c ${name} -n ${quoted(none)} -f -a ${command.name} -d ${quoted(command.words)}`,
      ...command.options.map((each) => optionLine(name, seen, each)),
      ...(command.values.length > 0
        ? [`complete -c ${name} -n ${quoted(seen)} -f -a ${quoted(command.values.join(' '))}`]
        : []),
    ];
  });
  const ofAll = shared.filter(({ flags }) => !flags.includes('--help'));
  return [
    `# Completion of ${name} for fish. Save it as ~/.config/fish/completions/${name}.fish`,
    ...ofAll.map((each) => optionLine(name, undefined, each)),
    ...lines,
  ].join('\n');
}

function optionLine(
  name: string,
  seen: string | undefined,
  { flags, words, takesValue, values }: CompletedOption,
): string {
  const named = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const value = values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : takesValue ? ' -r -F' : '';
  const when = seen === undefined ? '' : ` -n ${quoted(seen)}`;
  return `complete -c ${name}${when} ${named.join(' ')}${value} -d ${quoted(words)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
