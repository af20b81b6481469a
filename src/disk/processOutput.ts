import fs from 'node:fs';

/**
 * stdout or stderr of this process. A reader that has closed it (`| head`) is no failure: what is left is dropped.
 * After a failure, nothing more is written.
 */
export class ProcessOutput {
  private isOpen = true;
  private readonly isFile: boolean;

  /**
   * @param onFailed called once, if the text cannot be written: the disk is full, for example
   * @param onClosed called once, if its reader has closed it before all was written
   */
  constructor(
    private readonly stream: NodeJS.WriteStream & { readonly fd: number },
    private readonly onFailed: (error: Error) => void,
    private readonly onClosed: () => void = () => {},
  ) {
    this.isFile = isFile(stream.fd);
    stream.on('error', (error) => this.fail(error));
  }

  write(text: string): void {
    if (!this.isOpen) return;
    if (!this.isFile) {
      this.stream.write(text);
      return;
    }
    try {
      writeWhole(this.stream.fd, text);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private fail(error: NodeJS.ErrnoException): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (error.code === 'EPIPE') this.onClosed();
    else this.onFailed(error);
  }
}

/** Node's own stream does not notice when only a part fits on the disk: it would be lost without an error. */
function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += fs.writeSync(file, bytes, written);
}

function isFile(descriptor: number): boolean {
  try {
    return fs.fstatSync(descriptor).isFile();
  } catch {
    // It is closed. Writing to the stream tells why.
    return false;
  }
}
