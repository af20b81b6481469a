// `npm run bench`: what the checks cost, as ratios to a plain reading of the same files in the same run.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const cli = path.join(root, 'dist/cli.js');
const SESSIONS = Number(process.argv[2] ?? 10_000);
const ROUNDS = 7;

/** The least that any check has to do, on one thread: list, read, parse. */
const READ_AND_PARSE = `
  const fs = require('node:fs');
  for (const app of fs.readdirSync(process.argv[1], { withFileTypes: true })) {
    if (!app.isDirectory()) continue;
    for (const name of fs.readdirSync(process.argv[1] + '/' + app.name)) {
      if (name.includes('.')) continue;
      try { JSON.parse(fs.readFileSync(process.argv[1] + '/' + app.name + '/' + name, 'utf8')); } catch {}
    }
  }`;

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] as number;

function run(...args: string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { maxBuffer: 1 << 30, encoding: 'utf8' });
  if (status === null || status > 1) throw new Error(stderr);
  return performance.now() - start;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
try {
  const kinds = { 'none at fault': '0', '5 % at fault': '5' };
  for (const [kind, faults] of Object.entries(kinds)) {
    const place = path.join(folder, faults);
    run(cli, 'sample', place, '--sessions', String(SESSIONS), '--faults', faults);
    const apps = path.join(place, 'MobileApps');
    const plain: number[] = [];
    const check: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      plain.push(run('-e', READ_AND_PARSE, apps));
      check.push(run(cli, 'check', apps, '--format', 'json'));
    }
    const ratio = median(check.map((ms, i) => ms / (plain[i] as number)));
    console.log(
      `check of ${SESSIONS} sessions, ${kind}: ${ratio.toFixed(2)} x reading and parsing them on one thread ` +
        `(${Math.round(median(check))} ms : ${Math.round(median(plain))} ms, whole processes, median of ${ROUNDS})`,
    );
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
