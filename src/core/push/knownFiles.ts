import type { SessionIndex, SessionKey } from '../index/sessionIndex';
import { type Copy, idOf } from './unpushedMarks';

type Index = Pick<SessionIndex, 'fileEntry' | 'stateOf'>;

interface Told {
  readonly copy: Copy;
  /** What the index said then: as long as it is the very same, the index has not looked since. */
  readonly entry: ReturnType<Index['fileEntry']>;
}

/**
 * What session files are. The index is late: it hears of a file only after that was written. What a command has written counts
 * until the index has looked at the file again.
 */
export class KnownFiles {
  private readonly told = new Map<string, Told>();

  constructor(private readonly index: Index) {}

  of(key: SessionKey): Copy {
    const id = idOf(key);
    const told = this.told.get(id);
    if (told && told.entry === this.index.fileEntry(key)) return told.copy;
    this.told.delete(id);
    return this.indexed(key);
  }

  /** A command has written a file, or removed it. */
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
