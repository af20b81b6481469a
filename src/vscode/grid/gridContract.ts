import { Command } from '../contract/command';
import { type ContractPart, Panel } from '../contract/part';
import type { TreeNode } from '../sessions/treeNode';

export const GRID_COMMANDS = {
  applicationShowGrid: new Command<[node?: TreeNode | undefined]>('sessionWorkbench.application.showGrid'),
} as const;

/** The sessions of one application as a table. */
export const GRID_PANEL = new Panel('sessionWorkbench.grid', true);

export const GRID_CONTRACT: ContractPart = { commands: GRID_COMMANDS, panels: [GRID_PANEL] };
