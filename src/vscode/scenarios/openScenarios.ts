import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { DEVICE, routesOf } from '../../core/systems';
import { execute } from '../host/commandRegistry';
import { fileOf, type Host } from '../host/createHost';
import { l10n } from '../host/l10n';
import { registerJsonFeatures, registerSchemaHelp } from '../language/jsonFeatures';
import { JsonService } from '../language/jsonService';
import { registerActorHelp } from './actorHelp';
import { SCENARIO_COMMANDS, SCENARIO_LANGUAGE } from './scenarioContract';
import { isScenarioDocument, isScenarioFile, shippedScenarios } from './scenarioDocuments';
import { ScenarioFamilies } from './scenarioFamilies';
import type { ScenarioNeeds } from './scenarioFeature';
import { ScenarioLanguage } from './scenarioLanguage';
import { registerScenarioLenses } from './scenarioLenses';
import { registerScenarioLinks } from './scenarioLinks';
import { SCENARIO_FILES } from './scenarioName';
import { ScenarioProblems } from './scenarioProblems';
import { ScenarioRecording } from './scenarioRecording';
import type { ScenarioResults } from './scenarioResults';
import { scenarioServers } from './scenarioServers';
import { ScenarioTests } from './scenarioTests';
import { registerScenarioWordHelp } from './scenarioWordHelp';

function notOurs(): string {
  return l10n.t(
    'Open a scenario file first: a *.scenario.json with "steps", and "actors" or "server", or with scenario.schema.json as its "$schema".',
  );
}

/**
 * Creates everything about scenarios: the editor, the Problems panel, the Test Explorer and the recording. It is loaded
 * when the first scenario is opened, or the Test Explorer, or a command is called.
 */
export function openScenarios(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'dialogs' | 'extensionUri' | 'log'>,
  needs: ScenarioNeeds,
  controller: vscode.TestController,
  results: ScenarioResults,
): void {
  const { disposables, commands, contextKeys, dialogs, extensionUri, log } = host;
  const { pool, devServer, starter, openFlow } = needs;
  const schemas = vscode.Uri.joinPath(extensionUri, 'schemas');
  // The schema that a file names also ships with the extension, wherever the file is.
  const schemaNamed = async (uri: string) =>
    new TextDecoder().decode(
      await vscode.workspace.fs.readFile(vscode.Uri.joinPath(schemas, path.posix.basename(uri))),
    );
  const json = disposables.add(
    new JsonService(() => vscode.Uri.joinPath(schemas, 'scenario.schema.json'), log, schemaNamed),
  );
  disposables.add(new ScenarioLanguage(contextKeys, log));
  disposables.add(registerJsonFeatures(json, SCENARIO_LANGUAGE));
  // If the user has made them JSON, VS Code's own JSON support does the rest.
  const asJson = (['json', 'jsonc'] as const).map((language) => ({
    language,
    scheme: 'file',
    pattern: SCENARIO_FILES,
  }));
  disposables.add(registerSchemaHelp(json, asJson, isScenarioDocument));
  const everywhere = [SCENARIO_LANGUAGE, ...asJson];
  disposables.add(registerScenarioWordHelp(json, everywhere, isScenarioDocument, { device: DEVICE, routes: routesOf }));
  const shippedFolder = shippedScenarios(extensionUri);
  const families = new ScenarioFamilies(pool, shippedFolder);
  disposables.add(registerActorHelp(everywhere, isScenarioDocument, families));
  disposables.add(new ScenarioProblems(log, shippedFolder));
  disposables.add(registerScenarioLinks(everywhere, isScenarioDocument, shippedFolder));
  disposables.add(registerScenarioLenses(openFlow));

  const openSimulator = (file: string) => void execute(openFlow, vscode.Uri.file(file));
  const program = fileOf(host, 'dist/server.js');
  const servers = disposables.add(scenarioServers(program));
  const tests = disposables.add(
    new ScenarioTests({
      pool,
      controller,
      shippedFolder,
      jobs: os.availableParallelism(),
      startServer:
        (onLog) =>
        (...wanted) =>
          servers.start(onLog, ...wanted),
      openSimulator,
      results,
      log,
    }),
  );
  commands.register(SCENARIO_COMMANDS.scenarioRun, async (given?: vscode.Uri) => {
    const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
    if (!uri || !(await isScenarioFile(uri))) throw new Error(notOurs());
    await tests.runFile(uri);
  });
  commands.register(SCENARIO_COMMANDS.scenarioOpenFlow, (item?: vscode.TestItem) => {
    const file = item && tests.fileOf(item);
    // Without a scenario, the command asks for one.
    if (file === undefined) return execute(openFlow);
    openSimulator(file);
  });

  const client = async () => (await starter.get()).client();
  const recording = disposables.add(new ScenarioRecording(devServer, { client }, contextKeys, dialogs));
  commands.register(SCENARIO_COMMANDS.recordingStart, () => recording.start());
  commands.register(SCENARIO_COMMANDS.recordingStop, (given?: vscode.Uri) =>
    recording.stop(given instanceof vscode.Uri ? given : undefined),
  );
}
