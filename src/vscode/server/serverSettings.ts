import * as vscode from 'vscode';
import { optionSetting } from '../../core/server/optionSetting';
import type { FollowedConfiguration } from '../../disk/configuration/followedConfigurations';
import type { ServerOptions } from '../../server/kernel/options/options';
import { withPaths } from '../../server/kernel/options/optionsPaths';
import { ServerStartError } from '../../server/kernel/start/startErrors';
import type { SettingValues } from '../contract/setting';
import { l10n } from '../host/l10n';
import { resolvePath } from '../host/pathSetting';
import { withConfigured } from './configuredOptions';
import { ownOptions } from './ownOptions';
import { SERVER_SECTION, type SERVER_SETTINGS } from './serverContract';
import { settingsErrorText } from './settingsErrorText';
import type { SystemView } from './systemView';
import { declaredSettings, nameOf, writtenSettings } from './writtenSettings';

/** The current settings of the dev session server, with paths as written. */
export interface ServerSettings extends SettingValues<typeof SERVER_SETTINGS> {
  /** The options that result from the settings of the emulated systems. */
  readonly systems: Partial<ServerOptions>;
}

/**
 * The settings after a check by their schema. Whether they fit together, and the files on disk, is checked by the
 * server.
 * @throws ServerStartError if a setting does not fit its schema
 */
export function serverSettings(systems: readonly SystemView[]): ServerSettings {
  const written = writtenSettings(systems);
  const text = settingsErrorText(written);
  if (text !== undefined) throw new ServerStartError({ code: 'options', message: `${text}.` });
  const fallbacks = declaredSettings(systems).map((each) => [nameOf(each), each.fallback] as const);
  const values = { ...Object.fromEntries(fallbacks), ...written };
  const options = systems.map((system) => system.options?.(values) ?? {});
  return { ...(values as SettingValues<typeof SERVER_SETTINGS>), systems: Object.assign({}, ...options) };
}

/**
 * The options to start a server with. Without a folder, it has only the systems that need none.
 * @param configured the configuration that holds for the folder, for what no setting says
 * @throws ServerStartError if a path in the settings cannot be resolved
 */
export function optionsFor(
  folder: string | undefined,
  settings: ServerSettings,
  systems: readonly SystemView[],
  configured?: FollowedConfiguration,
): ServerOptions {
  const given = withPaths({ ...ownOptions(settings), ...settings.systems }, absolute);
  const options = withConfigured(given, writtenSettings(systems), configured);
  const served = folder === undefined ? [] : systems.map((system) => system.folder?.options(folder) ?? {});
  return Object.assign(options, ...served);
}

function absolute(text: string, option: string): string {
  const resolved = resolvePath(text, vscode.workspace.workspaceFolders?.[0]);
  if ('path' in resolved) return resolved.path;
  const setting = [SERVER_SECTION, ...optionSetting(option)].join('.');
  const message = l10n.t('The setting {0} names the path “{1}”, but {2}.', setting, text, resolved.reason);
  throw new ServerStartError({ code: 'options', message });
}
