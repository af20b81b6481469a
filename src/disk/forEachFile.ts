// Waiting for the disk is most of the work, and the disk takes several writes at once.
const AT_ONCE = 8;

/** Does something to many files, a few at a time; rejects with the first failure. */
export async function forEachFile<T>(files: readonly T[], run: (file: T) => Promise<void>): Promise<void> {
  const waiting = files.values();
  const work = async () => {
    for (const file of waiting) await run(file);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
