import path from 'node:path';
import * as vscode from 'vscode';
import { grownScenario } from '../../core/composer/grownScenario';
import { parseJson } from '../../core/json/parseJson';
import type { RecordedExchange } from '../../core/protocol/recordedExchange';
import { isScenario } from '../../core/scenario/isScenario';
import { recordedScenario } from '../../core/scenario/record';
import type { ScenarioSource } from '../../core/scenario/scenarioSource';
import { loginPaths, SYSTEM_PARTS, secretNames } from '../../core/systems';
import type { CheckPool } from '../../disk/checkPool';
import { SCENARIO_ENDING } from '../../scenario/scenarioEnding';
import type { FileDialogs } from '../host/fileDialogs';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { requireTrust } from '../host/trust';
import { writeSecretFile } from '../host/workspaceFile';
import { recordedOptions } from '../scenarios/recordedOptions';
import { findScenarioFiles } from '../scenarios/scenarioDocuments';
import type { DevServerController } from '../server/devServerController';

/** Saves a request as a step of a scenario, with the status that was answered as what is expected. It has no secrets. */
export class StepSaver {
  constructor(
    private readonly pool: CheckPool,
    private readonly server: Pick<DevServerController, 'address' | 'options'>,
    private readonly dialogs: FileDialogs,
  ) {}

  /** Asks for the scenario. Returns its name, if there is one. */
  async save(exchange: RecordedExchange): Promise<string | undefined> {
    requireTrust();
    const { files } = await findScenarioFiles(this.pool);
    const made = { label: l10n.t('New Scenario…'), uri: undefined };
    const known = files.map((uri) => ({
      label: path.basename(uri.fsPath),
      description: vscode.workspace.asRelativePath(uri),
      uri,
    }));
    const chosen = await pick([made, ...known], { title: l10n.t('Save as Scenario Step'), matchOnDescription: true });
    if (!chosen) return undefined;
    const uri = chosen.uri ?? (await this.askNew());
    if (!uri) return undefined;
    await this.append(exchange, uri, chosen.uri === undefined);
    return path.basename(uri.fsPath);
  }

  /** Writes the step behind those of a scenario, in its editor, where it can be undone. */
  async append(exchange: RecordedExchange, uri: vscode.Uri, isNew: boolean): Promise<void> {
    const step = this.scenarioOf(exchange, uri.fsPath);
    if (isNew) await writeSecretFile(uri, textOf(step));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
    if (isNew) return;
    const text = document.getText();
    if (!isScenario(text)) throw new Error(l10n.t('{0} is no scenario that can be read.', path.basename(uri.fsPath)));
    const edit = new vscode.WorkspaceEdit();
    const whole = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
    edit.replace(uri, whole, textOf(grownScenario(parseJson(text) as ScenarioSource, step)));
    await vscode.workspace.applyEdit(edit);
  }

  private scenarioOf(exchange: RecordedExchange, file: string): ScenarioSource {
    const { address, options = {} } = this.server;
    const server = recordedOptions(options, path.dirname(file));
    return recordedScenario([exchange], {
      name: path.basename(file, SCENARIO_ENDING),
      description: l10n.t('Composed.'),
      url: address?.url ?? '',
      externalPlatformUrl: address?.externalPlatformUrl ?? '',
      systems: SYSTEM_PARTS,
      secretNames: secretNames(server),
      logins: loginPaths(server),
      server,
    });
  }

  private async askNew(): Promise<vscode.Uri | undefined> {
    const title = l10n.t('Save as Scenario Step');
    const uri = await this.dialogs.save(`composed${SCENARIO_ENDING}`, { title, filters: { JSON: ['json'] } });
    if (!uri || uri.path.endsWith(SCENARIO_ENDING)) return uri;
    return uri.with({ path: `${uri.path.replace(/\.json$/, '')}${SCENARIO_ENDING}` });
  }
}

function textOf(scenario: ScenarioSource): string {
  return `${JSON.stringify(scenario, undefined, 2)}\n`;
}
