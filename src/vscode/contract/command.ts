declare const DECLARED: unique symbol;

/** What code needs to know of a command to run it: its id and its arguments. The command itself may accept more. */
export interface Executable<A extends readonly unknown[]> {
  readonly id: string;
  /** Only a type. It has no value at run time. */
  readonly takes: (...args: A) => void;
  /** Only a type. An object with any id is no command. */
  readonly [DECLARED]: true;
}

export interface CommandOptions {
  /** True when the command is not in the manifest, because only code runs it. */
  readonly isInternal?: true;
  /** The arguments that a key binding in the manifest passes. */
  readonly keyArguments?: unknown;
  /** The arguments that a link in a text of the manifest passes. */
  readonly linkArguments?: readonly unknown[];
}

/** A command of the extension or of VS Code: its id and the types of its arguments. */
export class Command<A extends readonly unknown[] = []> implements Executable<A> {
  declare readonly takes: (...args: A) => void;
  declare readonly [DECLARED]: true;
  /** Only a type: the arguments of the function that handles the command. */
  declare readonly given: A;

  constructor(
    readonly id: string,
    readonly options: CommandOptions = {},
  ) {}
}
