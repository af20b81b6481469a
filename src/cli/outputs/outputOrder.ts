import { InvalidArgumentError, Option } from 'commander';
import { CallError } from '../callError';

/** A format, and where it is written to. */
export interface OutputOrder<Format extends string> {
  readonly format: Format;
  /** As it was given. Undefined for stdout. */
  readonly file?: string | undefined;
}

/** Options of a command with formats. */
export interface OutputOptions<Format extends string> {
  readonly format?: readonly OutputOrder<Format>[];
  readonly output?: string;
}

/** How stdout is named where a file is expected. */
const STDOUT = /^(?:-|\/dev\/stdout)$/;

/** `--format NAME[=FILE]`, which may be repeated. */
export function formatOption(formats: readonly string[], preset: string): Option {
  const words = `what is written, with =FILE to that file and not to stdout; may be repeated (default: ${preset})`;
  // The choices are for the help and for completion. A file may follow each.
  const option = new Option('--format <name[=file]>', words).choices(formats);
  return option.argParser((text: string, before: readonly OutputOrder<string>[] = []) => {
    const [format = '', ...rest] = text.split('=');
    if (!formats.includes(format)) throw new InvalidArgumentError(`Allowed choices are ${formats.join(', ')}.`);
    if (rest.length === 0) return [...before, { format }];
    const file = rest.join('=');
    if (file === '') throw new InvalidArgumentError('Name a file behind the equals sign.');
    return [...before, { format, file }];
  });
}

/** `--output FILE` */
export function outputOption(): Option {
  return new Option('--output <file>', 'write the format to this file and not to stdout; - is stdout');
}

/**
 * Says what is written where.
 * @param preset the format when none is given
 * @throws CallError when two formats would be mixed on stdout, or one has two files
 */
export function outputOrders<Format extends string>(
  { format: given, output }: OutputOptions<Format>,
  preset: Format,
): readonly OutputOrder<Format>[] {
  const orders = given && given.length > 0 ? given : [{ format: preset }];
  const [first] = orders;
  if (output === '') throw new CallError('--output names no file; give one, or leave the option out');
  if (output !== undefined && (orders.length > 1 || first?.file !== undefined)) {
    throw new CallError(
      '--output names the file of one format; with several, or beside NAME=FILE, write --format NAME=FILE for each',
    );
  }
  const all = orders.map((order) => (output === undefined ? order : { ...order, file: output }));
  const settled = all.map(({ format, file }) =>
    file === undefined || STDOUT.test(file) ? { format } : { format, file },
  );
  const [one, other] = settled.filter(({ file }) => file === undefined);
  if (one && other) {
    throw new CallError(
      `${one.format} and ${other.format} would be mixed on stdout; write one to a file: --format ${other.format}=FILE`,
    );
  }
  return settled;
}
