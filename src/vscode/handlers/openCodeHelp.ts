import * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import type { Host } from '../host/createHost';
import { registerCodeLenses } from './codeLenses';
import { registerHandlerLinks } from './handlerLinks';
import { openHandlerHelp } from './openHandlerHelp';
import { scenariosOfProject } from './projectScenarios';

/** Helps in HTTPHandlers.json, and joins it with the code that it names, in both directions. */
export function openCodeHelp(host: Pick<Host, 'extensionUri' | 'log'>, pool: CheckPool): vscode.Disposable {
  const lenses = registerCodeLenses(scenariosOfProject(pool));
  return vscode.Disposable.from(openHandlerHelp(host), registerHandlerLinks(), lenses);
}
