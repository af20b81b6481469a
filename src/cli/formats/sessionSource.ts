import { SessionFileReader } from '../../disk/sessionFile';
import { redact } from './redactSession';

/** Reads session files again to show the lines with findings. Secrets are covered. */
export class SessionSource {
  private readonly reader = new SessionFileReader();

  /** The lines without a byte order mark, as findings count them. Undefined when the file cannot be read any more. */
  linesOf(file: string): string[] | undefined {
    const reading = this.reader.read(file, true);
    if (reading.kind !== 'text') return undefined;
    return redact(reading.text.replace(/^\ufeff/, '')).split(/\r\n|\n|\r/);
  }
}
