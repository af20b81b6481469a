import path from 'node:path';
import * as vscode from 'vscode';
import type { ServerAddress } from '../../core/protocol/address';
import type { Mail } from '../../core/protocol/mail';
import type { RecordingState } from '../../core/protocol/recordedExchange';
import { recordedScenario } from '../../core/scenario/record';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';
import { loginPaths, SYSTEM_PARTS, secretNames } from '../../core/systems';
import type { ServerOptions } from '../../server/kernel/options/options';
import type { ContextKeySetter } from '../host/contextKeys';
import { statusBarItem } from '../host/declared';
import type { FileDialogs } from '../host/fileDialogs';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { writeSecretFile } from '../host/workspaceFile';
import type { DevServerController } from '../server/devServerController';
import type { ServerStarter } from '../server/serverStarter';
import { recordedOptions } from './recordedOptions';
import { SCENARIO_COMMANDS, SCENARIO_KEYS } from './scenarioContract';
import { freeScenarioName, withScenarioEnding } from './scenarioPlace';

/** A recording, and the server that it comes from. */
interface Recorded {
  readonly state: RecordingState;
  readonly mails: readonly Mail[];
  readonly address: ServerAddress;
  readonly options: ServerOptions;
}

/** Records the HTTP requests to the dev server, and makes a scenario file from them. */
export class ScenarioRecording implements vscode.Disposable {
  private readonly item = statusBarItem('recording', 39, SCENARIO_COMMANDS.recordingStop, l10n.t('Recording'));
  private readonly subscription: vscode.Disposable;
  /** Ids of the mails that were there before the recording; undefined while nothing is recorded. */
  private before: ReadonlySet<string> | undefined;

  constructor(
    private readonly server: DevServerController,
    private readonly starter: Pick<ServerStarter, 'client'>,
    private readonly contextKeys: ContextKeySetter,
    private readonly dialogs: FileDialogs,
  ) {
    this.item.text = `$(record) ${l10n.t('Recording')}`;
    this.item.tooltip = l10n.t('What the dev session server is asked is recorded. Click to stop and save it.');
    this.item.accessibilityInformation = { label: this.item.tooltip, role: 'button' };
    this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    // The recording is lost when the server ends.
    this.subscription = server.onDidChangeStatus((status) => {
      if (status !== 'running') this.become(undefined);
    });
    this.become(undefined);
  }

  get isOn(): boolean {
    return this.before !== undefined;
  }

  /** Starts a new recording. If the server does not run, it asks whether to start it. */
  async start(): Promise<void> {
    const client = await this.starter.client();
    if (!client) return;
    const mails = await client.outbox();
    await client.record(true);
    this.become(new Set(mails.map(({ id }) => id)));
  }

  /**
   * Ends the recording, asks for a file, and opens the scenario there.
   * @param given the file; without it the user is asked
   */
  async stop(given?: vscode.Uri): Promise<void> {
    const { client, address, options } = this.server;
    const { before } = this;
    if (!before || !client || !address || !options) {
      void vscode.window.showInformationMessage(l10n.t('Nothing is being recorded.'));
      return;
    }
    const state = await client.record(false);
    const mails = (await client.outbox()).filter(({ id }) => !before.has(id));
    this.become(undefined);
    if (state.exchanges.length === 0) {
      void vscode.window.showInformationMessage(l10n.t('The dev session server was asked nothing meanwhile.'));
      return;
    }
    const uri = given ?? (await this.askPlace());
    if (uri) await save({ state, mails, address, options }, uri);
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  /** Asks for a file. If the user cancels, it offers to ask again, so that one key does not lose the recording. */
  private async askPlace(): Promise<vscode.Uri | undefined> {
    for (;;) {
      const title = l10n.t('Save Recorded Scenario');
      const name = await freeScenarioName(await this.dialogs.start(), 'recorded');
      const uri = await this.dialogs.save(name, { title, saveLabel: title, filters: { JSON: ['json'] } });
      if (uri) return withScenarioEnding(uri);
      const again = l10n.t('Save…');
      const message = l10n.t('The recording is not saved.');
      if ((await vscode.window.showWarningMessage(message, again)) !== again) return undefined;
    }
  }

  private become(before: ReadonlySet<string> | undefined): void {
    this.before = before;
    this.contextKeys.set(SCENARIO_KEYS.isRecording, before !== undefined);
    if (before) this.item.show();
    else this.item.hide();
  }
}

async function save({ state, mails, address, options }: Recorded, uri: vscode.Uri): Promise<void> {
  const file = uri.fsPath;
  const { url, externalPlatformUrl } = address;
  const server = recordedOptions(options, path.dirname(file));
  const scenario = recordedScenario(state.exchanges, {
    name: path.basename(file, SCENARIO_ENDING),
    description: l10n.t('Recorded.'),
    url,
    externalPlatformUrl,
    mails,
    systems: SYSTEM_PARTS,
    secretNames: secretNames(server),
    logins: loginPaths(server),
    server,
  });
  await writeSecretFile(uri, `${JSON.stringify(scenario, undefined, 2)}\n`);
  await vscode.window.showTextDocument(uri);
  if (state.dropped > 0) {
    const { dropped } = state;
    const text = isOne(dropped)
      ? l10n.t('{0} request is missing at the beginning: more were made than are kept.', dropped)
      : l10n.t('{0} requests are missing at the beginning: more were made than are kept.', dropped);
    void vscode.window.showWarningMessage(text);
  }
}
