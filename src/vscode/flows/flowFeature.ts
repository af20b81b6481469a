import type { CheckPool } from '../../disk/checkPool';
import { fileOf, type Host } from '../host/createHost';
import { openTreeView } from '../host/declared';
import { RunsUnderWay } from '../scenarios/runsUnderWay';
import { shippedScenarios } from '../scenarios/scenarioDocuments';
import { startScenarioServer } from '../scenarios/startScenarioServer';
import type { DevServerController } from '../server/devServerController';
import type { ServerStarter } from '../server/serverStarter';
import { FlowChooser } from './flowChooser';
import { registerFlowCommands } from './flowCommands';
import { FLOWS_VIEW } from './flowContract';
import { FlowFiles } from './flowFiles';
import { FlowPanels } from './flowPanels';
import { FlowTree } from './flowTree';

/** What the flows need of the rest of the extension. */
export interface FlowNeeds {
  readonly pool: CheckPool;
  readonly devServer: DevServerController;
  readonly starter: ServerStarter;
}

/** Registers the view Flows, the flow simulator and their commands. */
export function registerFlows(
  host: Pick<Host, 'disposables' | 'commands' | 'dialogs' | 'extensionUri' | 'log'>,
  { pool, devServer, starter }: FlowNeeds,
): void {
  const { disposables, commands, dialogs, extensionUri, log } = host;
  const startServer = startScenarioServer(fileOf(host, 'dist/server.js'), (line) => log.info(`[flow] ${line}`));
  const files = disposables.add(new FlowFiles(pool, shippedScenarios(extensionUri)));
  const tree = disposables.add(new FlowTree(files));
  disposables.add(openTreeView(FLOWS_VIEW, tree));
  const panels = disposables.add(new FlowPanels(extensionUri, startServer, dialogs, log));
  const chooser = new FlowChooser(files, panels);
  const runs = disposables.add(new RunsUnderWay());
  registerFlowCommands(commands, { runs, chooser, panels, extensionUri, startServer, devServer, starter });
}
