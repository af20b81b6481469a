// npm run test:steady: the tests several times in a row, the last rounds while another process keeps every core busy.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { endGroup, exitOnSignals, startNode, waitForExit } from './vscode-host/processGroup.mjs';

const USAGE = 'npm run test:steady -- [--rounds 5] [--busy 2] [folder of test/, lint or package …]';
const BUSY = path.join(import.meta.dirname, 'busy.mjs');
/** Of how many rounds the last ones are busy, unless it is said. */
const BUSY_ROUNDS = 2;
const TESTS = path.join(import.meta.dirname, 'run.mjs');
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'steady-'));
const failed = path.join(temporary, 'failed');

process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }));
exitOnSignals();
process.exitCode = await main(process.argv.slice(2));

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main(args) {
  const call = read(args);
  if (!call) return 2;
  const { rounds, busy, stages } = call;
  const started = Date.now();
  const what = stages.length > 0 ? stages.join(', ') : 'all tests';
  for (let round = 1; round <= rounds; round++) {
    const isBusy = round > rounds - busy;
    const name = `round ${round} of ${rounds}${isBusy ? `, ${os.availableParallelism()} cores kept busy` : ''}`;
    line(`\n━━━━ ${name}: ${what}`);
    const code = await run(stages, isBusy);
    if (code === 0) continue;
    const tests = fs.existsSync(failed) ? fs.readFileSync(failed, 'utf8') : '';
    line(`\n${tests || `It ended early, with exit code ${code}.`}`);
    line(`✘ Not steady: failed in ${name} (${minutes(started)}).`);
    return code;
  }
  line(
    `\n✔ Steady: ${what} passed ${rounds} times in a row, ${busy} of them with every core busy (${minutes(started)}).`,
  );
  return 0;
}

/**
 * @param {string[]} args
 * @returns {{ rounds: number, busy: number, stages: string[] } | undefined} undefined when they make no sense, which is told
 */
function read(args) {
  try {
    const { values, positionals: stages } = parseArgs({
      args,
      allowPositionals: true,
      options: { rounds: { type: 'string', default: '5' }, busy: { type: 'string' } },
    });
    const rounds = Number(values.rounds);
    const busy = values.busy === undefined ? Math.min(BUSY_ROUNDS, rounds) : Number(values.busy);
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds is a number from 1 on');
    if (!Number.isInteger(busy) || busy < 0 || busy > rounds) throw new Error('--busy is a number of the rounds');
    return { rounds, busy, stages };
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\nUsage: ${USAGE}\n`);
    return undefined;
  }
}

/**
 * One round. What keeps the cores busy ends with it, and with this process, however that ends.
 * @param {string[]} stages
 * @param {boolean} isBusy
 */
async function run(stages, isBusy) {
  const busy = isBusy ? startNode([BUSY]) : undefined;
  try {
    const env = { ...process.env, SESSION_WORKBENCH_FAILED_TESTS: failed };
    return (await waitForExit(startNode([TESTS, ...stages], { env }))).code;
  } finally {
    if (busy) await endGroup(busy);
  }
}

/** @param {number} started */
function minutes(started) {
  return `${((Date.now() - started) / 60_000).toFixed(1)} min`;
}

/** @param {string} text */
function line(text) {
  process.stdout.write(`${text}\n`);
}
