const MEBIBYTE = 2 ** 20;

/**
 * The heap for another try after one was too small.
 * @param limit of the heap before, in bytes
 * @param memory of the machine in bytes
 * @returns mebibytes; undefined if the machine has no more
 */
export function moreHeapMb(limit: number, memory: number): number | undefined {
  const more = Math.min(2 * limit, memory);
  return more > limit ? Math.floor(more / MEBIBYTE) : undefined;
}
