import { countsFor } from '../../core/compliance/failOn';
import { findingsOf } from '../checkReport';
import { findingLine } from './findingLine';
import type { Format } from './format';

/** A line for each finding, as compilers write it. Editors and problem matchers read that. */
export const unix: Format = function* (report, { cwd, isQuiet, failOn }) {
  for (const located of findingsOf(report)) {
    if (!isQuiet || countsFor(failOn, located.finding.severity)) yield findingLine(located, cwd);
  }
};
