import fs from 'node:fs';
import path from 'node:path';
import { SoakServer } from './soakServer';
import { LOGIN_OPTIONS, type Login, SYSTEM_LOGINS } from './systemLogins';
import { type Waits, watched } from './waits';

/** What came of the logins of a day. */
export interface DayFigures {
  readonly hours: number;
  /** By the name of the system. */
  readonly logins: Readonly<Record<string, number>>;
  /** Logins that were tried at once, and after a quarter of an hour. */
  readonly tried: number;
  /** What the server did not do as it had answered. */
  readonly wrong: readonly string[];
  /** Bytes that the process held after a quarter of the day, and at its end. */
  readonly bytes: readonly [afterQuarter: number, atEnd: number];
  readonly waits: Waits;
}

const STEP_MS = 15 * 60_000;
const STEPS = 96;
const HOUR_MS = 3_600_000;

/**
 * A day of virtual time in which clients of every system log in, a part of them every quarter of an hour. The last login of
 * each system is tried at once and after the next move of the clock, when it must hold or be over.
 * @param folder an empty folder
 */
export async function longDay(logins: number, folder: string): Promise<DayFigures> {
  const mobileApps = path.join(folder, 'MobileApps');
  fs.mkdirSync(mobileApps);
  const server = await SoakServer.start({ ...LOGIN_OPTIONS, mobileApps });
  try {
    const { result, waits } = await watched(server, () => dayOf(server, logins));
    return { ...result, waits };
  } finally {
    await server.stop();
  }
}

async function dayOf(server: SoakServer, logins: number): Promise<Omit<DayFigures, 'waits'>> {
  const systems = Object.entries(SYSTEM_LOGINS);
  const sums = Object.fromEntries(systems.map(([name]) => [name, 0]));
  const wrong: string[] = [];
  let tried = 0;
  let done = 0;
  let afterQuarter = 0;
  for (let step = 1; step <= STEPS; step++) {
    const last = new Map<string, Login>();
    const until = Math.round((logins * step) / STEPS);
    await server.repeat(until - done, async (at) => {
      const number = done + at;
      const [name, { login }] = systems[number % systems.length] as (typeof systems)[number];
      last.set(name, await login(server, number));
      sums[name] = (sums[name] ?? 0) + 1;
    });
    done = until;
    await server.advance(STEP_MS);
    for (const [name, { outlivesStep }] of systems) {
      const login = last.get(name);
      if (!login) continue;
      tried++;
      if ((await login.works()) !== outlivesStep)
        wrong.push(`step ${step}: a login of ${name} ${outlivesStep ? 'is over too early' : 'is not over'}`);
    }
    if (step === STEPS / 4) afterQuarter = await server.heldBytes();
  }
  return {
    hours: (STEPS * STEP_MS) / HOUR_MS,
    logins: sums,
    tried,
    wrong,
    bytes: [afterQuarter, await server.heldBytes()],
  };
}
