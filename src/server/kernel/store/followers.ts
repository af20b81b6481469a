import type { Disposable } from '../../../core/base/event';
import type { LogEntry } from './log';
import type { SpaceFollower } from './store';

type LogListener = (entry: LogEntry<unknown>) => void;

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

  ofSpace(name: string, { changed, replaced }: SpaceFollower<unknown>): Disposable {
    return added(this.spaces, name, { ...(changed && { changed }), ...(replaced && { replaced }) });
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

  /** @param entriesOf reads the current entries of a space */
  replaced(entriesOf: (space: string) => Iterable<readonly [key: string, read: () => unknown]>): void {
    for (const [name, followers] of this.spaces) {
      this.tell(followers, (follower) => follower.replaced?.(entriesOf(name)));
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
