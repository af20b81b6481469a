import type * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import type { Executable } from '../contract/command';
import type { Host } from '../host/createHost';
import { restorePanels } from '../host/declared';
import { Later } from '../host/later';
import { LateView } from '../host/lateView';
import type { ScenarioResults } from '../scenarios/scenarioResults';
import type { DevServerController } from '../server/devServerController';
import type { ServerStarter } from '../server/serverStarter';
import { FLOW_COMMANDS, FLOW_PANEL, FLOWS_VIEW } from './flowContract';
import type { FlowFiles } from './flowFiles';
import type { FlowPanels } from './flowPanels';
import type { FlowNode } from './flowTree';

/** What the flows need of the rest of the extension. */
export interface FlowNeeds {
  readonly pool: CheckPool;
  readonly devServer: DevServerController;
  readonly starter: Later<Pick<ServerStarter, 'client'>>;
  readonly results: Later<ScenarioResults>;
}

/**
 * Registers the view Flows, the flow simulator and their commands. What is behind them is loaded when one of them is
 * first used: what runs flows not before one is opened or run.
 * @returns the command that opens one
 */
export function registerFlows(
  host: Pick<Host, 'disposables' | 'commands' | 'dialogs' | 'extensionUri' | 'log' | 'memento' | 'userMemento'>,
  needs: FlowNeeds,
): Executable<[file?: vscode.Uri]> {
  const { disposables, commands } = host;
  const late = disposables.add(new LateView<FlowNode>(FLOWS_VIEW, { load: () => files.get(), commands }));
  const files: Later<FlowFiles> = new Later(async () => {
    const { openFlows } = await import('./openFlows.js');
    return openFlows(host, needs, late, await needs.results.get());
  });
  const panels = new Later(async () => {
    const { openSimulators } = await import('./openSimulators.js');
    return openSimulators(host, needs, await files.get(), await needs.results.get());
  });
  const load = (): Promise<FlowPanels> => panels.get();
  commands.registerLate(FLOW_COMMANDS, load);
  disposables.add(restorePanels(FLOW_PANEL, load));
  return FLOW_COMMANDS.flowOpen;
}
