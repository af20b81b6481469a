// Loaded before a program: writes the largest memory of its whole process in bytes, with all threads, to the file that
// BENCH_PEAK names.
import fs from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.BENCH_PEAK;
if (isMainThread && file) {
  process.on('exit', () => fs.writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)));
}
