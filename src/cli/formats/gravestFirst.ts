import type { LocatedFinding } from '../checkReport';

const SEVERITIES = ['error', 'warning', 'hint'] as const;

/** Errors first: where there is no room for all, what matters most is told. Otherwise the order stays. */
export function gravestFirst(all: readonly LocatedFinding[]): LocatedFinding[] {
  return SEVERITIES.flatMap((severity) => all.filter(({ finding }) => finding.severity === severity));
}
