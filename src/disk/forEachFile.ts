import pMap from 'p-map';

// Most of the time is spent waiting for the disk, which can handle several writes at once.
const AT_ONCE = 8;

/** Runs a function for many files, a few at a time. At the first error it starts no other file and rejects. */
export async function forEachFile<T>(files: readonly T[], run: (file: T) => Promise<void>): Promise<void> {
  await pMap(files, run, { concurrency: AT_ONCE });
}
