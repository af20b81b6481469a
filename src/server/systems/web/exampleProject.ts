import fs from 'node:fs';
import path from 'node:path';
import { OptionsError } from '../../../core/server/optionsError';
import type { ServerOptions } from '../../kernel/options/options';

const EXAMPLE = /^example:(.*)$/;

/**
 * If the options name an example project, sets its folder, wherever this program is installed.
 * @param examples absolute path of the folder with the examples of this program
 * @throws OptionsError when there is no such example
 */
export function withExampleProject(options: ServerOptions, examples: string): ServerOptions {
  const { web } = options;
  const [, name] = EXAMPLE.exec(web?.project ?? '') ?? [];
  if (name === undefined) return options;
  const known = fs.readdirSync(examples);
  if (known.includes(name)) return { ...options, web: { ...web, project: path.join(examples, name) } };
  const all = known.map((each) => `example:${each}`).join(', ');
  throw new OptionsError(`“web.project” names no example that ships; there are: ${all}`);
}
