import { OptionsError } from '../../../core/server/optionsError';
import { AllowedHosts } from '../guard/allowedHosts';
import { listenHost } from '../guard/listenHost';
import validate from './compiledOptionsSchema';
import type { HttpsFiles, ServerOptions } from './options';
import { faultWords } from './optionsFault';

/**
 * The options in a value, as schemas/server.schema.json has them, with what of the kernel's own no schema can say. What an
 * emulated system wants besides is looked at when a server starts.
 * @throws OptionsError
 */
export function checkedOptions(value: unknown): ServerOptions {
  if (!validate(value)) throw new OptionsError(faultWords(validate.errors ?? []));
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
  // Off is as if it were not there.
  return { ...rest, ...(https !== undefined && https !== false && { https }) };
}
