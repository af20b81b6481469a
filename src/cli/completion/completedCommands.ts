import type { Command, Option } from 'commander';
import { ERROR_CODES, HINT_CODES } from '../../core/compliance/finding';
import { FORMATS } from '../formats/format';
import { RUN_FORMATS } from '../run/runFormat';

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly words: string;
  readonly options: readonly CompletedOption[];
  /** What its first argument may be. It takes no other one then. Without them, see `places`. */
  readonly values: readonly string[];
  /** What its arguments are. */
  readonly places: 'files' | 'folders' | 'none';
  /** Whether another program's call is behind its `--`. */
  readonly runsOther: boolean;
}

export interface CompletedOption {
  /** Such as `-h` and `--help`. */
  readonly flags: readonly string[];
  readonly words: string;
  readonly takesValue: boolean;
  /** What its value may be. Without them, see `takesFile`. */
  readonly values: readonly string[];
  /** Whether its value is a file or a folder, or has one behind `=`. What else is no word of `values`, such as a port, only its user knows. */
  readonly takesFile: boolean;
  /** Whether its value is a folder. */
  readonly takesFolder: boolean;
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
    places: command.name() === 'help' ? 'none' : placesOf(command),
    runsOther: command.registeredArguments[0]?.name() === 'command' && command.registeredArguments[0].variadic,
  }));
  return {
    commands,
    shared: [...program.options.filter(isShown).map((each) => completedOption(each)), HELP],
  };
}

/** The shared options after which a word is no argument. */
export function flagsWithValue(shared: readonly CompletedOption[]): string[] {
  return shared.filter(({ takesValue }) => takesValue).flatMap(({ flags }) => flags);
}

function placesOf({ registeredArguments: [first] }: Command): CompletedCommand['places'] {
  if (!first || first.argChoices) return 'none';
  return first.name() === 'dir' ? 'folders' : 'files';
}

const HELP: CompletedOption = {
  flags: ['-h', '--help'],
  words: 'explain it',
  takesValue: false,
  values: [],
  takesFile: false,
  takesFolder: false,
};

function completedOption(option: Option, command = ''): CompletedOption {
  const flags = [option.short, option.long].filter((each) => each !== undefined);
  return {
    flags,
    words: firstSentence(option.description),
    takesValue: option.required || option.optional,
    values: option.argChoices ?? VALUES[`${command} ${option.long}`] ?? [],
    takesFile: /<[^>]*file\]?>/.test(option.flags),
    takesFolder: /<[^>]*dir>/.test(option.flags),
  };
}

function isShown({ hidden }: Option): boolean {
  return !hidden;
}

/** A shell shows one line. */
function firstSentence(words: string): string {
  return words.replace(/[.;:,(] .*$/s, '').replace(/\.$/, '');
}
