import type { ServerOptions } from './options';
import { OptionsError } from './optionsError';

/** How the paths begin that the server answers itself, in small letters: 4D takes some in any case. */
const OWN = ['mobileapp', '4dwebtest', '_workbench', 'pair'];
/** With a web face also these. */
const OWN_OF_WEB = ['rest', '4daction'];

/**
 * Refuses a path in the options that nobody can call, or that the server needs itself.
 * @throws OptionsError
 */
export function assertRoutes({ mobile = {}, web }: ServerOptions): void {
  const activation = mobile.verification?.path;
  if (activation !== undefined) {
    const path = activation.replace(/^\/*/, '/');
    assertCallable('mobile.verification.path', activation, path);
    const [first = ''] = path.slice(1).toLowerCase().split('/');
    if ([...OWN, ...(web ? OWN_OF_WEB : [])].includes(first)) {
      throw new OptionsError(
        `“mobile.verification.path” is “${activation}”, which the server needs itself; give another, such as “confirm/mail”`,
      );
    }
  }
  const cookie = web?.cookie?.path;
  if (cookie !== undefined) assertCallable('web.cookie.path', cookie, cookie);
}

/** A client makes one of many spellings, and calls that. */
function assertCallable(option: string, given: string, path: string): void {
  const called = new URL(`http://localhost${path}`).pathname;
  if (called === path) return;
  throw new OptionsError(
    `“${option}” is “${given}”, which no client calls: it calls “${called}” instead; give a path without “.”, “..” and what a client writes in another way`,
  );
}
