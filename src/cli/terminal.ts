import { once } from 'node:events';
import fs from 'node:fs';
import { styleText } from 'node:util';
import type { FileLimit } from '../core/files/fileFault';
import { LineWriter } from '../core/terminal/lineWriter';
import type { TerminalLine } from '../core/terminal/terminalLine';
import { ProcessOutput } from '../disk/processOutput';
import { CallError } from './callError';

/** When output has colours: on a terminal, unless the environment says otherwise; or whatever is said there. */
export const COLOUR_CHOICES = ['auto', 'always', 'never'] as const;
export type ColourChoice = (typeof COLOUR_CHOICES)[number];

/** What a command can see and do outside of this process. */
export interface Terminal {
  /**
   * Absolute.
   * @throws CallError when the folder is not there any more
   */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether stderr is a terminal on which a line can be written anew. */
  readonly interactive: boolean;
  /** Columns of stdout. Undefined when it is not a terminal or does not report them. */
  readonly columns: number | undefined;
  /** Writes lines to stdout. Styles are shown when it shows colours. NO_COLOR and FORCE_COLOR are respected. */
  out(...lines: readonly (TerminalLine | Iterable<TerminalLine>)[]): void;
  /** Resolves when stdout takes nothing any more: its reader has closed it, or it cannot be written, which was told. */
  readonly outLost: Promise<'closed' | 'failed'>;
  /** Says when stdout has colours. */
  showColours(choice: ColourChoice): void;
  /** Writes lines to stderr. */
  err(...lines: readonly TerminalLine[]): void;
  /** Whether stderr has not taken what was written there: its reader is slow, or does not read. */
  readonly isErrBehind: boolean;
  /** Resolves when stderr has taken what was written there, or the wait is aborted. */
  errTaken(signal: AbortSignal): Promise<void>;
  /** Shows a line on stderr until something else is written there, or it is called without a line. */
  pass(line?: TerminalLine): void;
  /** Whether stdin is a keyboard, not a pipe or a file. */
  readonly typed: boolean;
  /**
   * All of stdin.
   * @throws CallError when it is larger than the limit; the rest is not read. Or when it is closed, or a device without anything
   */
  readInput(limit: FileLimit): Promise<Buffer>;
}

/** The terminal that this process runs in. */
export class ProcessTerminal implements Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly outLost: Promise<'closed' | 'failed'>;
  private readonly stdout: LineWriter;
  private colours: ColourChoice = 'auto';
  private readonly stderr: LineWriter;

  constructor(
    private readonly process: NodeJS.Process,
    onOutputFailed: (error: Error) => void,
  ) {
    this.env = process.env;
    const { stdout, stderr } = process;
    let lose: (how: 'closed' | 'failed') => void = () => {};
    this.outLost = new Promise((resolve) => {
      lose = resolve;
    });
    const onFailed = (error: Error) => {
      onOutputFailed(error);
      lose('failed');
    };
    const output = new ProcessOutput(stdout, onFailed, () => lose('closed'));
    this.stdout = new LineWriter(output, (style, text) => {
      if (this.colours === 'never') return text;
      return styleText(style, text, this.colours === 'always' ? { validateStream: false } : { stream: stdout });
    });
    // Without stderr no message can be shown. The exit status still tells the result.
    this.stderr = new LineWriter(new ProcessOutput(stderr, () => {}), (style, text) =>
      styleText(style, text, { stream: stderr }),
    );
  }

  get cwd(): string {
    try {
      return this.process.cwd();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new CallError(
        code === 'ENOENT'
          ? 'the folder that this was called in is not there any more; go to another one'
          : `the folder that this was called in cannot be used: ${message}; go to another one`,
      );
    }
  }

  get interactive(): boolean {
    return this.process.stderr.isTTY === true && this.env.TERM !== 'dumb';
  }

  get columns(): number | undefined {
    // Some pseudo-terminals report 0.
    return (this.process.stdout.isTTY && this.process.stdout.columns) || undefined;
  }

  out(...lines: readonly (TerminalLine | Iterable<TerminalLine>)[]): void {
    // Both may be one screen.
    this.stderr.clear();
    for (const each of lines) this.stdout.write(Symbol.iterator in each ? each : [each]);
  }

  showColours(choice: ColourChoice): void {
    this.colours = choice;
  }

  err(...lines: readonly TerminalLine[]): void {
    this.stderr.write(lines);
  }

  get isErrBehind(): boolean {
    return this.process.stderr.writableNeedDrain;
  }

  async errTaken(signal: AbortSignal): Promise<void> {
    if (!this.isErrBehind) return;
    // A reader that goes away takes nothing any more.
    const { stderr } = this.process;
    const done = new AbortController();
    const either = AbortSignal.any([signal, done.signal]);
    await Promise.race(['drain', 'close'].map((name) => once(stderr, name, { signal: either }))).catch(() => {});
    done.abort();
  }

  pass(line?: TerminalLine): void {
    if (line) this.stderr.pass(line);
    else this.stderr.clear();
  }

  get typed(): boolean {
    return this.process.stdin.isTTY === true;
  }

  async readInput(limit: FileLimit): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of this.process.stdin) {
      bytes += (chunk as Buffer).length;
      if (bytes > limit.bytes) {
        throw new CallError(`stdin has more than the ${limit.bytes} B that may be read; give less`);
      }
      chunks.push(chunk as Buffer);
    }
    if (bytes === 0 && !this.typed && isDevice(STDIN)) {
      throw new CallError(
        'stdin is closed, or leads to an empty device; send to it what is to be read, such as with < FILE',
      );
    }
    return Buffer.concat(chunks);
  }
}

const STDIN = 0;

/** Where stdin is closed, Node puts an empty device in its place. */
function isDevice(descriptor: number): boolean {
  try {
    return fs.fstatSync(descriptor).isCharacterDevice();
  } catch {
    return true;
  }
}
