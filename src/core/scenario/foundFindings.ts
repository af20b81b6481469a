import type { ScenarioFinding } from './scenarioFinding';
import { MOST_FINDINGS } from './scenarioLimits';

/** The findings of one scenario file. Of very many, only the first ones are kept: errors and hints each. */
export class FoundFindings {
  private readonly errors: ScenarioFinding[] = [];
  private readonly hints: ScenarioFinding[] = [];

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  /** Whether another error would not be kept, so that nothing more needs to be looked at. */
  get isFull(): boolean {
    return this.errors.length >= MOST_FINDINGS;
  }

  add(finding: ScenarioFinding): void {
    const list = finding.severity === 'error' ? this.errors : this.hints;
    if (list.length < MOST_FINDINGS) list.push(finding);
  }

  /** In the order of the text. */
  inOrder(): ScenarioFinding[] {
    return [...this.errors, ...this.hints].sort(
      ({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character,
    );
  }
}
