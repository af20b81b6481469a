import { limitWords } from '../../../core/server/optionWords';

/** Logs what code prints, up to a limit for each run. */
export class CodeLog {
  private left: number;
  private isFull = false;

  /**
   * @param prefix what each line begins with
   * @param bytes the limit
   * @param option name of the option for the limit
   */
  constructor(
    private readonly write: (line: string) => void,
    private readonly prefix: string,
    private readonly bytes: number,
    private readonly option: string,
  ) {
    this.left = bytes;
  }

  /** Begins a run, which may print as much as the limit says. */
  begin(): void {
    this.left = this.bytes;
    this.isFull = false;
  }

  add(text: string): void {
    if (this.isFull) return;
    const shown = text.slice(0, this.left);
    this.left -= Buffer.byteLength(text);
    for (const line of shown.split(/\r?\n/)) if (line !== '') this.write(`${this.prefix}: ${line.trimEnd()}`);
    if (this.left >= 0) return;
    this.isFull = true;
    this.write(
      `${this.prefix}: More was printed than ${this.bytes / 1024} KiB (${limitWords(this.option)}); the rest is left out.`,
    );
  }
}
