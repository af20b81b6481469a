import type { Command, Option } from 'commander';
import { ERROR_CODES, HINT_CODES } from '../../core/compliance/finding';
import { FORMATS } from '../formats/format';
import { RUN_FORMATS } from '../run/runFormat';

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly words: string;
  readonly options: readonly CompletedOption[];
  /** What its first argument may be. Without them, files. */
  readonly values: readonly string[];
}

export interface CompletedOption {
  /** Such as `-h` and `--help`. */
  readonly flags: readonly string[];
  readonly words: string;
  readonly takesValue: boolean;
  /** What its value may be. Without them, a file or anything. */
  readonly values: readonly string[];
}

/** Values that commander does not know, as more can stand behind them, or they are checked when they are read. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'fix --only': [...ERROR_CODES, ...HINT_CODES],
  'check --format': FORMATS,
  'run --format': RUN_FORMATS,
};

/** All commands of the program, and those options that any of them takes. */
export function completedCommands(program: Command): {
  readonly commands: readonly CompletedCommand[];
  readonly shared: readonly CompletedOption[];
} {
  const names = program.commands.map((each) => each.name());
  const commands = program.commands.map((command) => ({
    name: command.name(),
    words: firstSentence(command.description()),
    options: [...command.options.filter(isShown).map((each) => completedOption(each, command.name())), HELP],
    values: command.name() === 'help' ? names : (command.registeredArguments[0]?.argChoices ?? []),
  }));
  return { commands, shared: [...program.options.filter(isShown).map((each) => completedOption(each)), HELP] };
}

const HELP: CompletedOption = { flags: ['-h', '--help'], words: 'explain it', takesValue: false, values: [] };

function completedOption(option: Option, command = ''): CompletedOption {
  const flags = [option.short, option.long].filter((each) => each !== undefined);
  return {
    flags,
    words: firstSentence(option.description),
    takesValue: option.required || option.optional,
    values: option.argChoices ?? VALUES[`${command} ${option.long}`] ?? [],
  };
}

function isShown({ hidden }: Option): boolean {
  return !hidden;
}

/** A shell shows one line. */
function firstSentence(words: string): string {
  return words.replace(/[.;:,(] .*$/s, '').replace(/\.$/, '');
}
