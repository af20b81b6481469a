import { OptionsError } from '../../../core/server/optionsError';
import { AllowedHosts } from '../guard/allowedHosts';
import { listenHost } from '../guard/listenHost';
import validate from './compiledOptionsSchema';
import type { HttpsFiles, ServerOptions } from './options';
import { optionsErrorText } from './optionsErrorText';

/**
 * Checks a value against schemas/server.schema.json, and the kernel's own options for what a schema cannot express. The
 * options of emulated systems are checked further when a server starts.
 * @throws OptionsError
 */
export function checkedOptions(value: unknown): ServerOptions {
  if (!validate(value)) throw new OptionsError(optionsErrorText(validate.errors ?? []));
  const {
    $schema: _,
    https,
    ...rest
  } = value as Omit<ServerOptions, 'https'> & {
    $schema?: string;
    https?: boolean | HttpsFiles;
  };
  void new AllowedHosts(rest.allowedHosts ?? []);
  if (rest.host !== undefined) void listenHost(rest.host);
  // `false` means the same as an absent option.
  return { ...rest, ...(https !== undefined && https !== false && { https }) };
}
