import type { Disposes } from './disposableStore';

/** Work that is under way, so that whoever ends can wait for it. */
export class WorkUnderWay implements Disposes {
  private readonly works = new Set<Promise<unknown>>();

  /** Keeps a piece of work in mind until it is done. Its failure is for whoever has asked for it. */
  add<T>(work: Promise<T>): Promise<T> {
    this.works.add(work);
    const done = () => this.works.delete(work);
    work.then(done, done);
    return work;
  }

  /** Resolves when nothing is under way any more. */
  async dispose(): Promise<void> {
    while (this.works.size > 0) await Promise.allSettled([...this.works]);
  }
}
