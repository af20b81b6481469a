import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parsedUrl } from '../../../core/base/parsedUrl';
import type { ModuleAsked } from './moduleChecks';

/** What an `import` asks for. Undefined when no file can be meant. */
export function askedByImport(specifier: string, parentUrl: string | undefined): ModuleAsked | undefined {
  const from = parentUrl === undefined ? undefined : fileOfUrl(parentUrl);
  if (/^(?:\.{0,2}\/|file:)/i.test(specifier)) {
    const url = parsedUrl(() => new URL(specifier, parentUrl))?.href;
    const name = url === undefined ? undefined : fileOfUrl(url);
    return name === undefined ? undefined : { name, from, packageFolders: [] };
  }
  if (from === undefined || parsedUrl(() => new URL(specifier))) return undefined;
  return { name: specifier, from, packageFolders: packageFoldersAbove(path.dirname(from)) };
}

/** The path of an address. Undefined when it is that of no file of this machine. */
export function fileOfUrl(url: string): string | undefined {
  try {
    return url.startsWith('file:') ? fileURLToPath(url) : undefined;
  } catch {
    // Node says what is wrong with the address.
    return undefined;
  }
}

function packageFoldersAbove(folder: string): readonly string[] {
  const above = path.dirname(folder);
  return [path.join(folder, 'node_modules'), ...(above === folder ? [] : packageFoldersAbove(above))];
}
