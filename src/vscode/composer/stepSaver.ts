import path from 'node:path';
import * as vscode from 'vscode';
import {
  firstScenario,
  type GrowthOptions,
  grownScenario,
  NOTHING_SAVED,
  type SavedSteps,
} from '../../core/composer/grownScenario';
import { becomeEdits } from '../../core/edit/becomeEdits';
import type { Json } from '../../core/json/json';
import { parseJson } from '../../core/json/parseJson';
import type { RecordedExchange } from '../../core/protocol/recordedExchange';
import { isScenario } from '../../core/scenario/isScenario';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';
import type { ScenarioSource } from '../../core/scenario/scenarioSource';
import { loginPaths, SYSTEM_PARTS, secretNames } from '../../core/systems';
import type { CheckPool } from '../../disk/checkPool';
import { defaultOf } from '../../server/kernel/options/optionDefaults';
import type { FileDialogs } from '../host/fileDialogs';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { requireTrust } from '../host/trust';
import { writeSecretFile } from '../host/workspaceFile';
import { workspaceEdit } from '../mobileApps/sessionWriter';
import { recordedOptions } from '../scenarios/recordedOptions';
import { findScenarioFiles } from '../scenarios/scenarioDocuments';
import type { DevServerController } from '../server/devServerController';
import type { Composed } from './requestComposer';

/** Saves a request as a step of a scenario, with the status that was answered as what is expected. It has no secrets. */
export class StepSaver {
  /** By scenario, so that a secret that comes again has the name that it had. */
  private readonly saved = new Map<string, SavedSteps>();

  constructor(
    private readonly pool: CheckPool,
    private readonly server: Pick<DevServerController, 'address' | 'options'>,
    private readonly dialogs: FileDialogs,
  ) {}

  /**
   * Asks for the scenario. Returns its name, if there is one.
   * @param earlier what was sent before, in this order
   */
  async save(
    { exchange, isWithoutLogin }: Pick<Composed, 'exchange' | 'isWithoutLogin'>,
    earlier: readonly RecordedExchange[],
  ): Promise<string | undefined> {
    requireTrust();
    if (isWithoutLogin) {
      throw new Error(
        l10n.t(
          'A step cannot have this session, whose login is no request of a scenario: log in with a request first, send this one with what earlier answers gave, then save.',
        ),
      );
    }
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
    await this.append(exchange, earlier, uri, chosen.uri === undefined);
    return path.basename(uri.fsPath);
  }

  /** Writes the step behind those of a scenario, in its editor, where it can be undone. */
  async append(
    exchange: RecordedExchange,
    earlier: readonly RecordedExchange[],
    uri: vscode.Uri,
    isNew: boolean,
  ): Promise<void> {
    if (isNew) await writeSecretFile(uri, this.newText(exchange, earlier, uri));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
    if (isNew) return;
    const text = document.getText();
    const unread = () => new Error(l10n.t('{0} is no scenario that can be read.', path.basename(uri.fsPath)));
    if (!isScenario(text)) throw unread();
    const scenario = this.grown(parseJson(text) as ScenarioSource, exchange, earlier, uri);
    const edits = becomeEdits(text, scenario as unknown as Json);
    if (!edits) throw unread();
    await vscode.workspace.applyEdit(workspaceEdit(document, edits));
  }

  private newText(exchange: RecordedExchange, earlier: readonly RecordedExchange[], uri: vscode.Uri): string {
    const { scenario, saved } = firstScenario(exchange, earlier, this.optionsFor(uri));
    this.saved.set(uri.toString(), saved);
    return `${JSON.stringify(scenario, undefined, 2)}\n`;
  }

  private grown(
    scenario: ScenarioSource,
    exchange: RecordedExchange,
    earlier: readonly RecordedExchange[],
    uri: vscode.Uri,
  ): ScenarioSource {
    const known = this.saved.get(uri.toString()) ?? NOTHING_SAVED;
    const growth = grownScenario(scenario, exchange, earlier, known, this.optionsFor(uri));
    if ('contradiction' in growth) {
      throw new Error(
        l10n.t(
          'The scenario has another value of the option {0} than the running server, so its server would not answer the step alike: start the server with the options of the scenario, or choose another one.',
          growth.contradiction,
        ),
      );
    }
    this.saved.set(uri.toString(), growth.saved);
    return growth.scenario;
  }

  private optionsFor({ fsPath: file }: vscode.Uri): GrowthOptions {
    const { address, options = {} } = this.server;
    const server = recordedOptions(options, path.dirname(file));
    return {
      name: path.basename(file, SCENARIO_ENDING),
      description: l10n.t('Composed.'),
      url: address?.url ?? '',
      externalPlatformUrl: address?.externalPlatformUrl ?? '',
      systems: SYSTEM_PARTS,
      secretNames: secretNames(server),
      logins: loginPaths(server),
      isByName: true,
      server,
      defaultOf,
    };
  }

  private async askNew(): Promise<vscode.Uri | undefined> {
    const title = l10n.t('Save as Scenario Step');
    const uri = await this.dialogs.save(`composed${SCENARIO_ENDING}`, { title, filters: { JSON: ['json'] } });
    if (!uri || uri.path.endsWith(SCENARIO_ENDING)) return uri;
    return uri.with({ path: `${uri.path.replace(/\.json$/, '')}${SCENARIO_ENDING}` });
  }
}
