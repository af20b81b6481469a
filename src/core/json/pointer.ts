/** The JSON Pointer (RFC 6901) of a path of keys and indexes. */
export function pointerOf(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The unescaped parts of a JSON Pointer. `''` is the whole document. */
export function pointerParts(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Whether a part of a pointer may name an item. RFC 6901: it has no leading zeros. `Number` would also accept "" and "0x1". */
export function isIndex(part: string): boolean {
  return /^(0|[1-9]\d*)$/.test(part);
}
