import type * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import type { Host } from '../host/createHost';
import { restorePanels } from '../host/declared';
import { Later } from '../host/later';
import { LateView } from '../host/lateView';
import type { DevServerController } from '../server/devServerController';
import type { ServerStarter } from '../server/serverStarter';
import { FLOW_COMMANDS, FLOW_PANEL, FLOWS_VIEW } from './flowContract';
import type { FlowPanels } from './flowPanels';
import type { FlowNode } from './flowTree';

/** What the flows need of the rest of the extension. */
export interface FlowNeeds {
  readonly pool: CheckPool;
  readonly devServer: DevServerController;
  readonly starter: Later<Pick<ServerStarter, 'client'>>;
}

/**
 * Registers the view Flows, the flow simulator and their commands. What is behind them is loaded when one of them is
 * first used.
 */
export function registerFlows(
  host: Pick<Host, 'disposables' | 'commands' | 'dialogs' | 'extensionUri' | 'log'>,
  needs: FlowNeeds,
): void {
  const { disposables, commands } = host;
  const load = (): Promise<FlowPanels> => panels.get();
  const late = disposables.add(new LateView<FlowNode>(FLOWS_VIEW, { load, commands }));
  const panels = new Later<FlowPanels>(async () => (await import('./openFlows.js')).openFlows(host, needs, late));
  commands.registerLate(FLOW_COMMANDS, load);
  const restored: vscode.WebviewPanelSerializer = {
    async deserializeWebviewPanel(panel, state) {
      await (await load()).deserializeWebviewPanel(panel, state);
    },
  };
  disposables.add(restorePanels(FLOW_PANEL, restored));
}
