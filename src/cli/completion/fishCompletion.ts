import type { Command } from 'commander';
import { type CompletedCommand, type CompletedOption, completedCommands, flagsWithValue } from './completedCommands';

/** A script for fish from 3.0 on. */
export function fishCompletion(program: Command): string {
  const { commands, shared } = completedCommands(program);
  const name = program.name();
  return [
    `# Completion of ${name} for fish. Save it as ~/.config/fish/completions/${name}.fish`,
    functions(commands, shared),
    // `--help` is among the options of each command too.
    ...shared.map((each) => optionLine(name, each.flags.includes('--help') ? IS_NONE : undefined, each)),
    ...commands.flatMap((command) => commandLines(name, command)),
  ].join('\n');
}

/**
 * The first command of the line counts: a later word with such a name is a file, or what `help` explains. fish itself offers no options
 * behind `--`, but would go on with the rest.
 */
function functions(commands: readonly CompletedCommand[], shared: readonly CompletedOption[]): string {
  return `function __session_workbench_command
  set -l words (commandline -opc)
  set -e words[1]
  for each in $words
    if contains -- "$each" '--' ${commands.map((each) => each.name).join(' ')}
      string match -v -- -- "$each"
      return
    end
  end
end
function __session_workbench_is
  set -l found (__session_workbench_command)
  not contains -- -- (commandline -opc)
  and test "$found" = "$argv[1]"
end
function __session_workbench_runs
  set -l found (__session_workbench_command)
  contains -- -- (commandline -opc)
  and test "$found" = "$argv[1]"
end
function __session_workbench_other
  # complete would run what stands in parentheses.
  string match -q '*(*' -- (commandline -ct)
  and return
  set -l words (commandline -opc)
  set -l at (contains -i -- -- $words)
  set -e words[1..$at]
  complete -C (string join ' ' -- (string escape -- $words) (commandline -ct))
end
function __session_workbench_given
  set -l words (commandline -opc)
  set -e words[1]
  set -l command (__session_workbench_command)
  set -l at (contains -i -- "$command" $words)
  or return
  set -l before
  for each in $words[$at..-1]
    if set -q before[1]; and not string match -q -- '-*' "$each"; and not contains -- "$before" ${flagsWithValue(shared).join(' ')}
      return
    end
    set before "$each"
  end
  return 1
end
function __session_workbench_folders
  __fish_complete_directories (string replace -r '^--[^=]*=' '' -- (commandline -ct))
end
function __session_workbench_outputs
  set -l value (string replace -r '^--[^=]*=' '' -- (commandline -ct))
  set -l parts (string split -m 1 = -- $value)
  if set -q parts[2]
    __fish_complete_path $parts[2] | string replace -r '^' "$parts[1]="
  else
    printf '%s\\n' $argv
  end
end`;
}

const IS_NONE = '__session_workbench_is ""';

function commandLines(name: string, command: CompletedCommand): string[] {
  const is = `__session_workbench_is ${command.name}`;
  const lines = [
    `complete -c ${name} -n ${quoted(IS_NONE)} -f -a ${command.name} -d ${quoted(command.words)}`,
    ...command.options.map((each) => optionLine(name, is, each)),
  ];
  if (command.places === 'folders') {
    lines.push(`complete -c ${name} -n ${quoted(is)} -f -a '(__session_workbench_folders)'`);
  } else if (command.places === 'none') {
    lines.push(`complete -c ${name} -n ${quoted(is)} -f`);
  }
  if (command.values.length > 0) {
    const isFirst = `${is}; and not __session_workbench_given`;
    lines.push(`complete -c ${name} -n ${quoted(isFirst)} -f -a ${quoted(command.values.join(' '))}`);
  }
  if (command.runsOther) {
    const runs = quoted(`__session_workbench_runs ${command.name}`);
    lines.push(`complete -c ${name} -n ${runs} -f -a '(__session_workbench_other)'`);
  }
  return lines;
}

function optionLine(name: string, when: string | undefined, option: CompletedOption): string {
  const named = option.flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const condition = when === undefined ? '' : ` -n ${quoted(when)}`;
  return `complete -c ${name}${condition} ${named.join(' ')}${valueWords(option)} -d ${quoted(option.words)}`;
}

function valueWords({ takesValue, takesFile, takesFolder, values }: CompletedOption): string {
  if (takesFolder) return " -x -a '(__session_workbench_folders)'";
  if (values.length > 0) {
    const words = values.join(' ');
    return ` -x -a ${quoted(takesFile ? `(__session_workbench_outputs ${words})` : words)}`;
  }
  if (!takesValue) return '';
  return takesFile ? ' -r -F' : ' -x';
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
