import path from 'node:path';
import validate from './compiledOptionsSchema';
import { isExampleProject } from './exampleProject';
import type { ServerOptions } from './options';
import { OptionsError } from './optionsError';
import type { WebOptions } from './web/webOptions';

/**
 * The options in a value, as schemas/server.schema.json has them.
 * @throws OptionsError
 */
export function checkedOptions(value: unknown): ServerOptions {
  if (!validate(value)) throw new OptionsError(faultOf());
  const { $schema: _, ...options } = value as ServerOptions & { $schema?: string };
  return options;
}

/** The options with paths that are relative to a folder made absolute. */
export function withAbsolutePaths(options: ServerOptions, folder: string): ServerOptions {
  return withPaths(options, (text) => path.resolve(folder, text));
}

/**
 * The options with other paths. An example that ships is named, and no path.
 * @param change gets each path as it is
 */
export function withPaths(options: ServerOptions, change: (text: string) => string): ServerOptions {
  const { mobileApps, mobile, web, https } = options;
  const module = mobile?.authenticationModule;
  return {
    ...options,
    ...(mobileApps !== undefined && { mobileApps: change(mobileApps) }),
    ...(web && { web: webWithPaths(web, change) }),
    ...(typeof https === 'object' && { https: { cert: change(https.cert), key: change(https.key) } }),
    ...(module !== undefined && { mobile: { ...mobile, authenticationModule: change(module) } }),
  };
}

function webWithPaths(web: WebOptions, change: (text: string) => string): WebOptions {
  const { project, code, pages } = web;
  return {
    ...web,
    ...(project !== undefined && !isExampleProject(project) && { project: change(project) }),
    ...(code !== undefined && { code: change(code) }),
    ...(pages !== undefined && { pages: change(pages) }),
  };
}

function faultOf(): string {
  const [error] = validate.errors ?? [];
  if (!error) return 'the options are at fault';
  const where = error.instancePath === '' ? 'the options' : `“${error.instancePath.slice(1).replaceAll('/', '.')}”`;
  switch (error.keyword) {
    case 'additionalProperties':
      return `${where} must not have “${String(error.params.additionalProperty)}”; see schemas/server.schema.json for what they may have`;
    case 'enum':
      return `${where} must be one of ${(error.params.allowedValues as unknown[]).map((each) => JSON.stringify(each)).join(', ')}`;
    default:
      return `${where} ${error.message ?? 'is at fault'}`;
  }
}
