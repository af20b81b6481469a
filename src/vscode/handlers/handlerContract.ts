import type * as vscode from 'vscode';
import { Command } from '../contract/command';
import { ContextKey } from '../contract/contextKey';
import { type CheckedFile, type ContractPart, declaredId } from '../contract/part';

export const HANDLER_COMMANDS = {
  handlerCreateCode: new Command<[uri?: vscode.Uri | undefined]>('sessionWorkbench.handler.createCode'),
} as const;

export const HANDLER_KEYS = {
  /** Whether a project of the workspace lists request handlers. */
  hasFile: ContextKey.flag('sessionWorkbench.hasHandlers'),
} as const;

export const HANDLER_DIAGNOSTICS = declaredId('diagnostics', 'sessionWorkbench.handlers');

/** The file in which a 4D project lists its request handlers. */
export const HANDLERS_JSON: CheckedFile = {
  file: 'Project/Sources/HTTPHandlers.json',
  schema: './schemas/http-handlers.schema.json',
};

export const HANDLER_CONTRACT: ContractPart = {
  commands: HANDLER_COMMANDS,
  contextKeys: HANDLER_KEYS,
  checkedFiles: [HANDLERS_JSON],
  diagnostics: [HANDLER_DIAGNOSTICS],
};
