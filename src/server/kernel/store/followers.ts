import type { Disposable } from '../../../core/base/event';
import { Pauses } from '../slices/pauses';
import type { LogEntry } from './log';
import type { SpaceFollower, SpaceReplacement } from './store';

type LogListener = (entry: LogEntry<unknown>) => void;
type Entries = Iterable<readonly [key: string, read: () => unknown]>;

/** What followers have made of a snapshot that comes. Those that make nothing are absent. */
export type Replacements = ReadonlyMap<SpaceFollower<unknown>, SpaceReplacement<unknown>>;

/** The listeners for changes, by the names of spaces and logs. */
export class Followers implements Disposable {
  private readonly spaces = new Map<string, readonly SpaceFollower<unknown>[]>();
  private readonly logs = new Map<string, readonly LogListener[]>();

  /**
   * @param before called before listeners are called
   * @param onError receives what a listener throws; it must not throw
   */
  constructor(
    private readonly before: () => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  ofSpace(name: string, { changed, replacing, replaced }: SpaceFollower<unknown>): Disposable {
    return added(this.spaces, name, {
      ...(changed && { changed }),
      ...(replacing && { replacing }),
      ...(replaced && { replaced }),
    });
  }

  ofLog(name: string, listener: LogListener): Disposable {
    return added(this.logs, name, (entry) => listener(entry));
  }

  /** @param read creates a separate value for each listener that reads it; undefined if the value was removed */
  changed(space: string, key: string, read: (() => unknown) | undefined): void {
    this.tell(this.spaces.get(space), (follower) => follower.changed?.(key, read));
  }

  added(log: string, entry: () => LogEntry<unknown>): void {
    this.tell(this.logs.get(log), (listener) => listener(entry()));
  }

  /**
   * Lets followers make ready for a long snapshot. The event loop turns after each slice of its values.
   * @param entriesOf reads the entries of a space in the snapshot
   */
  async replacing(entriesOf: (space: string) => Entries): Promise<Replacements> {
    const all = new Map<SpaceFollower<unknown>, SpaceReplacement<unknown>>();
    const pause = new Pauses();
    for (const [name, followers] of [...this.spaces]) {
      const made = new Map(
        followers.flatMap((follower) => {
          const replacement = follower.replacing?.();
          return replacement ? [[follower, replacement] as const] : [];
        }),
      );
      if (made.size === 0) continue;
      for (const [key, read] of entriesOf(name)) {
        await pause.after();
        for (const [follower, replacement] of made) {
          try {
            replacement.add(key, read);
          } catch (error) {
            // The follower gets all values by `replaced` then.
            made.delete(follower);
            this.onError(error);
          }
        }
      }
      for (const [follower, replacement] of made) all.set(follower, replacement);
    }
    return all;
  }

  /**
   * @param entriesOf reads the current entries of a space
   * @param made what `replacing` returned; absent if it was not called
   */
  replaced(entriesOf: (space: string) => Entries, made?: Replacements): void {
    for (const [name, followers] of this.spaces) {
      this.tell(followers, (follower) => {
        const replacement = made?.get(follower);
        if (replacement) replacement.done();
        else follower.replaced?.(entriesOf(name));
      });
    }
  }

  dispose(): void {
    this.spaces.clear();
    this.logs.clear();
  }

  private tell<F>(followers: readonly F[] | undefined, tell: (follower: F) => void): void {
    if (!followers) return;
    this.before();
    for (const follower of followers) {
      try {
        tell(follower);
      } catch (error) {
        this.onError(error);
      }
    }
  }
}

/** @param own a new object, so that the same follower can be added twice */
function added<F>(all: Map<string, readonly F[]>, name: string, own: F): Disposable {
  all.set(name, [...(all.get(name) ?? []), own]);
  return {
    dispose: () => {
      const left = (all.get(name) ?? []).filter((other) => other !== own);
      if (left.length > 0) all.set(name, left);
      else all.delete(name);
    },
  };
}
