import type { SessionPath } from '../mobileState';
import { partsOf } from './sessionPaths';

/** Which files the server itself has written, for those who look at the disk. */
export class OwnWrites {
  private readonly watching = new Set<Set<SessionPath>>();
  private readonly unseen = new Map<string, Set<string>>();

  /** To be called when file and memory are as they are to be, and before anybody else may work on them. */
  wrote(file: SessionPath): void {
    for (const files of this.watching) files.add(file);
    const { application, name } = partsOf(file);
    const names = this.unseen.get(application);
    if (names) names.add(name);
    else this.unseen.set(application, new Set([name]));
  }

  /** Names of files in an application folder that no survey has listed since they were written: it would not miss them. */
  unseenIn(application: string): readonly string[] {
    return [...(this.unseen.get(application) ?? [])];
  }

  /** To be called by a survey alone: who looks at one file does not learn what is listed. */
  saw(file: SessionPath): void {
    const { application, name } = partsOf(file);
    const names = this.unseen.get(application);
    names?.delete(name);
    if (names?.size === 0) this.unseen.delete(application);
  }

  /**
   * Runs something with the files that are written meanwhile: what was seen of them may be from before, so that it counts
   * for nothing and they are looked at again.
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
