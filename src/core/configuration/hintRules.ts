import type { Finding, FindingCode } from '../compliance/finding';
import type { HintSeverities } from './configuration';

/** How much each hint counts, as the configuration says now. */
export class HintRules {
  constructor(private hints: HintSeverities = {}) {}

  take(hints: HintSeverities): void {
    this.hints = hints;
  }

  /** Whether anything would be different with these. */
  differs(hints: HintSeverities): boolean {
    const codes = new Set([...Object.keys(this.hints), ...Object.keys(hints)]) as Set<keyof HintSeverities>;
    return [...codes].some((code) => (this.hints[code] ?? 'hint') !== (hints[code] ?? 'hint'));
  }

  /** A finding as it counts. Undefined for one that is off. */
  judged(finding: Finding): Finding | undefined {
    const severity = this.severityOf(finding);
    if (severity === 'off') return undefined;
    return severity === finding.severity ? finding : { ...finding, severity };
  }

  /** Findings as they count. */
  judgedAll(findings: readonly Finding[]): readonly Finding[] {
    if (findings.every((each) => this.severityOf(each) === each.severity)) return findings;
    return findings.flatMap((each) => this.judged(each) ?? []);
  }

  isOff(code: FindingCode): boolean {
    return this.hints[code as keyof HintSeverities] === 'off';
  }

  private severityOf({ code, severity }: Finding): Finding['severity'] | 'off' {
    // Whatever a configuration has by this name, an error counts.
    if (severity === 'error') return severity;
    return this.hints[code as keyof HintSeverities] ?? 'hint';
  }
}
