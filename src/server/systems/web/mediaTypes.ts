/** Media types by extension, for files of the folder of pages and what code sends: docs/facts/4d-web.md#web-commands. */
const TYPES: Readonly<Record<string, string>> = {
  '.aif': 'audio/aiff',
  '.aiff': 'audio/aiff',
  '.avif': 'image/avif',
  '.bmp': 'image/bmp',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.eps': 'application/postscript',
  '.gif': 'image/gif',
  '.gz': 'application/x-gzip',
  '.heic': 'image/heic',
  '.htm': 'text/html; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jfif': 'image/jpeg',
  '.jpe': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mov': 'video/quicktime',
  '.mp4': 'video/mp4',
  '.mpeg': 'video/mpeg',
  '.mpg': 'video/mpeg',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.ps': 'application/postscript',
  '.rtf': 'application/rtf',
  '.shtm': 'text/html; charset=utf-8',
  '.shtml': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.tar': 'application/x-tar',
  '.text': 'text/plain; charset=utf-8',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
  '.zip': 'application/zip',
};

export const UNKNOWN_TYPE = 'application/octet-stream';

/** @param extension with its dot, in any case */
export function typeOfExtension(extension: string): string {
  return TYPES[extension.toLowerCase()] ?? UNKNOWN_TYPE;
}

/** The media type that a command was given as itself or as an extension. */
export function mediaTypeOf(type: string): string {
  return type.startsWith('.') ? typeOfExtension(type) : type;
}
