import { fileURLToPath } from 'node:url';

/** A path, or a `file:` URL as a text or an object, as the functions of Node take it. */
export type PathOrUrl = string | URL;

/** The path that was meant. What is none, such as the address of a web page, is `undefined`. */
export function plainPath(given: unknown): string | undefined {
  const text = isUrl(given) ? given.href : given;
  if (typeof text !== 'string' || text === '') return undefined;
  const isAddress = isUrl(given) || /^file:\/\//i.test(text);
  const path = isAddress ? pathOf(text) : text;
  return path?.includes('\0') ? undefined : path;
}

/** Another realm, such as that of a test, has a URL of its own. */
function isUrl(value: unknown): value is URL {
  if (typeof value !== 'object' || value === null) return false;
  const { href, protocol } = value as Partial<URL>;
  return typeof href === 'string' && typeof protocol === 'string';
}

/** The address may name another machine, or have an encoded slash in it. */
function pathOf(address: string): string | undefined {
  try {
    return fileURLToPath(address);
  } catch {
    return undefined;
  }
}
