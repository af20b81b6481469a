// Waiting for the disk is most of the work, and the disk takes several writes at once.
const AT_ONCE = 8;

/** Writes many files, a few at a time; rejects with the first failure. */
export async function forEachFile(files: readonly string[], write: (file: string) => Promise<void>): Promise<void> {
  const waiting = files.values();
  const work = async () => {
    for (const file of waiting) await write(file);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
