import path from 'node:path';
import type { ServerOptions } from '../../kernel/options/options';
import { exampleFolder } from '../../kernel/options/shippedExample';

/** What an example has: its recorded answers, and the module that plays its actions. */
const ANSWERS = 'answers';
const MODULE = 'onMobileAppAction.mjs';

/**
 * If `mobile.data` names an example, sets its folder, wherever this program is installed, and its action module unless the
 * options have another, or an upstream.
 * @param examples absolute path of the folder with the examples of this program
 * @throws OptionsError when there is no such example
 */
export function withExampleData(options: ServerOptions, examples: string): ServerOptions {
  const { mobile } = options;
  const folder = exampleFolder('mobile.data', mobile?.data, examples);
  if (folder === undefined) return options;
  const data = path.join(folder, ANSWERS);
  // With an upstream, the answers are not played, and the actions are about its records.
  const actions = options.upstream === undefined && { actionModule: path.join(folder, MODULE) };
  return { ...options, mobile: { ...actions, ...mobile, data } };
}

/** In the folder WebCode of an example project. */
const AUTHENTICATION = path.join('WebCode', 'onMobileAppAuthentication.js');

/**
 * If `mobile.authenticationModule` names an example project, sets its module.
 * @param examples absolute path of the folder with the example projects of this program
 * @throws OptionsError when no such example has one
 */
export function withExampleAuthentication(options: ServerOptions, examples: string): ServerOptions {
  const { mobile } = options;
  const option = 'mobile.authenticationModule';
  const folder = exampleFolder(option, mobile?.authenticationModule, examples, AUTHENTICATION);
  if (folder === undefined) return options;
  return { ...options, mobile: { ...mobile, authenticationModule: path.join(folder, AUTHENTICATION) } };
}
