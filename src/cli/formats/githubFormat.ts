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
export const github: Format = function* (report, { cwd, env, isQuiet, failOn }) {
  const root = repositoryRoot(cwd);
  // The runner knows files in its workspace by their path in it.
  const base = env.GITHUB_WORKSPACE || root;
  const shown: Record<string, number> = {};
  const lines: TerminalLine[] = [];
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
  const absolute = path.join(folder, file);
  const properties = {
    file: under(base, absolute) ?? absolute,
    line: range.start.line + 1,
    endLine: range.end.line + 1,
    col: range.start.character + 1,
    endColumn: range.end.character + 1,
    title: code,
  };
  return workflowCommand(command, properties, message);
}
