import builder from 'junit-report-builder';
import { causesOf } from '../../scenario/batch/runReport';
import { cdataText } from '../formats/cdata';
import { rootFor } from '../formats/repositoryRoot';
import { withTime, xmlLines, xmlText } from '../formats/xmlLines';
import { PRODUCT } from '../product';
import { failureDetails } from './failureDetails';
import type { RunFormat } from './runFormat';
import { shownFile, shownPlace } from './shownPlace';

/** JUnit XML for CI servers: a suite for each scenario, a case for each of its steps. */
export const junitRun: RunFormat = {
  end({ scenarios, ms }, { terminal: { cwd, env } }) {
    // As `check` does it, so that a CI server finds the files of both from one folder.
    const root = rootFor(scenarios[0]?.file, { cwd, env });
    const report = builder.newBuilder().name(PRODUCT);
    for (const { file, name, verdict, findings, error, steps, log, ms: took } of scenarios) {
      const shown = xmlText(shownFile(root, file));
      const title = xmlText(name);
      const suite = report
        .testSuite()
        .name(title)
        .time(took / 1000);
      const addCase = (own: string) => suite.testCase().className(title).file(shown).name(xmlText(own));
      const errors = findings.filter(({ severity }) => severity === 'error');
      if (errors.length > 0) {
        const lines = errors.map(({ message, range }) => `${shownPlace(root, { file, range })} ${message}`);
        addCase('can be read')
          .failure(xmlText(String(errors[0]?.message)), String(errors[0]?.code))
          .stacktrace(safe(lines));
      }
      if (error !== undefined) addCase('can be run').error(xmlText(error));
      if (verdict === 'notRun') addCase('was not run: the run was over before').skipped();
      if (verdict === 'cancelled') addCase('was ended before it was over').skipped();
      for (const result of steps) {
        const { step, verdict, failures, ms } = result;
        const testCase = addCase(`${step.index + 1}. ${step.title}`).time(ms / 1000);
        if (verdict === 'skipped') testCase.skipped();
        const [first] = failures;
        if (!first) continue;
        const lines = failures.flatMap((failure) => [
          `${shownPlace(root, failure.place)} ${failure.message}`,
          ...failureDetails(failure).map(String),
        ]);
        const causes = causesOf(result);
        if (causes.length > 0) lines.push(`because ${causes.join(' → ')}`);
        testCase.failure(xmlText(first.message), 'expectation').stacktrace(safe([...lines, ...log]));
      }
    }
    return xmlLines(withTime(report.build(), ms / 1000));
  },
};

function safe(lines: readonly string[]): string {
  const shown = lines.flatMap((each) => each.split('\n')).map(xmlText);
  return cdataText(shown.join('\n'));
}
