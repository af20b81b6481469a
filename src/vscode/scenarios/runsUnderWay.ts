import type { Disposes } from '../../core/base/disposableStore';
import { WorkUnderWay } from '../../core/base/workUnderWay';

/** Runs of scenarios. They are given up together, and each takes a moment until its server is gone. */
export class RunsUnderWay implements Disposes {
  private readonly ending = new AbortController();
  private readonly runs = new WorkUnderWay();

  /** @param run is to end soon after its signal is aborted: by `cancel`, or because all runs are given up */
  start<T>(cancel: AbortSignal, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.runs.add(run(AbortSignal.any([cancel, this.ending.signal])));
  }

  /** Gives all runs up. Resolves when their servers are gone. */
  dispose(): Promise<void> {
    this.ending.abort();
    return this.runs.dispose();
  }
}
