import type { Disposable } from '../../../core/base/event';
import { SpaceCopy } from '../../kernel/store/spaceCopy';
import type { Kernel } from '../../kernel/system/kernel';
import { ENDED, type Ended, knownUntil } from './mendixSpaces';

/** So many are known; the oldest are forgotten. */
const MOST = 2000;

/** Remembers why sessions and tokens ended, so that the journal can say it. */
export class MendixEndings implements Disposable {
  /** Only the keys, to find the oldest. */
  private readonly known: SpaceCopy<Ended, true>;
  private loading: Promise<void> | undefined;

  constructor(
    private readonly kernel: Pick<Kernel, 'store' | 'clock'>,
    private readonly most = MOST,
  ) {
    this.known = new SpaceCopy(kernel.store, ENDED, () => true);
  }

  async add(kind: 'session' | 'token', key: string, why: string): Promise<void> {
    const { store, clock } = this.kernel;
    this.loading ??= this.known.load();
    await this.loading;
    const ended: Ended = { why, at: clock.now() };
    await store.put(ENDED, `${kind}:${key}`, ended, { expiresAt: knownUntil(ended) });
    while (this.known.size > this.most && this.known.oldest !== undefined) {
      await store.delete(ENDED, this.known.oldest);
    }
  }

  /** @returns why it ended; undefined if it never was, or ended long ago */
  async why(kind: 'session' | 'token', key: string): Promise<string | undefined> {
    return (await this.kernel.store.get(ENDED, `${kind}:${key}`))?.why;
  }

  dispose(): void {
    this.known.dispose();
  }
}
