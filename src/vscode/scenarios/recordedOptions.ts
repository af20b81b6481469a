import path from 'node:path';
import type { Json } from '../../core/protocol/web';
import type { ServerOptions } from '../../server/options';

/** Options of the server that was recorded, with their paths as a scenario file in this folder has them. */
export function recordedOptions(options: ServerOptions, folder: string): { readonly [option: string]: Json } {
  const relative = (text: string): string => {
    const from = path.relative(folder, text);
    // Another drive.
    if (path.isAbsolute(from)) return text;
    return from === '' ? '.' : from.split(path.sep).join('/');
  };
  const member = (holder: object, key: string) => {
    const value = (holder as Record<string, unknown>)[key];
    return typeof value === 'string' ? { [key]: relative(value) } : {};
  };
  const { mobile, web, https } = options;
  const made = {
    ...options,
    ...member(options, 'mobileApps'),
    ...(mobile && { mobile: { ...mobile, ...member(mobile, 'authenticationModule') } }),
    ...(web && { web: { ...web, ...member(web, 'project'), ...member(web, 'code'), ...member(web, 'pages') } }),
    ...(typeof https === 'object' && { https: { ...https, ...member(https, 'cert'), ...member(https, 'key') } }),
  };
  // As a file has them: what is undefined is not there.
  return JSON.parse(JSON.stringify(made)) as { readonly [option: string]: Json };
}
