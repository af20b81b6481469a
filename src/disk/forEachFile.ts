// Most of the time is spent waiting for the disk, which can handle several writes at once.
const AT_ONCE = 8;

/** Runs a function for many files, a few at a time. Rejects with the first error. */
export async function forEachFile<T>(files: readonly T[], run: (file: T) => Promise<void>): Promise<void> {
  const waiting = files.values();
  const work = async () => {
    for (const file of waiting) await run(file);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
