import type { Disposable, Event } from '../../../core/base/event';
import type { ServerChange } from '../../../core/protocol/state';

/** How many changes are kept for those who ask. Who missed more reads the whole state. */
const MOST = 5_000;
/** The sum of kept changes as JSON, in characters: one may have all that a session keeps. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** A part of the changes, the oldest first. */
export interface LoggedChanges {
  /** Number of the last change that is told, or was told before. */
  readonly id: number;
  /** Whether changes are gone already, or nobody has kept them. The state must be read as a whole then. */
  readonly missed: boolean;
  /** Whether there are more after these. */
  readonly more: boolean;
  readonly changes: readonly ServerChange[];
}

/** What the log follows. */
export interface ChangeSource {
  readonly onDidChange: Event<ServerChange>;
  readonly onDidReplace: Event<void>;
}

/**
 * Keeps the changes of the state for clients that ask what is different since the last time. It follows the changes once
 * somebody has asked, and no longer than until it is full, so a server that nobody asks has no work with it.
 */
export class ChangeLog implements Disposable {
  private kept: ServerChange[] = [];
  private characters = 0;
  /** Number of the last change, or of the last beginning. */
  private last: number;
  private following: Disposable | undefined;

  /** @param first greater than the numbers of a server that was here before, so that its clients read the whole state */
  constructor(
    private readonly source: ChangeSource,
    first: number,
  ) {
    this.last = first;
  }

  /**
   * @param after number of the last change that is known; undefined to begin
   * @param limit maximum number of changes
   */
  page(after: number | undefined, limit: number): LoggedChanges {
    const first = this.last - this.kept.length;
    if (!this.following || after === undefined || after < first || after > this.last) {
      this.following ??= this.follow();
      return { id: this.last, missed: true, more: false, changes: [] };
    }
    const changes = this.kept.slice(after - first, after - first + limit);
    const id = after + changes.length;
    return { id, missed: false, more: id < this.last, changes };
  }

  dispose(): void {
    this.forget();
  }

  private follow(): Disposable {
    const changes = this.source.onDidChange((change) => this.keep(change));
    const replaced = this.source.onDidReplace(() => this.forget());
    return {
      dispose: () => {
        changes.dispose();
        replaced.dispose();
      },
    };
  }

  private keep(change: ServerChange): void {
    this.kept.push(change);
    this.last++;
    this.characters += JSON.stringify(change).length;
    if (this.kept.length > MOST || this.characters > MOST_CHARACTERS) this.forget();
  }

  /** Whoever asks next reads the whole state. */
  private forget(): void {
    this.following?.dispose();
    this.following = undefined;
    this.kept = [];
    this.characters = 0;
    this.last++;
  }
}
