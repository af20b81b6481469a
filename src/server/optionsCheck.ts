import path from 'node:path';
import validate from './compiledOptionsSchema';
import { isExampleProject } from './exampleProject';
import { AllowedHosts } from './kernel/guard/allowedHosts';
import { listenHost } from './kernel/guard/listenHost';
import type { HttpsFiles, ServerOptions } from './options';
import { OptionsError } from './optionsError';
import { faultWords } from './optionsFault';
import { assertRoutes } from './optionsRoutes';

/**
 * The options in a value, as schemas/server.schema.json has them; what no schema can say is looked at too.
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
  assertRoutes(rest);
  // Off is as if it were not there.
  return { ...rest, ...(https !== undefined && https !== false && { https }) };
}

/** The options with paths that are relative to a folder made absolute. */
export function withAbsolutePaths(options: ServerOptions, folder: string): ServerOptions {
  return withPaths(options, (text) => path.resolve(folder, text));
}

/** Where the options name files and folders. */
const PATHS = [
  ['mobileApps'],
  ['mobile', 'authenticationModule'],
  ['web', 'project'],
  ['web', 'code'],
  ['web', 'pages'],
  ['https', 'cert'],
  ['https', 'key'],
] as const;

/**
 * The options with other paths. An example that ships is named, and no path; what is no text is left for the check.
 * @param change gets each path as it is, and the option that names it, such as `https.cert`
 */
export function withPaths(options: ServerOptions, change: (text: string, option: string) => string): ServerOptions {
  return PATHS.reduce<unknown>(
    (changed, path) => withPath(changed, path, path.join('.'), change),
    options,
  ) as ServerOptions;
}

function withPath(
  value: unknown,
  [key, ...rest]: readonly string[],
  option: string,
  change: (text: string, option: string) => string,
): unknown {
  if (key === undefined) {
    const isExample = option === 'web.project' && typeof value === 'string' && isExampleProject(value);
    return typeof value === 'string' && !isExample ? change(value, option) : value;
  }
  if (typeof value !== 'object' || value === null || !(key in value)) return value;
  return { ...value, [key]: withPath((value as Record<string, unknown>)[key], rest, option, change) };
}
