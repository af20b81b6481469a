import { countsFor } from '../../core/compliance/failOn';
import { findingsOf } from '../checkReport';
import { findingLine } from './findingLine';
import type { Format } from './format';
import { repositoryRoot } from './repositoryRoot';

/** A line for each finding, as compilers write it. Editors and problem matchers read that. */
export const unix: Format = function* (report, context) {
  const { cwd, isQuiet, failOn } = context;
  const root = repositoryRoot(report, context);
  for (const located of findingsOf(report)) {
    if (!isQuiet || countsFor(failOn, located.finding.severity)) yield findingLine(located, cwd, root);
  }
};
