/** A command as one who executes it sees it: what it takes. It may take more than it is given. */
export interface Executable<A extends readonly unknown[]> {
  readonly id: string;
  /** For the compiler alone: there is no value. */
  readonly takes: (...args: A) => void;
}

export interface CommandOptions {
  /** That it is not in the manifest: only code executes it. */
  readonly isInternal?: true;
  /** What a key of the manifest gives it. */
  readonly keyArguments?: unknown;
}

/** A command of the extension or of VS Code: its id, and the types of what it takes. */
export class Command<A extends readonly unknown[] = []> implements Executable<A> {
  declare readonly takes: (...args: A) => void;
  /** For the compiler alone: what the function behind the command is given. */
  declare readonly given: A;

  constructor(
    readonly id: string,
    readonly options: CommandOptions = {},
  ) {}
}
