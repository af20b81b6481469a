import { fileURLToPath } from 'node:url';
import { isAddress } from '../core/base/isAddress';

/** A path, or a `file:` URL as a text or an object, as the functions of Node take it. */
export type PathOrUrl = string | URL;

/** The path that was meant. What is none, such as the address of a web page, is `undefined`. */
export function plainPath(given: unknown): string | undefined {
  const text = textOf(given);
  if (text === undefined || text === '') return undefined;
  const path = isUrlOrAddress(given, text) ? pathOf(text).path : text;
  return path?.includes('\0') ? undefined : path;
}

/** Why something is no path, in words that follow “one”. It is not repeated, as it may be a secret. */
export function whyNoPath(given: unknown): string {
  const text = textOf(given);
  if (text === undefined) return 'is neither a text nor a URL';
  if (text === '') return 'is empty';
  if (!isUrlOrAddress(given, text)) return 'has a zero byte in it';
  if (!/^file:/i.test(text)) return 'is an address, but of no file; ./ before it makes a path of it';
  const { code } = pathOf(text);
  if (code === 'ERR_INVALID_FILE_URL_HOST') return 'is an address on another machine; give file:/// and the path';
  return 'is a file: URL that names no path, such as one with an encoded slash';
}

function textOf(given: unknown): string | undefined {
  const text = isUrl(given) ? given.href : given;
  return typeof text === 'string' ? text : undefined;
}

function isUrlOrAddress(given: unknown, text: string): boolean {
  return isUrl(given) || isAddress(text);
}

/** Another realm, such as that of a test, has a URL of its own. */
function isUrl(value: unknown): value is URL {
  if (typeof value !== 'object' || value === null) return false;
  const { href, protocol } = value as Partial<URL>;
  return typeof href === 'string' && typeof protocol === 'string';
}

/** The path, or the code of Node's error. */
function pathOf(address: string): { readonly path?: string; readonly code?: string | undefined } {
  try {
    return { path: fileURLToPath(address) };
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code };
  }
}
