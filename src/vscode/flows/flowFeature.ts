import * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import type { CommandRegistry } from '../host/commands';
import { FileDialogs } from '../host/fileDialogs';
import type { DevServerController } from '../server/devServer';
import type { ServerStarter } from '../server/serverStarter';
import { FlowChooser } from './flowChooser';
import { registerFlowCommands } from './flowCommands';
import { FLOWS_VIEW } from './flowContract';
import { FlowFiles } from './flowFiles';
import { FlowPanels } from './flowPanels';
import { FlowTree } from './flowTree';
import { startFlowServer } from './startFlowServer';

/** What the flows need of the rest of the extension. */
export interface FlowSurroundings {
  readonly context: vscode.ExtensionContext;
  readonly pool: CheckPool;
  readonly commands: CommandRegistry;
  readonly devServer: DevServerController;
  readonly starter: ServerStarter;
  readonly log: vscode.LogOutputChannel;
}

/** The view Flows, the flow simulator and their commands. */
export function registerFlows({ context, pool, commands, devServer, starter, log }: FlowSurroundings): void {
  const own = <T extends vscode.Disposable>(each: T): T => {
    context.subscriptions.push(each);
    return each;
  };
  const startServer = startFlowServer(context.asAbsolutePath('dist/server.js'), (line) => log.info(`[flow] ${line}`));
  const files = own(new FlowFiles(pool, context.asAbsolutePath('media/scenarios')));
  const tree = own(new FlowTree(files));
  own(vscode.window.createTreeView(FLOWS_VIEW.id, { treeDataProvider: tree, showCollapseAll: true }));
  const panels = own(new FlowPanels(context.extensionUri, startServer, new FileDialogs(context.globalState), log));
  const chooser = new FlowChooser(files, panels);
  registerFlowCommands(commands, { chooser, panels, startServer, devServer, starter });
}
