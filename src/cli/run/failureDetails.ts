import { structuredPatch } from 'diff';
import { saysBoth } from '../../core/scenario/failureWords';
import type { StepFailure } from '../../core/scenario/runEvents';
import { line, styled, type TerminalLine } from '../../core/terminal/terminalLine';

/** More changed lines than this are no help, and to find them takes long. */
const MOST_CHANGES = 500;
const CONTEXT_LINES = 3;

/** What is told of a failed expectation below its message: a unified diff where a value has several parts. */
export function failureDetails(failure: StepFailure): TerminalLine[] {
  const diff = diffLines(failure);
  if (diff) return diff;
  if (saysBoth(failure)) return [];
  const { expected, actual } = failure;
  return [
    ...(expected === undefined ? [] : [line`  expected  ${styled('green', expected)}`]),
    ...(actual === undefined ? [] : [line`  actual    ${styled('red', actual)}`]),
  ];
}

/** Undefined where both values have one line, or too little in common. */
function diffLines({ compared }: StepFailure): TerminalLine[] | undefined {
  if (!compared) return undefined;
  const { expected, actual } = compared;
  if (!expected.includes('\n') && !actual.includes('\n')) return undefined;
  const patch = structuredPatch('', '', `${expected}\n`, `${actual}\n`, '', '', {
    context: CONTEXT_LINES,
    maxEditLength: MOST_CHANGES,
  });
  if (!patch || patch.hunks.length === 0) return undefined;
  const hunks = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    line`  ${styled('cyan', `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`)}`,
    ...lines.map(changedLine),
  ]);
  return [line`  ${styled('green', '- expected')}`, line`  ${styled('red', '+ actual')}`, ...hunks];
}

function changedLine(text: string): TerminalLine {
  if (text.startsWith('-')) return line`  ${styled('green', text)}`;
  return text.startsWith('+') ? line`  ${styled('red', text)}` : line`  ${text}`;
}
