import { counted } from '../../core/base/counted';
import type { StepFailure, StepResult } from '../../core/scenario/runEvents';
import { visible } from '../formats/visible';
import { PRODUCT } from '../product';
import type { Terminal } from '../terminal';
import type { RunFormat } from './runFormat';
import { causesOf, countOf, type ScenarioReport } from './runReport';
import { shownFile, shownPlace } from './shownPlace';

const SIGNS = {
  passed: ['green', '✔'],
  failed: ['red', '✖'],
  error: ['red', '✖'],
  cancelled: ['yellow', '◼'],
} as const;

/**
 * The output for people: a line for each scenario. For one that did not pass, it adds the failed step with the expected
 * and the actual value.
 */
export const prettyRun: RunFormat = {
  scenario(report, terminal) {
    const [style, sign] = SIGNS[report.verdict];
    const { length } = report.steps.filter(({ verdict }) => verdict !== 'skipped');
    const heading = `${terminal.style(style, sign)} ${visible(report.name)} ${terminal.style('dim', `(${counted(length, 'step')}, ${report.ms} ms)`)}`;
    return [heading, ...details(report, terminal), ''].join('\n');
  },
  end(report, terminal) {
    const passed = countOf(report, 'passed');
    const notPassed = report.scenarios.length - passed;
    const failed = countOf(report, 'failed');
    const errors = countOf(report, 'error');
    const parts = [
      `${passed} passed`,
      `${failed} failed`,
      ...(errors > 0 ? [`${errors} could not be run`] : []),
      ...(countOf(report, 'cancelled') > 0 ? ['1 was ended'] : []),
    ];
    const style = notPassed > 0 ? 'red' : 'green';
    return `\n${terminal.style(style, parts.join(', '))} ${terminal.style('dim', `(${report.ms} ms)`)}\n`;
  },
};

function details(report: ScenarioReport, terminal: Terminal): string[] {
  const { cwd } = terminal;
  const findings = report.findings.map(
    ({ severity, message, range }) =>
      `    ${terminal.style('cyan', shownPlace(cwd, { file: report.file, range }))} ${severity}: ${visible(message)}`,
  );
  if (report.verdict === 'passed') return findings;
  return [
    ...(report.findings.length === 0 ? [`    ${terminal.style('dim', shownFile(cwd, report.file))}`] : []),
    ...findings,
    ...(report.error === undefined ? [] : [`    ${terminal.style('red', visible(report.error))}`]),
    ...report.steps.flatMap((step) => stepLines(step, terminal)),
    ...report.log.map((line) => `    ${terminal.style('dim', `${PRODUCT} server: ${visible(line)}`)}`),
  ];
}

function stepLines(step: StepResult, terminal: Terminal): string[] {
  if (step.verdict !== 'failed') return [];
  const causes = causesOf(step);
  return [
    `    ${terminal.style('red', '✖')} ${terminal.style('bold', visible(step.step.title))}`,
    ...step.failures.flatMap((failure) => failureLines(failure, terminal)),
    ...(causes.length > 0 ? [`        because   ${causes.map(visible).join(' → ')}`] : []),
  ];
}

function failureLines({ message, expected, actual, place }: StepFailure, terminal: Terminal): string[] {
  return [
    `      ${terminal.style('cyan', shownPlace(terminal.cwd, place))} ${visible(message)}`,
    ...(expected === undefined ? [] : [`        expected  ${terminal.style('green', visible(expected))}`]),
    ...(actual === undefined ? [] : [`        actual    ${terminal.style('red', visible(actual))}`]),
  ];
}
