import assert from 'node:assert/strict';
import { type Answer, call } from '../server/httpCall';
import type { CrashLoad, CrashRole } from './crashLoad';

interface AnyFault {
  readonly id: string;
  readonly hits: number;
}

/** Clients of what every server has: faults and the clock. */
export function kernelCrashRoles(): readonly CrashRole[] {
  let advancedMs = 0;
  const clock: CrashRole = async (load) => {
    const move = () => load.control.post('/clock', { advanceMs: 10 });
    await load.ask('clock', 'moved clock', move, () => {
      advancedMs += 10;
      const least = advancedMs;
      return async () => (await load.control.post('/clock', { advanceMs: 0 })).json.offsetMs >= least;
    });
  };
  return [victim, clock];
}

/** Adds a fault that is applied twice, and another one that stays or is removed. */
async function victim(load: CrashLoad, id: string): Promise<void> {
  const { json } = await fault(load, id, 2);
  const faults = async (): Promise<readonly AnyFault[]> => (await load.control.get('/faults')).json;
  const hits = async () => (await faults()).find((each) => each.id === json.id)?.hits;
  for (const [kind, holds] of [
    ['fault with one hit', async () => (await hits()) === 1],
    ['fault without more hits', async () => !(await isHit(load, id))],
  ] as const) {
    const { status } = await load.claim(
      id,
      kind,
      () => strike(load, id),
      () => holds,
    );
    assert.equal(status, 503);
  }
  const key = `${id}-other`;
  const other = await fault(load, key, 1);
  if (/[02468]$/.test(id)) return;
  const remove = () => load.control.call('DELETE', `/faults/${other.json.id}`);
  await load.ask(key, 'removed fault', remove, () => async () => !(await isHit(load, key)));
}

function fault(load: CrashLoad, key: string, times: number): Promise<Answer> {
  const fault = { kind: 'status', status: 503, times, scope: { route: `/mobileapp/${key}` } };
  const add = () => load.control.post('/faults', fault);
  return load.ask(key, 'added fault', add, () => () => isHit(load, key));
}

async function isHit(load: CrashLoad, key: string): Promise<boolean> {
  return (await strike(load, key)).status === 503;
}

function strike({ address }: CrashLoad, key: string): Promise<Answer> {
  return call(address.url, { path: `/mobileapp/${key}`, headers: { 'x-qmobile': '1' } });
}
