import type { ServerOptions } from '../../kernel/options/options';
import { exampleFolder } from '../../kernel/options/shippedExample';

/**
 * If the options name an example project, sets its folder, wherever this program is installed.
 * @param examples absolute path of the folder with the examples of this program
 * @throws OptionsError when there is no such example
 */
export function withExampleProject(options: ServerOptions, examples: string): ServerOptions {
  const project = exampleFolder('web.project', options.web?.project, examples);
  return project === undefined ? options : { ...options, web: { ...options.web, project } };
}
