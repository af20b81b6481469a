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

  async add(kind: 'session' | 'token', key: string, why: string, user?: string): Promise<void> {
    const { store, clock } = this.kernel;
    await this.load();
    const ended: Ended = { why, at: clock.now(), ...(user !== undefined && { user }) };
    await store.put(ENDED, `${kind}:${key}`, ended, { expiresAt: knownUntil(ended) });
    await this.forgetOldest();
  }

  /** Notes that a token got another value. The reason why it ended stays, if it has. */
  async used(key: string, id: string): Promise<void> {
    const { store, clock } = this.kernel;
    await this.load();
    const used: Ended = { why: 'used', at: clock.now(), becomes: id };
    await store.update(ENDED, `token:${key}`, (ended) => ended ?? used, { expiresAt: knownUntil });
    await this.forgetOldest();
  }

  /** @returns what ended; undefined if it never was, or ended long ago */
  async of(kind: 'session' | 'token', key: string): Promise<Ended | undefined> {
    return this.kernel.store.get(ENDED, `${kind}:${key}`);
  }

  private load(): Promise<void> {
    this.loading ??= this.known.load();
    return this.loading;
  }

  private async forgetOldest(): Promise<void> {
    const { store } = this.kernel;
    while (this.known.size > this.most && this.known.oldest !== undefined) {
      await store.delete(ENDED, this.known.oldest);
    }
  }

  /** @returns why it ended; undefined if it never was, or ended long ago */
  async why(kind: 'session' | 'token', key: string): Promise<string | undefined> {
    return (await this.of(kind, key))?.why;
  }

  dispose(): void {
    this.known.dispose();
  }
}
