import { jsonLines } from '../../core/terminal/jsonLines';
import { causesOf, countOf } from '../../scenario/batch/runReport';
import type { RunFormat } from './runFormat';

/** For programs. Ranges are zero-based, in UTF-16 code units. */
export const jsonRun: RunFormat = {
  end(report) {
    const scenarios = report.scenarios.map(({ file, name, verdict, ms, error, findings, steps, transitions }) => ({
      file,
      name,
      verdict,
      ms,
      ...(error !== undefined && { error }),
      ...(transitions && { transitions }),
      findings: findings.map(({ code, severity, message, pointer, range }) => ({
        code,
        severity,
        message,
        pointer,
        range,
      })),
      steps: steps.map((result) => {
        const { step, verdict, failures, ms } = result;
        return {
          title: step.title,
          kind: step.kind,
          ...step.place,
          verdict,
          ms,
          causes: causesOf(result),
          failures: failures.map(({ place, compared: _, ...rest }) => ({ ...rest, ...place })),
        };
      }),
    }));
    const cancelled = countOf(report, 'cancelled');
    const summary = {
      scenarios: scenarios.length,
      passed: countOf(report, 'passed'),
      failed: countOf(report, 'failed'),
      errors: countOf(report, 'error'),
      // Only of a run that was ended.
      ...(cancelled > 0 && { cancelled }),
      ms: report.ms,
    };
    return jsonLines({ version: 1, summary, scenarios });
  },
};
