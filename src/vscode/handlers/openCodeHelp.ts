import * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import { registerCodeLenses } from './codeLenses';
import { registerHandlerLinks } from './handlerLinks';
import { scenariosOfProject } from './projectScenarios';

/** Joins HTTPHandlers.json with the code that it names, in both directions. */
export function openCodeHelp(pool: CheckPool): vscode.Disposable {
  return vscode.Disposable.from(registerHandlerLinks(), registerCodeLenses(scenariosOfProject(pool)));
}
