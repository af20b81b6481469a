import type { Command } from 'commander';
import { linesOf } from '../../core/terminal/terminalLine';
import type { Terminal } from '../terminal';
import { bashCompletion } from './bashCompletion';
import { fishCompletion } from './fishCompletion';
import type { ShellName } from './shellNames';
import { zshCompletion } from './zshCompletion';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** What `completion` does. */
export function completionAction(terminal: Terminal, shell: ShellName, program: Command): void {
  terminal.out(linesOf(SCRIPTS[shell](program)));
}
