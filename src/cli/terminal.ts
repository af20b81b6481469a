import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** What a command can see and do outside of this process. */
export interface Terminal {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether stderr is a terminal. */
  readonly interactive: boolean;
  /** Columns of stdout. Undefined when it is not a terminal or does not report them. */
  readonly columns: number | undefined;
  /** Colours a text when stdout shows colours. NO_COLOR and FORCE_COLOR are respected. */
  style(style: Style, text: string): string;
  out(text: string): void;
  err(text: string): void;
  /** Whether stdin is a keyboard, not a pipe or a file. */
  readonly typed: boolean;
  /** All of stdin. */
  readInput(): Promise<Buffer>;
}

/** The terminal that this process runs in. */
export class ProcessTerminal implements Terminal {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(
    private readonly process: NodeJS.Process,
    onOutputFailed: (error: Error) => void,
  ) {
    this.cwd = process.cwd();
    this.env = process.env;
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      // The reader of our output has closed it (`| head`). That is not an error, and Node drops further output.
      if (error.code !== 'EPIPE') onOutputFailed(error);
    });
    // Without stderr no message can be shown. The exit status still tells the result.
    process.stderr.on('error', () => {});
  }

  get interactive(): boolean {
    return this.process.stderr.isTTY === true;
  }

  get columns(): number | undefined {
    // Some pseudo-terminals report 0.
    return (this.process.stdout.isTTY && this.process.stdout.columns) || undefined;
  }

  style(style: Style, text: string): string {
    return styleText(style, text, { stream: this.process.stdout });
  }

  out(text: string): void {
    this.process.stdout.write(text);
  }

  err(text: string): void {
    this.process.stderr.write(text);
  }

  get typed(): boolean {
    return this.process.stdin.isTTY === true;
  }

  async readInput(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
}
