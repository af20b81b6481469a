// `npm run bench`: what the checks cost, as ratios to a plain reading of the same files in the same run, what long texts
// cost, as ratios to short ones, and what the dev session server does, as ratios to a bare one.
// Targets: docs/facts/performance.md#targets. Arguments: how many sessions are checked (10,000 without), and how many are
// refreshed (100,000 without).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { benchRefresh } from './refreshBench';
import { median, medianRatio } from './rounds';
import { benchServer } from './serverBench';
import { benchTexts } from './textBench';

const root = path.resolve(__dirname, '../../..');
const cli = path.join(root, 'dist/cli.js');
const SESSIONS = Number(process.argv[2] ?? 10_000);
const REFRESHED = Number(process.argv[3] ?? 100_000);
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

function run(...args: string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { maxBuffer: 1 << 30, encoding: 'utf8' });
  if (status === null || status > 1) throw new Error(stderr);
  return performance.now() - start;
}

function benchCheck(folder: string): void {
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
    console.log(
      `check of ${SESSIONS} sessions, ${kind}: ${medianRatio(check, plain).toFixed(2)} x reading and parsing them on one ` +
        `thread (${Math.round(median(check))} ms : ${Math.round(median(plain))} ms, whole processes, median of ${ROUNDS})`,
    );
  }
}

async function main(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  // At the end of the process, however it comes about.
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  process.exitCode = 1;
  benchCheck(folder);
  await benchTexts();
  await benchServer(path.join(folder, 'server'));
  await benchRefresh(path.join(folder, 'refresh', 'MobileApps'), REFRESHED);
  process.exitCode = 0;
}

void main();
