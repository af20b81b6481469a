// The least that any check has to do in Node: list, read and, with `parse`, parse each file of a MobileApps folder.
// Arguments: folder, `read` or `parse`, threads. It is the fastest way that is known: names alone are listed, and one
// buffer is used again and again. Several threads take the folders in turn, the largest first. Prints the number of
// files.
import fs from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

interface Work {
  readonly folders: readonly string[];
  readonly isParsed: boolean;
  /** The next folder, and the number of files. */
  readonly counters: Int32Array;
}

function readAll({ folders, isParsed, counters }: Work): void {
  const buffer = Buffer.allocUnsafeSlow(1 << 16);
  for (let at = Atomics.add(counters, 0, 1); at < folders.length; at = Atomics.add(counters, 0, 1)) {
    const folder = folders[at] as string;
    let files = 0;
    for (const name of fs.readdirSync(folder)) {
      if (name.length !== 40) continue;
      const descriptor = fs.openSync(`${folder}/${name}`, 'r');
      let length = 0;
      try {
        length = fs.readSync(descriptor, buffer, 0, buffer.length, 0);
      } catch {
        // A folder that is named like a session.
        continue;
      } finally {
        fs.closeSync(descriptor);
      }
      files++;
      if (!isParsed) continue;
      try {
        JSON.parse(buffer.toString('utf8', 0, length));
      } catch {
        // A malformed file.
      }
    }
    Atomics.add(counters, 1, files);
  }
}

function main([folder = '', mode, threads = '1']: readonly string[]): void {
  const applications = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const bySize = applications
    .map(({ name }) => ({ path: `${folder}/${name}`, size: fs.statSync(`${folder}/${name}`).size }))
    .sort((a, b) => b.size - a.size);
  const counters = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const work: Work = { folders: bySize.map((each) => each.path), isParsed: mode === 'parse', counters };
  process.on('exit', () => console.log(String(counters[1])));
  if (threads === '1') readAll(work);
  else for (let i = 0; i < Number(threads); i++) new Worker(__filename, { workerData: work });
}

if (!isMainThread) readAll(workerData as Work);
else if (require.main === module) main(process.argv.slice(2));
