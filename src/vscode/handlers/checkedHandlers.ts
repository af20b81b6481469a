import type * as vscode from 'vscode';
import { codeFindings } from '../../core/handlers/codeFindings';
import type { HandlerFinding } from '../../core/handlers/handlerFinding';
import { readHandlers } from '../../core/handlers/readHandlers';
import { handlerText } from './handlerText';
import { projectCode } from './projectCode';

/** The findings of an HTTPHandlers.json file: its own, and those of names that are not in the code of its project. */
export async function checkedHandlers(uri: vscode.Uri): Promise<readonly HandlerFinding[]> {
  const text = await handlerText(uri);
  if (text === undefined) return [];
  const { entries, findings } = readHandlers(text);
  return [...findings, ...codeFindings(text, entries, await projectCode(uri))];
}
