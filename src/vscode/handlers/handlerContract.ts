import type * as vscode from 'vscode';
import { Command } from '../contract/command';
import type { ContractPart } from '../contract/part';

export const HANDLER_COMMANDS = {
  handlerCreateCode: new Command<[uri?: vscode.Uri | undefined]>('sessionWorkbench.handler.createCode'),
} as const;

export const HANDLER_DIAGNOSTICS = 'sessionWorkbench.handlers';

export const HANDLER_CONTRACT: ContractPart = { commands: HANDLER_COMMANDS, diagnostics: [HANDLER_DIAGNOSTICS] };
