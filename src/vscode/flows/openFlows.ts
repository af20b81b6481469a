import { fileOf, type Host } from '../host/createHost';
import type { LateView } from '../host/lateView';
import { RunsUnderWay } from '../scenarios/runsUnderWay';
import { shippedScenarios } from '../scenarios/scenarioDocuments';
import { startScenarioServer } from '../scenarios/startScenarioServer';
import { FlowChooser } from './flowChooser';
import { registerFlowCommands } from './flowCommands';
import type { FlowNeeds } from './flowFeature';
import { FlowFiles } from './flowFiles';
import { FlowPanels } from './flowPanels';
import { type FlowNode, FlowTree } from './flowTree';

/**
 * Creates the rows of the view Flows and the simulators, and registers what handles their commands.
 * @returns the simulators
 */
export function openFlows(
  host: Pick<Host, 'disposables' | 'commands' | 'dialogs' | 'extensionUri' | 'log'>,
  { pool, devServer, starter }: FlowNeeds,
  late: LateView<FlowNode>,
): FlowPanels {
  const { disposables, commands, dialogs, extensionUri, log } = host;
  const startServer = startScenarioServer(fileOf(host, 'dist/server.js'), (line) => log.info(`[flow] ${line}`));
  const files = disposables.add(new FlowFiles(pool, shippedScenarios(extensionUri)));
  late.show(disposables.add(new FlowTree(files)));
  const panels = disposables.add(new FlowPanels(extensionUri, startServer, dialogs, log));
  const chooser = new FlowChooser(files, panels);
  const runs = disposables.add(new RunsUnderWay());
  const client = async () => (await starter.get()).client();
  registerFlowCommands(commands, { runs, chooser, panels, extensionUri, startServer, devServer, starter: { client } });
  return panels;
}
