import fs from 'node:fs';
import path from 'node:path';
import { OptionsError } from '../../../core/server/optionsError';
import type { ServerOptions } from '../../kernel/options/options';

const EXAMPLE = /^example:(.*)$/;
/** What an example has: its recorded answers, and the module that plays its actions. */
const ANSWERS = 'answers';
const MODULE = 'onMobileAppAction.mjs';

/**
 * If `mobile.data` names an example, sets its folder, wherever this program is installed, and its action module unless the
 * options have another.
 * @param examples absolute path of the folder with the examples of this program
 * @throws OptionsError when there is no such example
 */
export function withExampleData(options: ServerOptions, examples: string): ServerOptions {
  const { mobile } = options;
  const [, name] = EXAMPLE.exec(mobile?.data ?? '') ?? [];
  if (name === undefined) return options;
  const known = fs.readdirSync(examples);
  if (known.includes(name)) {
    const folder = path.join(examples, name);
    const data = path.join(folder, ANSWERS);
    return { ...options, mobile: { actionModule: path.join(folder, MODULE), ...mobile, data } };
  }
  const all = known.map((each) => `example:${each}`).join(', ');
  throw new OptionsError(`“mobile.data” names no example that ships; there are: ${all}`);
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
  const [, name] = EXAMPLE.exec(mobile?.authenticationModule ?? '') ?? [];
  if (name === undefined) return options;
  const known = fs.readdirSync(examples).filter((each) => fs.existsSync(path.join(examples, each, AUTHENTICATION)));
  if (known.includes(name)) {
    return { ...options, mobile: { ...mobile, authenticationModule: path.join(examples, name, AUTHENTICATION) } };
  }
  const all = known.map((each) => `example:${each}`).join(', ');
  throw new OptionsError(`“mobile.authenticationModule” names no example that ships; there are: ${all}`);
}
