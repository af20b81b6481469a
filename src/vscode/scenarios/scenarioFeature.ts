import type * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import type { Executable } from '../contract/command';
import type { Host } from '../host/createHost';
import { isInLanguage, testController } from '../host/declared';
import { l10n } from '../host/l10n';
import { Later } from '../host/later';
import { whenOpened } from '../host/whenOpened';
import type { DevServerController } from '../server/devServerController';
import type { ServerStarter } from '../server/serverStarter';
import { SCENARIO_COMMANDS, SCENARIO_LANGUAGE, SCENARIO_TESTS } from './scenarioContract';
import { isNamedScenario } from './scenarioName';
import type { ScenarioResults } from './scenarioResults';
import { registerStepLinks } from './stepLinks';

/** What scenarios need of the rest of the extension. */
export interface ScenarioNeeds {
  readonly pool: CheckPool;
  readonly devServer: DevServerController;
  readonly starter: Later<Pick<ServerStarter, 'client'>>;
  readonly results: Later<ScenarioResults>;
  /** The command that opens a scenario in the flow simulator. Without a file, it asks for one. */
  readonly openFlow: Executable<[file?: vscode.Uri]>;
}

/** The last results of scenarios, which their tests and their flows share. */
export function laterResults({
  disposables,
  memento,
  extensionUri,
}: Pick<Host, 'disposables' | 'memento' | 'extensionUri'>): Later<ScenarioResults> {
  return new Later(async () => {
    const [{ ScenarioResults }, { currentMark }, { shippedScenarios }] = await Promise.all([
      import('./scenarioResults.js'),
      import('./currentMark.js'),
      import('./scenarioDocuments.js'),
    ]);
    return disposables.add(new ScenarioResults(memento, currentMark(shippedScenarios(extensionUri))));
  });
}

/**
 * Registers the commands and the tests of scenarios. What is behind them, and what helps in the editor, is loaded when
 * one of them is first used.
 */
export function registerScenarios(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'dialogs' | 'extensionUri' | 'log'>,
  needs: ScenarioNeeds,
): void {
  const { disposables, commands } = host;
  registerStepLinks(host);
  const controller = disposables.add(testController(SCENARIO_TESTS, l10n.t('Scenarios')));
  const scenarios = new Later(async () => {
    const { openScenarios } = await import('./openScenarios.js');
    openScenarios(host, needs, controller, await needs.results.get());
  });
  const load = () => scenarios.get();
  commands.registerLate(SCENARIO_COMMANDS, load);
  const untilLoaded = async (item: vscode.TestItem | undefined) => {
    await commands.attempt(SCENARIO_TESTS, load);
    // What was loaded has its own.
    if (controller.resolveHandler !== untilLoaded) await controller.resolveHandler?.(item);
  };
  controller.resolveHandler = untilLoaded;
  const isScenario = (document: vscode.TextDocument) =>
    isNamedScenario(document.uri) || isInLanguage(document, SCENARIO_LANGUAGE);
  disposables.add(whenOpened(isScenario, () => void commands.attempt(SCENARIO_LANGUAGE, load)));
}
