import fs from 'node:fs';
import path from 'node:path';
import { CheckPool } from '../../src/disk/checkPool';
import { writeSample } from '../../src/disk/writeSample';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { MemoryStore } from '../../src/server/kernel/store/memoryStore';
import { MemoryMobileState } from '../../src/server/systems/mobile/memoryMobileState';
import { median, medianRatio, timed } from './rounds';

const CHANGES = 10;
const ROUNDS = 7;

/** A refresh after ten changes against a full check of the same files, both with warm threads, in turns. */
export async function benchRefresh(folder: string, sessions: number): Promise<void> {
  await writeSample(folder, { sessions, damaged: 5, seed: 1 });
  const complain = (error: unknown) => console.error(error);
  const pool = new CheckPool();
  const clock = new VirtualClock(complain);
  const store = new MemoryStore(clock, complain);
  const state = new MemoryMobileState({ clock, store, log: complain }, folder, { pool }, {});
  try {
    const before = process.memoryUsage().rss;
    const started = await timed(() => state.start());
    const mb = Math.round((process.memoryUsage().rss - before) / 1e6);
    console.log(`start with ${sessions} session files: ${Math.round(started)} ms, ${mb} MB more in the process`);
    const files = (await state.list()).sessions.map(({ file }) => path.join(folder, file));
    const full: number[] = [];
    const refresh: number[] = [];
    await state.refresh();
    for (let round = 0; round < ROUNDS; round++) {
      full.push(await fullCheck(folder, pool));
      for (let i = 0; i < CHANGES; i++) edit(files[(round * CHANGES + i) * 7] as string, round);
      const report = { refreshed: 0 };
      refresh.push(
        await timed(async () => {
          report.refreshed = (await state.refresh()).refreshed.length;
        }),
      );
      if (report.refreshed !== CHANGES) throw new Error(`${report.refreshed} of ${CHANGES} changes were seen.`);
    }
    console.log(
      `refresh of ${sessions} session files after ${CHANGES} changes: ${medianRatio(refresh, full).toFixed(2)} x a full check ` +
        `(${Math.round(median(refresh))} ms : ${Math.round(median(full))} ms, warm threads, median of ${ROUNDS}; ` +
        'target: at most 0.40)',
    );
  } finally {
    state.dispose();
    store.dispose();
    clock.dispose();
    await pool.dispose();
  }
}

/** Milliseconds of a refresh that knows nothing yet, and so reads and checks every file. */
async function fullCheck(folder: string, pool: CheckPool): Promise<number> {
  const clock = new VirtualClock(console.error);
  const store = new MemoryStore(clock, console.error);
  const state = new MemoryMobileState({ clock, store, log: console.error }, folder, { pool }, { loadAtStart: false });
  try {
    await state.start();
    return await timed(() => state.refresh());
  } finally {
    state.dispose();
    store.dispose();
    clock.dispose();
  }
}

function edit(file: string, round: number): void {
  const session = JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  fs.writeFileSync(file, JSON.stringify({ ...session, email: `bench${round}@example.com` }));
}
