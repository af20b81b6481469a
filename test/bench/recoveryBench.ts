import { spawn } from 'node:child_process';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import type { FromServer } from '../../src/server/kernel/start/childProtocol';
import type { BenchRun } from './benchRun';
import type { LoadResult } from './load';
import { median, ratios } from './rounds';
import { firstLineOf, load } from './serverBench';

const CONNECTIONS = 16;
const options = { web: {} };

/**
 * What it costs that every answer outlives a crash: new web sessions in a second, as a ratio to the same server
 * without a parent that keeps its state, in turns. The sessions of all rounds stay, so the last round shows what
 * their number costs.
 */
export async function benchRecovery({ build, results, sizes }: BenchRun): Promise<void> {
  const program = build.program('server.js');
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
    const job = { seconds: sizes.seconds, connections: CONNECTIONS, guests: true } as const;
    const withIt: LoadResult[] = [];
    const without: LoadResult[] = [];
    for (let round = 0; round < sizes.rounds; round++) {
      withIt.push(await load({ ...job, url }));
      without.push(await load({ ...job, url: ready.address.url }));
    }
    const failures = [...withIt, ...without].reduce((sum, each) => sum + each.failures, 0);
    if (failures > 0) throw new Error(`New web sessions: ${failures} requests failed.`);
    const [ours, others] = [withIt, without].map((told) => told.map(({ perSecond }) => perSecond)) as [
      number[],
      number[],
    ];
    const made = Math.round(ours.reduce((sum, perSecond) => sum + perSecond * sizes.seconds, 0));
    const values = ratios(ours, others);
    results.add(
      'server.recovery',
      values,
      `${Math.round(median(ours))} : ${Math.round(median(others))} a second, p99 ` +
        `${median(withIt.map(({ p99 }) => p99))} : ${median(without.map(({ p99 }) => p99))} ms, ${CONNECTIONS} connections, ` +
        `${sizes.rounds} rounds; ${(values[0] as number).toFixed(2)} x at first, ` +
        `${(values.at(-1) as number).toFixed(2)} x with ${made} sessions`,
    );
  } finally {
    await kept.stop();
    unkept.kill();
  }
}
