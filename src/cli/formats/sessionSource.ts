import { SessionFileReader } from '../../disk/sessionFile';
import { redact } from './redact';

/** Reads session files again, to show the lines that findings are about: secrets covered, so that they can be shown. */
export class SessionSource {
  private readonly reader = new SessionFileReader();

  /** Without a byte order mark, as findings count; undefined when the file cannot be read any more. */
  linesOf(file: string): string[] | undefined {
    const reading = this.reader.read(file);
    if (reading.kind !== 'text') return undefined;
    return redact(reading.text.replace(/^\ufeff/, '')).split(/\r\n|\n|\r/);
  }
}
