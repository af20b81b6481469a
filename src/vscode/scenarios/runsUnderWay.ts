import type { Disposes } from '../../core/base/disposableStore';
import { WorkUnderWay } from '../../core/base/workUnderWay';

/**
 * Runs of scenarios that are in progress. All of them can be cancelled together. Each takes a moment until its server
 * is gone.
 */
export class RunsUnderWay implements Disposes {
  private readonly ending = new AbortController();
  private readonly runs = new WorkUnderWay();

  /** @param run should end soon after its signal is aborted, either by `cancel` or by `dispose` */
  start<T>(cancel: AbortSignal, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.runs.add(run(AbortSignal.any([cancel, this.ending.signal])));
  }

  /** Cancels all runs. Resolves when their servers are gone. */
  dispose(): Promise<void> {
    this.ending.abort();
    return this.runs.dispose();
  }
}
