import path from 'node:path';
import * as vscode from 'vscode';
import { ScenarioRunner } from '../../scenario/runner';
import type { StartServer } from '../../scenario/startServer';
import { COMMANDS } from '../contract';
import type { CommandRegistry } from '../host/commands';
import { requireTrust } from '../host/trust';
import type { DevServerController } from '../server/devServer';
import type { ServerStarter } from '../server/serverStarter';
import { scenarioIn, stemOf } from './flowFile';
import type { FlowFiles } from './flowFiles';
import type { FlowPanels } from './flowPanels';
import type { FlowNode } from './flowTree';

const { l10n } = vscode;

/** What a command of a flow may be called on: a row, a file (in the title of its editor), or nothing. */
type Target = Pick<Extract<FlowNode, { kind: 'flow' }>, 'kind' | 'flow'> | vscode.Uri | undefined;

export interface FlowParts {
  readonly files: FlowFiles;
  readonly panels: FlowPanels;
  readonly startServer: StartServer;
  readonly devServer: DevServerController;
  readonly starter: ServerStarter;
}

export function registerFlowCommands(commands: CommandRegistry, parts: FlowParts): void {
  const { panels } = parts;
  commands.register(COMMANDS.flowOpen, async (target?: Target) => {
    const file = await fileFor(parts, target);
    if (file !== undefined) panels.show(file);
  });
  commands.register(COMMANDS.flowPlay, async (target?: Target) => {
    requireTrust();
    const file = await fileFor(parts, target);
    // Not waited for: it plays as long as it plays.
    if (file !== undefined) void panels.show(file).play();
  });
  commands.register(COMMANDS.flowOpenOnDevServer, async (target?: Target) => {
    requireTrust();
    const file = await fileFor(parts, target);
    if (file === undefined || !(await parts.starter.client())) return;
    panels.show(file, parts.devServer.address);
  });
  commands.register(COMMANDS.flowRun, async (target?: Target) => {
    requireTrust();
    const file = await fileFor(parts, target);
    if (file !== undefined) await runToEnd(file, parts);
  });
  commands.register(COMMANDS.flowOpenFile, async (target?: Target) => {
    const file = await fileFor(parts, target);
    if (file !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(file));
  });
}

/** Of the row or the editor that it was called on, or the one that the user picks. */
async function fileFor({ files }: FlowParts, target: Target): Promise<string | undefined> {
  if (target instanceof vscode.Uri) return target.fsPath;
  if (target?.kind === 'flow') return target.flow.file;
  const items = (await files.groups()).flatMap(
    ({ folder, files: all }): (vscode.QuickPickItem & { file?: string })[] => [
      { label: folder?.name ?? l10n.t('Shipped Flows'), kind: vscode.QuickPickItemKind.Separator },
      ...all.map(({ name, file, description }) => ({
        label: name,
        description: stemOf(file),
        detail: description,
        file,
      })),
    ],
  );
  const picked = await vscode.window.showQuickPick(items, { title: l10n.t('Which flow?'), matchOnDescription: true });
  return picked?.file;
}

/** Without the simulator: only whether it passes. */
async function runToEnd(file: string, { startServer, panels }: FlowParts): Promise<void> {
  const runner = new ScenarioRunner(scenarioIn(file), { server: { start: startServer }, env: process.env });
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
      try {
        return await runner.runAll(abort.signal);
      } finally {
        await runner.dispose();
      }
    },
  );
  if (verdict === 'cancelled') return;
  if (verdict === 'passed') {
    void vscode.window.showInformationMessage(l10n.t('{0} passes: {1} steps.', name, String(steps.length)));
    return;
  }
  const open = l10n.t('Open Flow');
  const text = l10n.t('{0} fails. {1}', path.basename(file), failure);
  void vscode.window.showErrorMessage(text, open).then((answer) => {
    if (answer === open) panels.show(file);
  });
}
