import type { Kernel } from '../../kernel/system/kernel';
import { ENDED } from './mendixSpaces';

/** How long it is known what became of a session or a token: longer than a browser keeps a cookie. */
const KNOWN_MS = 400 * 86_400_000;
/** About so many are known; the oldest are forgotten. */
const MOST = 2000;
/** How many are added between two looks at how many there are, which costs as much as there are. */
const BETWEEN_LOOKS = 500;

/** Remembers why sessions and tokens ended, so that the journal can say it. */
export class MendixEndings {
  private added = 0;

  constructor(private readonly kernel: Pick<Kernel, 'store' | 'clock'>) {}

  async add(kind: 'session' | 'token', key: string, why: string): Promise<void> {
    const { store, clock } = this.kernel;
    const at = clock.now();
    await store.put(ENDED, `${kind}:${key}`, { why, at }, { expiresAt: at + KNOWN_MS });
    if (++this.added % BETWEEN_LOOKS !== 0) return;
    const all = await store.entries(ENDED);
    for (const [oldest] of all.slice(0, -MOST)) await store.delete(ENDED, oldest);
  }

  /** @returns why it ended; undefined if it never was, or ended long ago */
  async why(kind: 'session' | 'token', key: string): Promise<string | undefined> {
    return (await this.kernel.store.get(ENDED, `${kind}:${key}`))?.why;
  }
}
