import type * as vscode from 'vscode';
import type { TerminalLine } from '../../core/terminal/terminalLine';

/** Writes lines to the output of a test run. VS Code shows it in a terminal. */
export function appendLines(
  run: Pick<vscode.TestRun, 'appendOutput'>,
  lines: readonly TerminalLine[],
  item?: vscode.TestItem,
): void {
  for (const line of lines) run.appendOutput(`${line}\r\n`, undefined, item);
}
