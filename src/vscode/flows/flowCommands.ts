import path from 'node:path';
import * as vscode from 'vscode';
import { diskFiles } from '../../disk/userFile';
import { ScenarioRunner } from '../../scenario/runner';
import type { StartServer } from '../../scenario/startServer';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { requireTrust } from '../host/trust';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import type { RunsUnderWay } from '../scenarios/runsUnderWay';
import { SCENARIO_SETTINGS } from '../scenarios/scenarioContract';
import { shippedScenarios } from '../scenarios/scenarioDocuments';
import type { ScenarioResults } from '../scenarios/scenarioResults';
import { scenarioRules } from '../scenarios/scenarioRules';
import type { DevServerController } from '../server/devServerController';
import type { ServerStarter } from '../server/serverStarter';
import type { FlowChooser, FlowTarget } from './flowChooser';
import { FLOW_COMMANDS } from './flowContract';
import { faultOf } from './flowFaults';
import { openScenario } from './flowFile';
import type { FlowPanel } from './flowPanel';
import type { FlowPanels } from './flowPanels';

export interface FlowParts {
  readonly runs: RunsUnderWay;
  readonly results: ScenarioResults;
  readonly chooser: FlowChooser;
  readonly panels: FlowPanels;
  readonly extensionUri: vscode.Uri;
  readonly startServer: StartServer;
  readonly devServer: DevServerController;
  readonly starter: Pick<ServerStarter, 'client'>;
}

export function registerFlowCommands(commands: CommandRegistry, parts: FlowParts): void {
  const { panels, chooser } = parts;
  commands.register(FLOW_COMMANDS.flowOpen, async (target?: FlowTarget) => {
    const file = await chooser.anyOne(target);
    if (file !== undefined) await panels.show(file);
  });
  commands.register(FLOW_COMMANDS.flowPlay, async (target?: FlowTarget) => {
    requireTrust();
    const file = await chooser.openOne(target);
    if (file === undefined) return;
    const panel = await panels.show(file);
    if (isUnderWay(panel)) return;
    await panel.makeReady();
    // Not awaited: playing a flow may take long.
    void panel.play();
  });
  commands.register(FLOW_COMMANDS.flowOpenOnDevServer, async (target?: FlowTarget) => {
    requireTrust();
    const file = await chooser.openOne(target);
    if (file === undefined || !(await parts.starter.client())) return;
    await panels.show(file, parts.devServer.address);
  });
  commands.register(FLOW_COMMANDS.flowRun, async (target?: FlowTarget) => {
    requireTrust();
    const file = await chooser.openOne(target);
    if (file === undefined) return;
    const panel = panels.of(file);
    await (panel ? runInPanel(panel, parts) : runToEnd(file, parts));
  });
  commands.register(FLOW_COMMANDS.flowOpenFile, async (target?: FlowTarget) => {
    const file = await chooser.openOne(target);
    if (file === undefined) return;
    // One that cannot run is shown where it is at fault.
    const fault = await faultOf(file, shippedScenarios(parts.extensionUri));
    const at = fault && new vscode.Range(fault.line, fault.character, fault.line, fault.character);
    await vscode.window.showTextDocument(vscode.Uri.file(file), at && { selection: at });
  });
}

/**
 * Whether a run is in progress, or one of its requests is held for the developer to send. Then nothing is started, and
 * the user is told why.
 */
function isUnderWay({ name, phase }: FlowPanel): boolean {
  if (phase !== 'held' && phase !== 'running' && phase !== 'starting') return false;
  const text =
    phase === 'held' ? l10n.t('A request of {0} waits to be sent.', name) : l10n.t('{0} runs already.', name);
  void vscode.window.showInformationMessage(text);
  return true;
}

/** Runs in the open simulator, from the current step to the end. */
async function runInPanel(panel: FlowPanel, parts: FlowParts): Promise<void> {
  panel.reveal();
  if (isUnderWay(panel)) return;
  await panel.makeReady();
  await panel.play(0);
  const { name, phase, steps, failure } = panel;
  // The simulator itself shows why a flow cannot run.
  if (phase === 'broken') return;
  if (failure !== undefined) tellFailure(panel.file, failure, parts);
  else if (phase === 'ended') tellSuccess(name, steps);
}

/** Runs without the simulator, and only tells whether the flow passes. */
async function runToEnd(file: string, parts: FlowParts): Promise<void> {
  const runner = new ScenarioRunner(await openScenario(file, parts.extensionUri), {
    server: { start: parts.startServer },
    files: diskFiles,
    ...scenarioRules(file),
  });
  const keep = await parts.results.begun(file);
  const { name, steps } = runner.scenario;
  let failure = '';
  runner.onDidHappen((event) => {
    if (event.kind !== 'stepEnded' || event.result.verdict !== 'failed' || failure !== '') return;
    const { step, failures } = event.result;
    failure = `${step.title}: ${failures[0]?.message ?? ''}`;
  });
  const location = vscode.ProgressLocation.Notification;
  const verdict = await vscode.window.withProgress(
    { location, title: l10n.t('Running {0}', name), cancellable: true },
    async (_progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return parts.runs.start(abort.signal, async (signal) => {
        try {
          return await runner.runAll(signal);
        } finally {
          await runner.dispose();
        }
      });
    },
  );
  if (verdict === 'cancelled') return;
  keep(verdict);
  if (verdict === 'passed') tellSuccess(name, steps.length);
  else tellFailure(file, failure, parts);
}

function tellSuccess(name: string, steps: number): void {
  void vscode.window.showInformationMessage(
    isOne(steps)
      ? l10n.t('{0} passes: {1} step.', name, String(steps))
      : l10n.t('{0} passes: {1} steps.', name, String(steps)),
  );
}

function tellFailure(file: string, failure: string, { panels }: FlowParts): void {
  const open = l10n.t('Open Flow');
  const settings = l10n.t('Open Settings');
  // A refusal names the setting that allows what was refused.
  const setting = Object.values(SCENARIO_SETTINGS).find(({ key }) => failure.includes(key));
  const text = l10n.t('{0} fails. {1}', path.basename(file), failure);
  void vscode.window.showErrorMessage(text, open, ...(setting ? [settings] : [])).then((answer) => {
    if (answer === settings && setting) return execute(VSCODE_COMMANDS.openSettings, setting.key);
    if (answer === open) return panels.show(file).then(() => {});
    return undefined;
  });
}
