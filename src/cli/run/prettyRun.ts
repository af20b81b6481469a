import { counted } from '../../core/base/counted';
import { actorsWords } from '../../core/scenario/failureWords';
import type { StepFailure, StepResult } from '../../core/scenario/runEvents';
import { line, styled, type TerminalLine } from '../../core/terminal/terminalLine';
import { causesOf, countOf, type RunReport, type ScenarioReport } from '../../scenario/batch/runReport';
import { PRODUCT } from '../product';
import type { Terminal } from '../terminal';
import { failureDetails } from './failureDetails';
import type { RunFormat } from './runFormat';
import { shownFile, shownPlace } from './shownPlace';

const SIGNS = {
  passed: ['green', '✔'],
  failed: ['red', '✖'],
  error: ['red', '✖'],
  cancelled: ['yellow', '◼'],
  notRun: ['dim', '○'],
} as const;

/**
 * The output for people: a line for each scenario. For one that did not pass, it adds the failed step with the expected
 * and the actual value.
 */
export const prettyRun: RunFormat = {
  scenario(report, terminal) {
    const [style, sign] = SIGNS[report.verdict];
    if (report.verdict === 'notRun') {
      return [line`${styled(style, sign)} ${shownFile(terminal.cwd, report.file)} ${styled('dim', '(not run)')}`];
    }
    if (report.verdict === 'error') {
      // Why is told on stderr, as each reason for the exit status 2 is.
      const heading = line`${styled(style, sign)} ${report.name} ${styled('dim', '(could not be run)')}`;
      return [heading, ...details(report, terminal)];
    }
    const { length } = report.steps.filter(({ verdict }) => verdict !== 'skipped');
    const left = report.steps.length - length;
    const steps = left === 0 ? counted(length, 'step') : `${counted(length, 'step')}, ${left} not run`;
    const heading = line`${styled(style, sign)} ${report.name} ${styled('dim', `(${steps}, ${report.ms} ms)`)}`;
    return [heading, ...details(report, terminal)];
  },
  end(report) {
    const style = countOf(report, 'passed') < report.scenarios.length ? 'red' : 'green';
    return [line``, line`${styled(style, verdictWords(report))} ${styled('dim', `(${report.ms} ms)`)}`];
  },
};

/** How many scenarios passed, and what became of the others. */
export function verdictWords(report: RunReport): string {
  const passed = countOf(report, 'passed');
  const failed = countOf(report, 'failed');
  const errors = countOf(report, 'error');
  const cancelled = countOf(report, 'cancelled');
  const notRun = countOf(report, 'notRun');
  const parts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(errors > 0 ? [`${errors} could not be run`] : []),
    ...(notRun > 0 ? [`${notRun} not run`] : []),
    ...(report.leftOut > 0 ? [`${report.leftOut} left out by --grep`] : []),
    ...(cancelled > 0 ? [cancelled === 1 ? '1 was ended' : `${cancelled} were ended`] : []),
  ];
  return parts.join(', ');
}

function details(report: ScenarioReport, terminal: Terminal): TerminalLine[] {
  const { cwd } = terminal;
  const findings = report.findings.map(
    ({ severity, message, range }) =>
      line`    ${styled('cyan', shownPlace(cwd, { file: report.file, range }))} ${severity}: ${message}`,
  );
  if (report.verdict === 'passed') return findings;
  return [
    ...(report.findings.length === 0 ? [line`    ${styled('dim', shownFile(cwd, report.file))}`] : []),
    ...findings,
    ...report.steps.flatMap((step) => stepLines(step, terminal)),
    ...report.log.map((words) => line`    ${styled('dim', `${PRODUCT} server: ${words}`)}`),
  ];
}

function stepLines(step: StepResult, terminal: Terminal): TerminalLine[] {
  if (step.verdict !== 'failed') return [];
  const causes = causesOf(step);
  return [
    line`    ${styled('red', '✖')} ${styled('bold', step.step.title)} ${styled('dim', `(${whichStep(step)})`)}`,
    ...step.failures.flatMap((failure) => failureLines(failure, terminal)),
    ...(causes.length > 0 ? [line`        because   ${causes.join(' → ')}`] : []),
  ];
}

function failureLines(failure: StepFailure, terminal: Terminal): TerminalLine[] {
  const { message, place } = failure;
  return [
    line`      ${styled('cyan', shownPlace(terminal.cwd, place))} ${message}`,
    ...failureDetails(failure).map((each) => line`      ${each}`),
  ];
}

function whichStep({ step }: StepResult): string {
  return [`step ${step.index + 1}`, actorsWords(step)].filter(Boolean).join(', ');
}
