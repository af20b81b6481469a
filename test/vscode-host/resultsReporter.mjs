// A mocha reporter: the spec lines for a person, and the results as JSON in the file SESSION_WORKBENCH_TEST_RESULTS names.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import mocha from 'mocha';

/**
 * @typedef {{ title: string, file: string, state: 'passed' | 'failed' | 'pending', durationMs: number, error?: string }} TestResult
 * @typedef {{ passes: number, failures: number, pending: number, durationMs: number, tests: TestResult[] }} TestResults
 */

export class ResultsReporter extends mocha.reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} [options]
   */
  constructor(runner, options) {
    super(runner, options);
    /** @type {TestResult[]} */
    const tests = [];
    runner.on('pass', (test) => tests.push(describe(test, 'passed')));
    runner.on('pending', (test) => tests.push(describe(test, 'pending')));
    // A hook that fails counts, although it is no test.
    runner.on('fail', (test, error) =>
      tests.push({ ...describe(test, 'failed'), error: error?.stack ?? String(error) }),
    );
    runner.once('end', () => {
      const file = process.env.SESSION_WORKBENCH_TEST_RESULTS;
      if (!file) return;
      const { passes = 0, failures = 0, pending = 0, duration = 0 } = runner.stats ?? {};
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, JSON.stringify({ passes, failures, pending, durationMs: duration, tests }, null, 2));
    });
  }
}

export default ResultsReporter;

/**
 * @param {import('mocha').Runnable} test
 * @param {TestResult['state']} state
 * @returns {TestResult}
 */
function describe(test, state) {
  return { title: test.fullTitle(), file: test.file ?? '', state, durationMs: test.duration ?? 0 };
}
