import type { Disposable } from '../../../core/base/event';
import { SpaceCopy } from '../store/spaceCopy';
import type { Space, Store } from '../store/store';

/** A space whose keys are secrets that a server has made, such as passcodes. */
export interface KeySpace {
  readonly space: Space<unknown>;
  /** What such a secret looks like. */
  readonly like: RegExp;
  /** The key of a secret, if it is not the secret itself. */
  readonly keysOf?: (secret: string) => readonly string[];
}

/** Knows which words are secrets that this server has made and still has, so that the journal hides them wherever they stand. */
export class LiveSecrets implements Disposable {
  private readonly spaces: readonly (KeySpace & { readonly copy: SpaceCopy<unknown, true> })[];

  private constructor(store: Pick<Store, 'entries' | 'follow'>, spaces: readonly KeySpace[]) {
    this.spaces = spaces.map((each) => ({
      ...each,
      copy: new SpaceCopy<unknown, true>(store, each.space, () => true),
    }));
  }

  /** Follows the spaces of these systems, and reads what the store already has. */
  static async of(
    store: Pick<Store, 'entries' | 'follow'>,
    systems: readonly { readonly keySpaces?: readonly KeySpace[] }[],
  ): Promise<LiveSecrets> {
    const live = new LiveSecrets(
      store,
      systems.flatMap(({ keySpaces }) => keySpaces ?? []),
    );
    for (const { copy } of live.spaces) await copy.load();
    return live;
  }

  has(word: string): boolean {
    return this.spaces.some(
      ({ like, copy, keysOf }) => like.test(word) && (keysOf?.(word) ?? [word]).some((key) => copy.has(key)),
    );
  }

  dispose(): void {
    for (const { copy } of this.spaces) copy.dispose();
  }
}
