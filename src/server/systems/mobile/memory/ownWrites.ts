import type { SessionPath } from '../mobileState';
import { pathParts } from './sessionPaths';

/** Records which files the server itself has written, for code that reads the disk. */
export class OwnWrites {
  private readonly watching = new Set<Set<SessionPath>>();
  private readonly unseen = new Map<string, Set<string>>();

  /** Call this when file and memory are both written, and before others may change them. */
  wrote(file: SessionPath): void {
    for (const files of this.watching) files.add(file);
    const { application, name } = pathParts(file);
    const names = this.unseen.get(application);
    if (names) names.add(name);
    else this.unseen.set(application, new Set([name]));
  }

  /** Names of files in an application folder that no survey has listed since the server wrote them. */
  unseenIn(application: string): readonly string[] {
    return [...(this.unseen.get(application) ?? [])];
  }

  /** Only a survey may call this. Reading one file does not list the folder. */
  saw(file: SessionPath): void {
    const { application, name } = pathParts(file);
    const names = this.unseen.get(application);
    names?.delete(name);
    if (names?.size === 0) this.unseen.delete(application);
  }

  /**
   * Runs an operation and collects the files that are written meanwhile. What the operation read of them may be out of
   * date, so it must be ignored and the files read again.
   */
  async during<T>(run: (written: ReadonlySet<SessionPath>) => Promise<T>): Promise<T> {
    const files = new Set<SessionPath>();
    this.watching.add(files);
    try {
      return await run(files);
    } finally {
      this.watching.delete(files);
    }
  }
}
