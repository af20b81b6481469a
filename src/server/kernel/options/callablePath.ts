import { OptionsError } from '../../../core/server/optionsError';

/**
 * Refuses a path in the options that clients never request, because they write it in another form.
 * @param option name of the option, such as `web.cookie.path`
 * @param given the path as in the options
 * @param path the same path with a slash at its beginning
 * @throws OptionsError
 */
export function assertCallable(option: string, given: string, path: string): void {
  const called = new URL(`http://localhost${path}`).pathname;
  if (called === path) return;
  throw new OptionsError(
    `“${option}” is “${given}”, which no client calls: it calls “${called}” instead; give a path without “.”, “..” and what a client writes in another way`,
  );
}
