import { fileOf, type Host } from '../host/createHost';
import { RunsUnderWay } from '../scenarios/runsUnderWay';
import type { ScenarioResults } from '../scenarios/scenarioResults';
import { startScenarioServer } from '../scenarios/startScenarioServer';
import { FlowChooser } from './flowChooser';
import { registerFlowCommands } from './flowCommands';
import type { FlowNeeds } from './flowFeature';
import type { FlowFiles } from './flowFiles';
import { FlowPanels } from './flowPanels';
import { FlowRecords } from './flowRecords';
import { registerNewScenarioCommand } from './newScenarioCommand';
import { SplitKeeper } from './splitKeeper';

/**
 * Creates the simulators of flows, and registers what handles their commands.
 * @param files from which the user chooses
 */
export function openSimulators(
  host: Pick<Host, 'disposables' | 'commands' | 'dialogs' | 'extensionUri' | 'log' | 'memento' | 'userMemento'>,
  { devServer, starter }: FlowNeeds,
  files: FlowFiles,
  results: ScenarioResults,
): FlowPanels {
  const { disposables, commands, dialogs, extensionUri, log, memento, userMemento } = host;
  const startServer = startScenarioServer(fileOf(host, 'dist/server.js'), (line) => log.info(`[flow] ${line}`));
  const splits = disposables.add(new SplitKeeper(userMemento));
  const panels = disposables.add(
    new FlowPanels(extensionUri, startServer, dialogs, results, log, new FlowRecords(memento), splits),
  );
  const chooser = new FlowChooser(files, panels);
  const runs = disposables.add(new RunsUnderWay());
  registerNewScenarioCommand(commands, files, dialogs);
  const client = async () => (await starter.get()).client();
  registerFlowCommands(commands, {
    runs,
    results,
    chooser,
    panels,
    extensionUri,
    startServer,
    devServer,
    starter: { client },
  });
  return panels;
}
