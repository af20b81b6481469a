import { counted } from '../../../core/base/counted';
import { isAtLeast } from '../../../core/systems/mendix/runtimeVersion';
import type { Kernel } from '../../kernel/system/kernel';
import type { MendixSessions } from './mendixSessions';
import { RUNTIME, RUNTIME_VERSION } from './mendixSpaces';

/**
 * Ends all sessions when what is stored is of an older runtime, as the start of a Mendix runtime does when it upgrades the
 * database (docs/facts/mendix.md#kinds-of-clients). Users and tokens stay.
 */
export async function upgradeRuntime(
  { store, log }: Pick<Kernel, 'store' | 'log'>,
  sessions: MendixSessions,
  version: string,
): Promise<void> {
  const before = await store.get(RUNTIME, RUNTIME_VERSION);
  if (before === version) return;
  if (before !== undefined && !isAtLeast(before, version)) {
    const all = await sessions.all();
    for (const { id } of all) await sessions.end(id, 'upgraded');
    log(
      `Mendix runtime ${before} was upgraded to ${version}, which ended ${counted(all.length, 'session')}. Tokens stay.`,
    );
  }
  // Last: a start that was cut short ends the rest.
  await store.put(RUNTIME, RUNTIME_VERSION, version);
}
