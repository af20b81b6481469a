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
  const { mobileApps, mobile, web, https } = options;
  const module = mobile?.authenticationModule;
  return {
    ...options,
    ...(mobileApps !== undefined && { mobileApps: path.resolve(folder, mobileApps) }),
    ...(web && { web: webWithAbsolutePaths(web, folder) }),
    ...(typeof https === 'object' && {
      https: { cert: path.resolve(folder, https.cert), key: path.resolve(folder, https.key) },
    }),
    ...(module !== undefined && { mobile: { ...mobile, authenticationModule: path.resolve(folder, module) } }),
  };
}

function webWithAbsolutePaths(web: WebOptions, folder: string): WebOptions {
  const { project, code, pages } = web;
  return {
    ...web,
    ...(project !== undefined && !isExampleProject(project) && { project: path.resolve(folder, project) }),
    ...(code !== undefined && { code: path.resolve(folder, code) }),
    ...(pages !== undefined && { pages: path.resolve(folder, pages) }),
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
