import fs from 'node:fs';
import path from 'node:path';
import { OptionsError } from '../../../core/server/optionsError';

const NAME = /^example:(.*)$/;

/** Whether an option has the name of an example that ships, such as `example:otp`, and not a path. */
export function isExampleName(text: string): boolean {
  return NAME.test(text);
}

/**
 * Absolute path of the example that an option names, wherever this program is installed. Undefined when the value is no
 * name of an example.
 * @param option name of the option, for the message
 * @param examples absolute path of the folder with the examples of this kind
 * @param part relative path of what an example must have, to be named for this option
 * @throws OptionsError when there is no such example
 */
export function exampleFolder(
  option: string,
  value: string | undefined,
  examples: string,
  part = '.',
): string | undefined {
  const [, name] = NAME.exec(value ?? '') ?? [];
  if (name === undefined) return undefined;
  const known = fs.readdirSync(examples).filter((each) => fs.existsSync(path.join(examples, each, part)));
  if (known.includes(name)) return path.join(examples, name);
  const all = known.map((each) => `example:${each}`).join(', ');
  throw new OptionsError(`“${option}” names no example that ships; there are: ${all}`);
}
