import { sameEntry } from '../index/sessionEntry';
import type { SessionIndex, SessionKey } from '../index/sessionIndex';
import { type Copy, idOf } from './unpushedMarks';

type Index = Pick<SessionIndex, 'fileEntry' | 'stateOf'>;

interface Told {
  readonly copy: Copy;
  /** The entry that the index had then. As long as it has an equal one, it has not read what was written. */
  readonly entry: ReturnType<Index['fileEntry']>;
}

/**
 * The current content of session files. The index is informed of a file only after it was written. So what a command
 * has written counts until the index has read the file again.
 */
export class KnownFiles {
  private readonly told = new Map<string, Told>();

  constructor(private readonly index: Index) {}

  of(key: SessionKey): Copy {
    const id = idOf(key);
    const told = this.told.get(id);
    if (told && sameEntry(told.entry, this.index.fileEntry(key))) return told.copy;
    this.told.delete(id);
    return this.indexed(key);
  }

  /** Call this when a command has written or removed a file. */
  wrote(key: SessionKey, copy: Copy): void {
    if (copy === this.indexed(key)) this.told.delete(idOf(key));
    else this.told.set(idOf(key), { copy, entry: this.index.fileEntry(key) });
  }

  private indexed(key: SessionKey): Copy {
    const entry = this.index.fileEntry(key);
    if (entry) return entry.digest ?? 'unknown';
    return this.index.stateOf(key.folder)?.kind === 'ready' ? 'absent' : 'unknown';
  }
}
