import path from 'node:path';
import { countsFor } from '../../core/compliance/failOn';
import { type TerminalLine, workflowCommand } from '../../core/terminal/terminalLine';
import { findingsOf, type LocatedFinding } from '../checkReport';
import { findingLine } from './findingLine';
import type { Format } from './format';
import { under } from './pathUnder';
import { repositoryRoot } from './repositoryRoot';

type Command = Parameters<typeof workflowCommand>[0];

/** GitHub shows so many annotations of each kind for a step, and passes over the others. */
const MOST_SHOWN = 10;

const COMMANDS = { error: 'error', warning: 'warning', hint: 'notice' } as const satisfies Record<string, Command>;

/**
 * Workflow commands, of which GitHub Actions shows each as an annotation of its file, as many as it shows. Behind them all
 * findings as lines of the log, with file and line, which an annotation does not have there.
 */
export const github: Format = function* (report, context) {
  const { env, isQuiet, failOn } = context;
  const root = repositoryRoot(report, context);
  // The runner knows files in its workspace by their path in it.
  const base = env.GITHUB_WORKSPACE || root;
  const shown: Record<string, number> = {};
  const lines: TerminalLine[] = [];
  for (const { folder, file, reason } of report.unreadable) {
    shown.error = (shown.error ?? 0) + 1;
    if (shown.error > MOST_SHOWN) break;
    yield workflowCommand('error', { file: placeFrom(base, path.join(folder, file)), title: 'unreadable' }, reason);
  }
  for (const located of findingsOf(report)) {
    const { severity } = located.finding;
    if (isQuiet && !countsFor(failOn, severity)) continue;
    const command = COMMANDS[severity];
    shown[command] = (shown[command] ?? 0) + 1;
    if ((shown[command] ?? 0) <= MOST_SHOWN) yield annotation(command, located, base);
    lines.push(findingLine(located, root));
  }
  yield* lines;
};

function annotation(
  command: Command,
  { folder, file, finding: { code, message, range } }: LocatedFinding,
  base: string,
): TerminalLine {
  const properties = {
    file: placeFrom(base, path.join(folder, file)),
    line: range.start.line + 1,
    endLine: range.end.line + 1,
    col: range.start.character + 1,
    endColumn: range.end.character + 1,
    title: code,
  };
  return workflowCommand(command, properties, message);
}

function placeFrom(base: string, absolute: string): string {
  return under(base, absolute) ?? absolute;
}
