import { SessionFileReader } from '../../disk/sessionFile';
import { redact } from './redactSession';

/** Reads session files again to show the lines with findings. Secrets are covered. */
export class SessionSource {
  private readonly reader = new SessionFileReader();

  /** @param texts those that came on stdin, by the path of the file that they stand for */
  constructor(private readonly texts: ReadonlyMap<string, string>) {}

  /** The lines without a byte order mark, as findings count them. Undefined when the file cannot be read any more. */
  linesOf(file: string): string[] | undefined {
    const text = this.texts.get(file) ?? this.textOf(file);
    return text === undefined ? undefined : redact(text.replace(/^\ufeff/, '')).split(/\r\n|\n|\r/);
  }

  private textOf(file: string): string | undefined {
    const reading = this.reader.read(file, true);
    return reading.kind === 'text' ? reading.text : undefined;
  }
}
