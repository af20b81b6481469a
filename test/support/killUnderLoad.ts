import assert from 'node:assert/strict';
import path from 'node:path';
import type { ServerAddress } from '../../src/core/protocol/address';
import { SampleRandom } from '../../src/core/sample/sampleRandom';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import { until } from '../server/devServers';
import { CrashLoad, type CrashRole, type Verdict } from './crashLoad';
import { kernelCrashRoles } from './kernelCrashRoles';
import { MENDIX_CRASH_OPTIONS, MENDIX_CRASH_ROLES } from './mendixCrashRoles';
import { MOBILE_CRASH_OPTIONS, MOBILE_CRASH_ROLES } from './mobileCrashRoles';
import { type Death, deathBy, MortalServer, START_MOMENTS } from './mortalServer';
import { NoWait } from './noWait';
import { TOKENS_CRASH_OPTIONS, TOKENS_CRASH_ROLES } from './tokensCrashRoles';
import { WEB_CRASH_OPTIONS, WEB_CRASH_ROLES } from './webCrashRoles';

const KILLS_OF_A_SERVER = 2;
/** So many starts after a kill are killed too, or fewer. */
const MOST_AT_START = 4;

/** How often and when servers are killed. */
export interface KillPlan {
  readonly kills: number;
  readonly seed: number;
  /** The fewest and the most answers between two kills. */
  readonly answers: readonly [fewest: number, most: number];
  /** An empty folder for the MobileApps folders of the servers. */
  readonly folder: string;
  /** Called when a server runs, before its clients begin: for a large state. */
  readonly prepare?: (address: ServerAddress) => Promise<void>;
  /** Called when a server was started again and all answers were checked. */
  readonly afterwards?: (address: ServerAddress) => Promise<void>;
}

/** What came of the kills. */
export interface KillFigures extends Verdict {
  /** How many starts were killed, by the moment. */
  readonly atStart: Readonly<Record<string, number>>;
}

/**
 * Kills servers while clients of every system use them, and while they start again, at moments that the seed decides. Each
 * server is started again by its parent. Then every answer that a client got is compared with what the server does now.
 */
export async function killUnderLoad(plan: KillPlan): Promise<KillFigures> {
  const random = new SampleRandom(plan.seed);
  const asked: Record<string, number> = {};
  const broken: Record<string, number> = {};
  const atStart: Record<string, number> = {};
  for (let kills = 0; kills < plan.kills; ) {
    const folder = path.join(plan.folder, `${kills}`);
    const starts = new MortalServer(path.join(folder, 'program'));
    const launch = { program: starts.program, runtime: process.execPath, onLog: () => {} };
    const server = new ServerChildProcess(launch, new NoWait());
    try {
      const mobileApps = path.join(folder, 'MobileApps');
      const address = await server.start({ mobileApps, ...OPTIONS });
      await plan.prepare?.(address);
      const load = new CrashLoad(server, `load${kills}`, rolesOfAll());
      for (let kill = 0; kill < KILLS_OF_A_SERVER && kills < plan.kills; kill++, kills++) {
        await load.answered(random.between(...plan.answers));
        const deaths = deathsAtStart(random);
        starts.plan(deaths);
        await killed(server);
        assert.equal(starts.left, 0, 'a start was not killed');
        for (const { at } of deaths) add(atStart, { [at]: 1 });
      }
      const verdict = await load.verdict();
      add(asked, verdict.asked);
      add(broken, verdict.broken);
      await plan.afterwards?.(load.address);
    } finally {
      await server.stop();
    }
  }
  return { asked, broken, atStart };
}

const OPTIONS = { ...MOBILE_CRASH_OPTIONS, ...WEB_CRASH_OPTIONS, ...MENDIX_CRASH_OPTIONS, ...TOKENS_CRASH_OPTIONS };

function rolesOfAll(): readonly CrashRole[] {
  return [
    ...MOBILE_CRASH_ROLES,
    ...WEB_CRASH_ROLES,
    ...MENDIX_CRASH_ROLES,
    ...TOKENS_CRASH_ROLES,
    ...kernelCrashRoles(),
  ];
}

function deathsAtStart(random: SampleRandom): readonly Death[] {
  return Array.from({ length: random.between(0, MOST_AT_START) }, () =>
    deathBy('SIGKILL', START_MOMENTS[random.below(START_MOMENTS.length)] ?? 'load'),
  );
}

/** Kills the process of a server. Resolves when another one runs. */
async function killed(server: ServerChildProcess): Promise<void> {
  const { pid } = server.address ?? {};
  assert.ok(pid, `the server is ${server.status}: ${server.problem?.message}`);
  process.kill(pid, 'SIGKILL');
  await until(
    () => server.address?.pid,
    (now) => now !== undefined && now !== pid,
  );
}

function add(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [kind, count] of Object.entries(more)) sums[kind] = (sums[kind] ?? 0) + count;
}
