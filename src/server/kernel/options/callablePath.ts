import { OptionsError } from '../../../core/server/optionsError';

/**
 * Refuses a path in the options that no client calls: a client makes one of many spellings, and calls that.
 * @param option name of the option, such as `web.cookie.path`
 * @param given as the options have it
 * @param path the same with a slash at its beginning
 * @throws OptionsError
 */
export function assertCallable(option: string, given: string, path: string): void {
  const called = new URL(`http://localhost${path}`).pathname;
  if (called === path) return;
  throw new OptionsError(
    `“${option}” is “${given}”, which no client calls: it calls “${called}” instead; give a path without “.”, “..” and what a client writes in another way`,
  );
}
