import { WEB_COOKIES } from '../../src/server/systems/web/webSpaces';
import type { Answer } from '../server/httpCall';
import { SoakServer } from './soakServer';
import { type Waits, watched } from './waits';

/** What is left in memory after sessions have ended. */
export interface MemoryFigures {
  readonly sessions: number;
  /** Sessions that the server told of before and after their end. */
  readonly told: readonly [before: number, after: number];
  /** Bytes that the process held before the sessions, with them, and after their end. */
  readonly bytes: readonly [before: number, withThem: number, after: number];
  readonly waits: Waits;
}

/** Longer than a web session lives without a request. */
const OVER_MS = 2 * 3_600_000;
/** How often it is asked whether all have ended: they end in slices. */
const MOST_ASKED = 1_000;

/** How many web sessions are made. */
interface Numbers {
  /** Those before the first measurement. They fill what has a limit, such as the journal. */
  readonly firstSessions: number;
  readonly sessions: number;
}

/** Makes web sessions and lets all of them end. The memory is compared with that after the first ones have ended. */
export async function endedSessions({ firstSessions, sessions }: Numbers): Promise<MemoryFigures> {
  const server = await SoakServer.start({ web: {} });
  try {
    const { result, waits } = await watched(server, async () => {
      await make(server, firstSessions);
      await end(server);
      const before = await server.heldBytes();
      await make(server, sessions);
      const toldBefore = await count(server);
      const withThem = await server.heldBytes();
      await end(server);
      const toldAfter = await count(server);
      return { told: [toldBefore, toldAfter], bytes: [before, withThem, await server.heldBytes()] } as const;
    });
    return { sessions, ...result, waits };
  } finally {
    await server.stop();
  }
}

async function make(server: SoakServer, sessions: number): Promise<void> {
  await server.repeat(sessions, async () => {
    const answer = await server.call('/rest/$catalog');
    if (!hasCookie(answer)) throw new Error(`No web session was made: ${answer.status} ${answer.text}`);
  });
}

async function end(server: SoakServer): Promise<void> {
  await server.advance(OVER_MS);
  for (let asked = 0; (await count(server)) > 0; asked++)
    if (asked === MOST_ASKED) throw new Error('Web sessions do not end.');
  // Their cookies are deleted in the following turns of the server's event loop. Until then, memory is not measured.
  for (let asked = 0; (await cookies(server)) > 0; asked++)
    if (asked === MOST_ASKED) throw new Error('Cookies of ended sessions stay.');
}

async function cookies(server: SoakServer): Promise<number> {
  const { json } = await server.control('GET', '/snapshot');
  return json.entries.filter(({ space }: { space: string }) => space === WEB_COOKIES.name).length;
}

async function count(server: SoakServer): Promise<number> {
  const { json } = await server.control('GET', '/web/sessions');
  return json.length;
}

function hasCookie({ headers }: Answer): boolean {
  return (headers['set-cookie'] ?? []).length > 0;
}
