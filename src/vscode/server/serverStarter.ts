import path from 'node:path';
import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { ServerProblem } from '../../core/protocol/serverProblem';
import type { FollowedConfiguration } from '../../disk/configuration/followedConfigurations';
import type { ControlClient } from '../../server/client/controlClient';
import type { ServerRunner } from '../../server/client/serverProcess';
import { ServerStoppedError, startErrorOf } from '../../server/kernel/start/startErrors';
import { execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { readSetting, writeSetting } from '../host/settings';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { MOBILE_APPS_COMMANDS } from '../mobileApps/mobileAppsContract';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { DevServerController } from './devServerController';
import { isLan } from './lanHost';
import { type LastPorts, portsOf, withLastPorts } from './lastPorts';
import { servableFolders } from './servableFolders';
import { SERVER_SECTION, SERVER_SETTINGS } from './serverContract';
import type { ServerSettings } from './serverSettings';
import { problemText, runnerText } from './statusFace';
import type { SystemView } from './systemView';
import { folderOfOptions, isLanWritten, writtenSettings } from './writtenSettings';

const FOLDER_KEY = 'server.folder';
const PORTS_KEY = 'server.ports';
const LAN_KEY = 'server.lanAccepted';

/**
 * Starts the dev session server. It asks questions first where needed, and tells the user about problems and what to
 * do.
 */
export class ServerStarter {
  /** The settings at the last start. If they change, the row of the server says so. */
  private startedWith = '';

  constructor(
    private readonly server: DevServerController,
    private readonly folders: Pick<MobileAppsFolders, 'discovered' | 'discover' | 'expected'> &
      Partial<Pick<MobileAppsFolders, 'configurationFor'>>,
    private readonly index: SessionIndex,
    private readonly systems: readonly SystemView[],
    private readonly memento: vscode.Memento,
    private readonly log: Pick<vscode.LogOutputChannel, 'error' | 'show'>,
    /** Replaced in tests, to act as an untrusted window. */
    private readonly isTrusted: () => boolean = () => vscode.workspace.isTrusted,
  ) {}

  /**
   * Starts the server on a MobileApps folder: the given one, otherwise the only one, otherwise the last one, otherwise
   * the one that the user picks. If there is no such folder and a system is of use without one, the server starts
   * without. If it already runs on that folder, nothing happens.
   * @param port used instead of the setting, this time only
   * @returns whether it runs; if not, the user knows why
   */
  async start(folder?: string, port?: number): Promise<boolean> {
    if (!this.isTrusted()) {
      void this.tellTrust();
      return false;
    }
    try {
      return await this.startOn(folder, port);
    } catch (error) {
      // The user stopped it while it was starting.
      if (error instanceof ServerStoppedError) return false;
      this.log.error('The dev session server was not started:', error instanceof Error ? error : String(error));
      const { problem } = startErrorOf(error);
      // A failure before the process started is shown in the view too. A server on another folder keeps running.
      if (this.server.problem !== problem && this.server.status !== 'running') await this.server.fail(problem);
      // Not awaited, because a notification may stay open for long.
      void this.tell(problem, folder);
      return false;
    }
  }

  /** The MobileApps folder that the server was started with last. */
  private get folder(): string | undefined {
    return folderOfOptions(this.server.options, this.systems);
  }

  async restart(): Promise<boolean> {
    const { folder } = this;
    const { joined } = this.server;
    if (joined !== undefined) {
      const message = l10n.t('This server runs in {0}; restart it there.', runnerText(joined));
      void vscode.window.showInformationMessage(message);
      return false;
    }
    await this.server.stop();
    return this.start(folder);
  }

  /** The control API. If the server does not run, the user is asked whether to start it, or told why it cannot. */
  async client(): Promise<ControlClient | undefined> {
    if (this.server.client) return this.server.client;
    if (!this.isTrusted()) {
      void this.tellTrust();
      return undefined;
    }
    const start = l10n.t('Start');
    const answer = await vscode.window.showInformationMessage(l10n.t('The dev session server is not running.'), start);
    if (answer === start) await this.start();
    return this.server.client;
  }

  /** Joins the server that another window or command runs on a folder of this one. It may have ended: then one starts here. */
  join(): Promise<boolean> {
    return this.start(this.server.remark.elsewhere?.folder);
  }

  /** Asks for the folder, even if one is remembered, and starts the server on it. */
  async chooseFolder(): Promise<void> {
    if (!this.isTrusted()) {
      void this.tellTrust();
      return;
    }
    const folder = await this.pickFolder(await this.candidates());
    if (folder !== undefined) await this.start(folder);
  }

  /**
   * Starts the server if the setting says so, without asking anything. If a question is needed, a notification offers
   * it.
   */
  async autoStart(): Promise<void> {
    if (!this.isTrusted() || this.server.status !== 'stopped') return;
    const { autoStart = false } = writtenSettings(this.systems);
    if (autoStart === false) return;
    const { settingsErrorText } = await import('./settingsErrorText.js');
    // `start` reports invalid settings before it asks anything.
    if (settingsErrorText(writtenSettings(this.systems)) !== undefined) {
      await this.start();
      return;
    }
    const candidates = await this.candidates();
    const folder = this.remembered(candidates);
    if (folder !== undefined || (await this.needsNoFolder())) {
      await this.start(folder);
    } else if (candidates.length > 1) {
      const choose = l10n.t('Choose Folder…');
      const message = l10n.t('The dev session server was not started: there are several MobileApps folders.');
      if ((await vscode.window.showInformationMessage(message, choose)) === choose) await this.chooseFolder();
    }
  }

  /** Says whether the settings differ from those of the running server. Settings that are set back do not. */
  async settingsChanged(): Promise<void> {
    if (this.server.status !== 'running' || this.startedWith === '') return;
    const settings = writtenSettings(this.systems);
    if (!isLanWritten(settings)) await this.memento.update(LAN_KEY, undefined);
    const now = settingsText(settings, await this.folders.configurationFor?.(this.folder));
    this.server.tellRemark({ isOutdated: now !== this.startedWith });
  }

  /** Tells the user about a server that failed by itself, and offers what to do. */
  async tellFailure(): Promise<void> {
    const { problem } = this.server;
    if (problem) await this.tell(problem, this.folder);
  }

  /** Tells that whoever ran a server that this window had joined has stopped it, and offers one of this window. */
  async tellEnd(runner: ServerRunner): Promise<void> {
    const start = l10n.t('Start Dev Server');
    const message = l10n.t(
      'The dev session server that this window had joined was stopped. It ran in {0}.',
      runnerText(runner),
    );
    if ((await vscode.window.showInformationMessage(message, start)) === start) await this.start(this.folder);
  }

  /** Asks for a port, stores it in the settings and starts the server. */
  async changePort(folder?: string): Promise<void> {
    const text = await vscode.window.showInputBox({
      title: l10n.t('Port of the Dev Session Server'),
      prompt: l10n.t('0 takes the last one of this workspace, or a free one.'),
      value: String(readSetting(SERVER_SETTINGS.port)),
      validateInput: (value) =>
        /^\d{1,5}$/.test(value.trim()) && Number(value) < 65_536
          ? undefined
          : l10n.t('A port is a number from 0 to 65535.'),
    });
    if (text === undefined) return;
    const { Workspace, Global } = vscode.ConfigurationTarget;
    const target = vscode.workspace.workspaceFolders?.length ? Workspace : Global;
    // The server does not run, so no restart is offered for this change.
    await writeSetting(SERVER_SETTINGS.port, Number(text), target);
    await this.start(folder);
  }

  private async startOn(folder: string | undefined, port: number | undefined): Promise<boolean> {
    const isRunning = this.server.status === 'running';
    if (isRunning && (folder === undefined || folder === this.folder)) return true;
    const { optionsFor, serverSettings } = await import('./serverSettings.js');
    // Checked before the user is asked anything.
    const settings = serverSettings(this.systems);
    const needsNoFolder = folder === undefined && (await this.needsNoFolder());
    const chosen = needsNoFolder ? undefined : (folder ?? (await this.wantedFolder()));
    if (chosen === undefined && !needsNoFolder) return false;
    const configured = await this.folders.configurationFor?.(chosen);
    const written = settingsText(writtenSettings(this.systems), configured);
    const wanted = optionsFor(chosen, settings, this.systems, configured);
    const given = port === undefined ? wanted : { ...wanted, port };
    if (isLan(given) && !(await this.acceptLan(settings))) return false;
    if (chosen !== undefined) await this.memento.update(FOLDER_KEY, chosen);
    if (isRunning) await this.server.stop();
    const { options, takenPort } = await withLastPorts(given, port === 0 ? {} : this.lastPorts);
    const address = await this.server.start(options);
    const { joined } = this.server;
    this.server.tellRemark({ joined, takenPort: joined === undefined ? takenPort : undefined });
    // Whoever runs a server that was joined knows its settings.
    this.startedWith = joined === undefined ? written : '';
    if (joined === undefined) await this.memento.update(PORTS_KEY, portsOf(address));
    return true;
  }

  private get lastPorts(): LastPorts {
    return this.memento.get<LastPorts>(PORTS_KEY) ?? {};
  }

  private async tell(problem: ServerProblem, folder: string | undefined): Promise<void> {
    if (problem.code === 'port-busy') {
      const free = l10n.t('Use a Free Port');
      const change = l10n.t('Change Port…');
      const answer = await vscode.window.showErrorMessage(problemText(problem), free, change);
      if (answer === free) await this.start(folder, 0);
      else if (answer === change) await this.changePort(folder);
      return;
    }
    const again = l10n.t('Start Again');
    const settings = l10n.t('Open Settings');
    const show = l10n.t('Show Log');
    const buttons = problem.code === 'options' ? [settings, again, show] : [again, show];
    const answer = await vscode.window.showErrorMessage(problemText(problem), ...buttons);
    if (answer === again) await this.start(folder);
    else if (answer === settings) {
      await execute(VSCODE_COMMANDS.openSettings, SERVER_SECTION);
    } else if (answer === show) this.log.show();
  }

  private async tellTrust(): Promise<void> {
    const manage = l10n.t('Manage Workspace Trust');
    const message = l10n.t(
      'This workspace is not trusted, so the dev session server is not started: it writes session files and runs code of the workspace.',
    );
    if ((await vscode.window.showWarningMessage(message, manage)) === manage) {
      await execute(VSCODE_COMMANDS.manageTrust);
    }
  }

  /** Whether there is no MobileApps folder, and a system that is of use without one. */
  private async needsNoFolder(): Promise<boolean> {
    const { serverSettings } = await import('./serverSettings.js');
    const { optionsFor } = await import('./serverSettings.js');
    const configured = await this.folders.configurationFor?.(undefined);
    const options = optionsFor(undefined, serverSettings(this.systems), this.systems, configured);
    const isOfUse = this.systems.some((system) => system.isOfUseAlone?.(options));
    return isOfUse && (await this.candidates()).length === 0;
  }

  private async wantedFolder(): Promise<string | undefined> {
    const candidates = await this.candidates();
    return this.remembered(candidates) ?? (await this.pickFolder(candidates));
  }

  private remembered(candidates: readonly string[]): string | undefined {
    const last = this.memento.get<string>(FOLDER_KEY);
    if (last !== undefined && candidates.includes(last)) return last;
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  /** The folders that are there. Without one, those that the first login will make. */
  private async candidates(): Promise<readonly string[]> {
    if (!this.folders.discovered) await this.folders.discover();
    return servableFolders(this.folders, this.index);
  }

  private async pickFolder(candidates: readonly string[]): Promise<string | undefined> {
    if (candidates.length === 0) return this.folderFromNowhere();
    const items = candidates.map((folder) => ({
      label: path.basename(folder),
      description: vscode.workspace.asRelativePath(path.dirname(folder), true),
      folder,
    }));
    const title = l10n.t('Serve Which MobileApps Folder?');
    return (await pick(items, { title, matchOnDescription: true }))?.folder;
  }

  /** Without a folder, offers to open one, to create a sample, or to turn on a system that is of use without one. */
  private async folderFromNowhere(): Promise<string | undefined> {
    const open = l10n.t('Open MobileApps Folder…');
    const sample = l10n.t('Create Sample Folder…');
    const settings = l10n.t('Open Settings');
    const ofUseAlone = this.systems.filter(({ isOfUseAlone }) => isOfUseAlone !== undefined);
    const keys = ofUseAlone.flatMap(({ name, contract }) => contract.settings?.[name]?.key ?? []);
    const answer = await vscode.window.showInformationMessage(
      l10n.t(
        'The dev session server needs a MobileApps folder, and none is open. Without one it serves what these settings turn on: {0}',
        keys.join(', '),
      ),
      open,
      sample,
      settings,
    );
    if (answer === settings) await execute(VSCODE_COMMANDS.openSettings, SERVER_SECTION);
    if (answer === undefined || answer === settings) return undefined;
    await execute(answer === open ? MOBILE_APPS_COMMANDS.folderOpen : MOBILE_APPS_COMMANDS.sampleCreate);
    const candidates = await this.candidates();
    return candidates.length === 0 ? undefined : (this.remembered(candidates) ?? this.pickFolder(candidates));
  }

  /** Asked once for each workspace, because its settings may come from somebody else. */
  private async acceptLan({ host }: Pick<ServerSettings, 'host'>): Promise<boolean> {
    if (this.memento.get<boolean>(LAN_KEY) === true) return true;
    const go = l10n.t('Start on the Network');
    const answer = await vscode.window.showWarningMessage(
      l10n.t('Let devices of the local network reach the dev session server?'),
      {
        modal: true,
        detail: l10n.t(
          'Every device that says the pairing code can log in and read what the server answers. The control API stays closed to those who do not have its token. Switch LAN off with the setting {0}.',
          (host === '' ? SERVER_SETTINGS.lan : SERVER_SETTINGS.host).key,
        ),
      },
      go,
    );
    if (answer !== go) return false;
    await this.memento.update(LAN_KEY, true);
    return true;
  }
}

/** The settings and the configured options that matter for a running server. `autoStart` does not. */
function settingsText(
  { autoStart: _, ...rest }: ReturnType<typeof writtenSettings>,
  configured: FollowedConfiguration | undefined,
): string {
  return JSON.stringify([rest, configured?.configuration.server ?? {}]);
}
