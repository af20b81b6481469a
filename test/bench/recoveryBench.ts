import { spawn } from 'node:child_process';
import path from 'node:path';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import type { FromServer } from '../../src/server/kernel/start/childProtocol';
import type { LoadResult } from './load';
import { median, medianRatio } from './rounds';
import { firstLineOf, load } from './serverBench';

const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = 16;
const program = path.resolve(__dirname, '../../../dist/server.js');
const options = { web: {} };

/**
 * What it costs that every answer outlives a crash: new web sessions in a second, as a ratio to the same server without a
 * parent that keeps its state, in turns. The sessions of all rounds stay, so the last round shows what their number costs.
 */
export async function benchRecovery(): Promise<void> {
  const kept = new ServerChildProcess({
    program,
    runtime: process.execPath,
    onLog: (line) => console.error(line),
  });
  const unkept = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    unkept.stdin.end(JSON.stringify(options));
    const ready = JSON.parse(await firstLineOf(unkept)) as FromServer;
    if (ready.kind !== 'ready') throw new Error('The server without a parent does not run.');
    unkept.stdout.resume();
    const { url } = await kept.start(options);
    const job = { seconds: SECONDS, connections: CONNECTIONS, guests: true } as const;
    const withIt: LoadResult[] = [];
    const without: LoadResult[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      withIt.push(await load({ ...job, url }));
      without.push(await load({ ...job, url: ready.address.url }));
    }
    const failures = [...withIt, ...without].reduce((sum, each) => sum + each.failures, 0);
    if (failures > 0) throw new Error(`New web sessions: ${failures} requests failed.`);
    const [ours, others] = [withIt, without].map((results) => results.map(({ perSecond }) => perSecond)) as [
      number[],
      number[],
    ];
    const made = Math.round(ours.reduce((sum, perSecond) => sum + perSecond * SECONDS, 0));
    const ratios = ours.map((perSecond, round) => perSecond / (others[round] as number));
    console.log(
      `new web sessions that outlive a crash: ${medianRatio(ours, others).toFixed(2)} x the same without that ` +
        `(${Math.round(median(ours))} : ${Math.round(median(others))} a second, p99 ` +
        `${median(withIt.map(({ p99 }) => p99))} : ${median(without.map(({ p99 }) => p99))} ms, ` +
        `${CONNECTIONS} connections, median of ${ROUNDS}; ${(ratios[0] as number).toFixed(2)} x at first, ` +
        `${(ratios.at(-1) as number).toFixed(2)} x with ${made} sessions)`,
    );
  } finally {
    await kept.stop();
    unkept.kill();
  }
}
