import { Command } from '../contract/command';
import { type ContractPart, Panel } from '../contract/part';

export const COMPOSER_COMMANDS = {
  requestCompose: new Command('sessionWorkbench.request.compose'),
} as const;

/** The request composer, which comes back with the window. */
export const COMPOSER_PANEL = new Panel('sessionWorkbench.composer', true);

export const COMPOSER_CONTRACT: ContractPart = { commands: COMPOSER_COMMANDS, panels: [COMPOSER_PANEL] };
