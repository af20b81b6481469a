// `npm run soak`: kills under load, very many sessions, and a day of logins. It takes some minutes, prints its figures, and
// ends with 1 when something was lost or memory is not flat, and with 2 when its arguments are no numbers.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { soak } from './soak';
import { SOAK_USAGE, type SoakNumbers, soakNumbers } from './soakArguments';

async function main({ kills, sessions, logins }: SoakNumbers): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'soak-'));
  // At the end of the process, however it comes about.
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  process.exitCode = 1;
  const began = Date.now();
  const plan = { kills, seed: 1, sessions, firstSessions: 12_000, logins, folder };
  const problems = await soak(plan, (line) =>
    console.log(`${line} (${Math.round((Date.now() - began) / 1000)} s since the start)`),
  );
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) process.exitCode = 0;
}

const given = process.argv.slice(2);
const numbers = soakNumbers(given);
if (given.some((each) => each === '--help' || each === '-h')) console.log(SOAK_USAGE);
else if (typeof numbers === 'string') {
  console.error(`${numbers} ${SOAK_USAGE}`);
  process.exitCode = 2;
} else void main(numbers);
