import type { Disposes } from './disposableStore';

/** Work that is still running, so that `dispose` can wait for it. */
export class WorkUnderWay implements Disposes {
  private readonly works = new Set<Promise<unknown>>();

  /** Adds a piece of work until it is done. Its caller handles a failure. */
  add<T>(work: Promise<T>): Promise<T> {
    this.works.add(work);
    const done = () => this.works.delete(work);
    work.then(done, done);
    return work;
  }

  /** Resolves when no work is running any more. */
  async dispose(): Promise<void> {
    while (this.works.size > 0) await Promise.allSettled([...this.works]);
  }
}
