import { saysBoth } from '../../core/scenario/failureWords';
import type { RunPlace, StepFailure } from '../../core/scenario/runEvents';
import { causesOf, type ScenarioReport } from '../../scenario/batch/runReport';

/** Longer values are in the log. */
const LONGEST_VALUE = 200;

/** Why a scenario did not pass, in one line. */
export interface ScenarioTrouble {
  /** Title of the step. Absent where it is about the whole scenario. */
  readonly step?: string;
  /** Of the step. */
  readonly place: { readonly file: string; readonly range?: RunPlace['range'] };
  readonly why: string;
}

/** Empty for one that passed, or whose turn never came. */
export function scenarioTroubles({ file, verdict, findings, error, steps }: ScenarioReport): ScenarioTrouble[] {
  if (verdict === 'passed' || verdict === 'notRun') return [];
  return [
    ...findings
      .filter(({ severity }) => severity === 'error')
      .map(({ message, range }) => ({ place: { file, range }, why: message })),
    ...(error === undefined ? [] : [{ place: { file }, why: error }]),
    ...(verdict === 'cancelled' ? [{ place: { file }, why: 'It was ended before it was over.' }] : []),
    ...steps.flatMap((result) =>
      result.failures.map((failure) => {
        const causes = causesOf(result);
        const because = causes.length === 0 ? '' : `, because ${causes.join(' → ')}`;
        return { step: result.step.title, place: result.step.place, why: `${failureText(failure)}${because}` };
      }),
    ),
  ];
}

function failureText(failure: StepFailure): string {
  const { message, expected, actual } = failure;
  if (saysBoth(failure)) return message;
  const isIn = expected !== undefined && message.endsWith(`expected ${expected}`);
  return [
    message,
    ...(expected === undefined || isIn ? [] : [`expected ${clipped(expected)}`]),
    ...(actual === undefined ? [] : [`actual ${clipped(actual)}`]),
  ].join('; ');
}

function clipped(text: string): string {
  const chars = [...text.slice(0, LONGEST_VALUE * 2)];
  return chars.length > LONGEST_VALUE ? `${chars.slice(0, LONGEST_VALUE).join('')}…` : text;
}
