import * as vscode from 'vscode';
import type { CurrentMark } from './currentMark';

const KEY = 'scenarioResults';
/** Nobody looks at more. The oldest are forgotten first. */
const MOST = 1000;

/** How the last run of a scenario ended. */
export interface ScenarioResult {
  readonly verdict: 'passed' | 'failed';
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of the text that was run, with all that it needs. */
  readonly mark: string;
}

/**
 * The last result of each scenario, wherever it ran: in the Test Explorer, in a simulator, or to its end. It outlives a
 * reload of the window.
 */
export class ScenarioResults implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly results: Map<string, ScenarioResult>;
  private remembered: Thenable<void> = Promise.resolve();

  /** @param now milliseconds since 1970 */
  constructor(
    private readonly memento: vscode.Memento,
    private readonly markOf: CurrentMark,
    private readonly now: () => number = Date.now,
  ) {
    this.results = new Map(Object.entries(memento.get<Record<string, ScenarioResult>>(KEY, {})));
  }

  /** @param file absolute path */
  of(file: string): ScenarioResult | undefined {
    return this.results.get(file);
  }

  /**
   * Called when a scenario begins to run: it may be changed while it does.
   * @param file absolute path
   * @returns what keeps the result
   */
  async begun(file: string): Promise<(verdict: ScenarioResult['verdict']) => void> {
    const mark = await this.markOf(file);
    return (verdict) => this.keep(file, { verdict, at: this.now(), mark });
  }

  async dispose(): Promise<void> {
    this.changed.dispose();
    await this.remembered;
  }

  private keep(file: string, result: ScenarioResult): void {
    this.results.delete(file);
    this.results.set(file, result);
    const [oldest] = this.results.keys();
    if (this.results.size > MOST && oldest !== undefined) this.results.delete(oldest);
    this.remembered = this.memento.update(KEY, Object.fromEntries(this.results));
    this.changed.fire();
  }
}
