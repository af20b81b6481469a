import { type ScenarioFinding, scenarioFinding } from './scenarioFinding';
import { MOST_FINDINGS, moreFindings } from './scenarioLimits';

/** Findings of one severity. */
interface Kept {
  readonly list: ScenarioFinding[];
  /** The first one that is not in the list, and how many there are at least. */
  first?: ScenarioFinding;
  others: number;
}

/**
 * The findings of one scenario file. Of very many, only the first ones are kept, errors and hints each, and one more that
 * says how many others there are.
 */
export class FoundFindings {
  private readonly errors: Kept = { list: [], others: 0 };
  private readonly hints: Kept = { list: [], others: 0 };

  get hasErrors(): boolean {
    return this.errors.list.length > 0;
  }

  /** Whether there are errors that are not kept, so that nothing more needs to be looked at. */
  get isFull(): boolean {
    return this.errors.others > 0;
  }

  add(finding: ScenarioFinding): void {
    const kept = finding.severity === 'error' ? this.errors : this.hints;
    if (kept.list.length < MOST_FINDINGS.count) kept.list.push(finding);
    else {
      kept.first ??= finding;
      kept.others++;
    }
  }

  /** Counts errors that nobody looks at. One that is not kept was added before. */
  addOthers(count: number): void {
    this.errors.others += count;
  }

  /** In the order of the text. */
  inOrder(): ScenarioFinding[] {
    return [...withOthers(this.errors), ...withOthers(this.hints)].sort(
      ({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character,
    );
  }
}

function withOthers({ list, first, others }: Kept): readonly ScenarioFinding[] {
  if (!first) return list;
  return [...list, scenarioFinding(first.code, moreFindings(others), first.pointer, first.range)];
}
