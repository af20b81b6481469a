import path from 'node:path';
import * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import { FLOW_COMMANDS } from '../flows/flowContract';
import { startFlowServer } from '../flows/startFlowServer';
import { type CommandRegistry, execute } from '../host/commands';
import type { ContextKeySetter } from '../host/contextKeys';
import { FileDialogs } from '../host/fileDialogs';
import { l10n } from '../host/l10n';
import { registerJsonFeatures, registerSchemaHelp } from '../language/jsonFeatures';
import { JsonService } from '../language/jsonService';
import type { DevServerController } from '../server/devServer';
import type { ServerStarter } from '../server/serverStarter';
import { Recording } from './recording';
import { SCENARIO_COMMANDS, SCENARIO_LANGUAGE, SCENARIO_TESTS } from './scenarioContract';
import { isScenarioDocument, isScenarioFile, SCENARIO_FILES } from './scenarioFiles';
import { ScenarioLanguage } from './scenarioLanguage';
import { registerScenarioLenses } from './scenarioLenses';
import { ScenarioProblems } from './scenarioProblems';
import { ScenarioTests } from './scenarioTests';

/** What scenarios need of the rest of the extension. */
export interface ScenarioSurroundings {
  readonly context: vscode.ExtensionContext;
  readonly pool: CheckPool;
  readonly commands: CommandRegistry;
  readonly contextKeys: ContextKeySetter;
  readonly devServer: DevServerController;
  readonly starter: ServerStarter;
  readonly log: vscode.LogOutputChannel;
}

function notOurs(): string {
  return l10n.t(
    'Open a scenario file first: a *.scenario.json with "steps", and "actors" or "server", or with scenario.schema.json as its "$schema".',
  );
}

/** Scenarios in the editor, in Problems and in the Test Explorer, and what records them. */
export function registerScenarios({
  context,
  pool,
  commands,
  contextKeys,
  devServer,
  starter,
  log,
}: ScenarioSurroundings): void {
  const own = <T extends vscode.Disposable>(each: T): T => {
    context.subscriptions.push(each);
    return each;
  };
  const schemas = vscode.Uri.joinPath(context.extensionUri, 'schemas');
  // The one that a file names is shipped too, wherever the file is.
  const schemaNamed = async (uri: string) =>
    new TextDecoder().decode(
      await vscode.workspace.fs.readFile(vscode.Uri.joinPath(schemas, path.posix.basename(uri))),
    );
  const json = own(new JsonService(() => vscode.Uri.joinPath(schemas, 'scenario.schema.json'), log, schemaNamed));
  own(new ScenarioLanguage(contextKeys, log));
  own(registerJsonFeatures(json, SCENARIO_LANGUAGE));
  // VS Code's own JSON support helps with the rest where somebody wants them to be JSON.
  const asJson = ['json', 'jsonc'].map((language) => ({ language, scheme: 'file', pattern: SCENARIO_FILES }));
  own(registerSchemaHelp(json, asJson, isScenarioDocument));
  own(new ScenarioProblems(log));
  own(registerScenarioLenses());

  const openSimulator = (file: string) => void execute(FLOW_COMMANDS.flowOpen, vscode.Uri.file(file));
  const program = context.asAbsolutePath('dist/server.js');
  const tests = own(
    new ScenarioTests({
      pool,
      controllerId: SCENARIO_TESTS,
      shippedFolder: context.asAbsolutePath('media/scenarios'),
      startServer: (onLog) => startFlowServer(program, onLog),
      openSimulator,
      log,
    }),
  );
  commands.register(SCENARIO_COMMANDS.scenarioRun, async (given?: vscode.Uri) => {
    const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
    if (!uri || !isScenarioFile(uri)) throw new Error(notOurs());
    await tests.runFile(uri);
  });
  commands.register(SCENARIO_COMMANDS.scenarioOpenFlow, (item?: vscode.TestItem) => {
    const file = item && tests.fileOf(item);
    // Without a scenario the simulator asks for one.
    if (file === undefined) return execute(FLOW_COMMANDS.flowOpen);
    openSimulator(file);
  });

  const recording = own(new Recording(devServer, starter, contextKeys, new FileDialogs(context.globalState)));
  commands.register(SCENARIO_COMMANDS.recordingStart, () => recording.start());
  commands.register(SCENARIO_COMMANDS.recordingStop, (given?: vscode.Uri) =>
    recording.stop(given instanceof vscode.Uri ? given : undefined),
  );
}
