import assert from 'node:assert/strict';
import path from 'node:path';
import { SampleRandom } from '../../src/core/sample/sampleRandom';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import { temporaryFolder } from '../disk/temporaryFolder';
import { CrashLoad, LOAD_OPTIONS } from './crashLoad';
import { until } from './devServers';

/** The bundle that ships. */
const SERVER = path.resolve(__dirname, '../../../dist/server.js');
const KILLS = Number(process.env.SESSION_WORKBENCH_KILLS ?? 6);
const SEED = Number(process.env.SESSION_WORKBENCH_SEED ?? 1);
/** A third crash within a minute would be one too many for a server. */
const KILLS_OF_A_SERVER = 2;
/** Answers between two kills. */
const [FEWEST, MOST] = [20, 150];

describe('A server that is killed under load', function () {
  this.timeout(60_000 + KILLS * 15_000);
  const folder = temporaryFolder();
  let server: ServerChildProcess | undefined;

  afterEach(async () => {
    await server?.stop();
  });

  it(`a server that is killed under load has lost nothing that it had answered (${KILLS} kills, seed ${SEED})`, async () => {
    const random = new SampleRandom(SEED);
    const asked: Record<string, number> = {};
    const broken: Record<string, number> = {};
    for (let kills = 0; kills < KILLS; ) {
      server = new ServerChildProcess({ program: SERVER, runtime: process.execPath, onLog: () => {} });
      await server.start({ mobileApps: path.join(folder(), `${kills}`, 'MobileApps'), ...LOAD_OPTIONS });
      const load = new CrashLoad(server, `load${kills}`);
      for (let kill = 0; kill < KILLS_OF_A_SERVER && kills < KILLS; kill++, kills++) {
        await load.answered(random.between(FEWEST, MOST));
        const { pid } = server.address ?? {};
        assert.ok(pid);
        process.kill(pid, 'SIGKILL');
        await until(
          () => server?.address?.pid,
          (now) => now !== undefined && now !== pid,
        );
      }
      const verdict = await load.verdict();
      add(asked, verdict.asked);
      add(broken, verdict.broken);
      await server.stop();
    }
    if (process.env.SESSION_WORKBENCH_KILLS) console.log({ asked, broken });
    assert.deepEqual(broken, {}, `of ${JSON.stringify(asked)}`);
    assert.ok(Object.keys(asked).length >= 12, `too little was answered: ${JSON.stringify(asked)}`);
  });
});

function add(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [kind, count] of Object.entries(more)) sums[kind] = (sums[kind] ?? 0) + count;
}
