import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** What a command may know of and do to the world around it. */
export interface Terminal {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether somebody looks at stderr while the work goes on. */
  readonly interactive: boolean;
  /** Columns of stdout; undefined when it is no terminal or does not say. */
  readonly columns: number | undefined;
  /** Colours a text for stdout, when stdout shows colours (NO_COLOR and FORCE_COLOR are honoured). */
  style(style: Style, text: string): string;
  out(text: string): void;
  err(text: string): void;
  /** Whether stdin is a keyboard rather than a pipe or a file. */
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
      // Whoever read us has heard enough (`| head`): nothing is wrong, and Node drops what is written from now on.
      if (error.code !== 'EPIPE') onOutputFailed(error);
    });
    // Without stderr there is nobody left to tell; the exit status still speaks.
    process.stderr.on('error', () => {});
  }

  get interactive(): boolean {
    return this.process.stderr.isTTY === true;
  }

  get columns(): number | undefined {
    // Some pseudo-terminals say 0.
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
