import type * as vscode from 'vscode';
import type { TerminalLine } from '../../core/terminal/terminalLine';
import { appendLines } from '../host/appendLines';

/** Receives the lines of one scenario. */
export interface TestOutput {
  add(lines: readonly TerminalLine[], item: vscode.TestItem): void;
  /** Nothing follows. */
  end(): void;
}

/**
 * The output of scenarios that run side by side, each in one piece and in the order in which they began. What the first one
 * says is shown at once.
 */
export class OutputTurns {
  private readonly turns: Turn[] = [];

  constructor(private readonly run: vscode.TestRun) {}

  /** The output of the scenario that begins now. */
  next(): TestOutput {
    const turn: Turn = { waiting: [], hasEnded: false };
    this.turns.push(turn);
    return {
      add: (lines, item) => {
        turn.waiting.push({ lines, item });
        this.show();
      },
      end: () => {
        turn.hasEnded = true;
        this.show();
      },
    };
  }

  private show(): void {
    for (;;) {
      const [turn] = this.turns;
      if (!turn) return;
      for (const { lines, item } of turn.waiting.splice(0)) appendLines(this.run, lines, item);
      if (!turn.hasEnded) return;
      this.turns.shift();
    }
  }
}

interface Turn {
  readonly waiting: { readonly lines: readonly TerminalLine[]; readonly item: vscode.TestItem }[];
  hasEnded: boolean;
}
