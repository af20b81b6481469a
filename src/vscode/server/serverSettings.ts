import * as vscode from 'vscode';
import type { ServerOptions } from '../../server/kernel/options/options';
import { withPaths } from '../../server/kernel/options/optionsPaths';
import { ServerStartError } from '../../server/kernel/start/startErrors';
import type { Setting, SettingValues } from '../contract/setting';
import { l10n } from '../host/l10n';
import { resolvePath } from '../host/pathSetting';
import { writtenSetting } from '../host/settings';
import { isLan, OWN_MACHINE } from './lanHost';
import { SERVER_SECTION, SERVER_SETTINGS } from './serverContract';
import { settingsErrorText } from './settingsErrorText';
import type { SystemView } from './systemView';

/** All network interfaces of this machine. Without LAN, only loopback is used. */
const ALL_INTERFACES = '0.0.0.0';

/** The server's own settings. */
type OwnSettings = SettingValues<typeof SERVER_SETTINGS>;

/** The current settings of the dev session server, with paths as written. */
export interface ServerSettings {
  readonly port: number;
  readonly lan: boolean;
  /** Null for the one that `lan` stands for. */
  readonly host: string | null;
  readonly autoStart: boolean;
  readonly allowedHosts: readonly string[];
  readonly bodyMb: number;
  readonly platform: NonNullable<ServerOptions['platform']>;
  readonly seed: string | null;
  readonly https: NonNullable<ServerOptions['https']> | false;
  /** Empty if there is none. */
  readonly upstream: NonNullable<ServerOptions['upstream']>;
  /** The options that result from the settings of the emulated systems. */
  readonly systems: Partial<ServerOptions>;
}

/**
 * The settings as written in settings.json, unchecked, by their names below `sessionWorkbench.server`. Those that are
 * not set are left out.
 */
export function writtenSettings(systems: readonly SystemView[]): Readonly<Record<string, unknown>> {
  const written = declaredSettings(systems).map((each) => [nameOf(each), writtenSetting(each)] as const);
  return Object.fromEntries(written.filter(([, value]) => value !== undefined));
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
  const { port, lan, host, autoStart, allowedHosts, bodyMb, platform, seed, https, upstream } =
    values as unknown as OwnSettings;
  const options = systems.map((system) => system.options?.(values) ?? {});
  const own = { port, lan, host, autoStart, allowedHosts, bodyMb, platform, seed, https, upstream };
  return { ...own, systems: Object.assign({}, ...options) };
}

/**
 * The options to start a server with. Without a folder, it has only the systems that need none.
 * @throws ServerStartError if a path in the settings cannot be resolved
 */
export function optionsFor(
  folder: string | undefined,
  settings: ServerSettings,
  systems: readonly SystemView[],
): ServerOptions {
  const { port, allowedHosts, bodyMb, platform, seed, https, upstream, systems: ofSystems } = settings;
  const options = withPaths(
    {
      host: hostOf(settings),
      port,
      bodyMb,
      ...(Object.keys(platform).length > 0 && { platform }),
      ...(seed !== null && { seed }),
      ...(allowedHosts.length > 0 && { allowedHosts }),
      ...(https !== false && { https }),
      ...(upstream !== '' && { upstream }),
      ...ofSystems,
    },
    absolute,
  );
  const served = folder === undefined ? [] : systems.map((system) => system.folder?.options(folder) ?? {});
  return Object.assign(options, ...served);
}

/** The MobileApps folder that a server with these options serves. */
export function folderOfOptions(
  options: ServerOptions | undefined,
  systems: readonly SystemView[],
): string | undefined {
  return options && systems.map((system) => system.folder?.of(options)).find((folder) => folder !== undefined);
}

/** Whether these settings, as written in settings.json, let the network in. */
export function isLanWritten({ lan, host }: Readonly<Record<string, unknown>>): boolean {
  return isLan({ host: hostOf({ lan: lan === true, host: typeof host === 'string' ? host : null }) });
}

/** Where a server with these settings listens. An address of its own goes before `lan`. */
function hostOf({ lan, host }: Pick<ServerSettings, 'lan' | 'host'>): string {
  return host ?? (lan ? ALL_INTERFACES : OWN_MACHINE);
}

function declaredSettings(systems: readonly SystemView[]): Setting<unknown>[] {
  return [SERVER_SETTINGS, ...systems.map(({ contract }) => contract.settings ?? {})].flatMap((each) =>
    Object.values<Setting<unknown>>(each),
  );
}

/** The setting with this name below `sessionWorkbench.server`. */
export function settingNamed(name: string, systems: readonly SystemView[]): Setting<unknown> | undefined {
  return declaredSettings(systems).find((each) => nameOf(each) === name);
}

/** Its name below `sessionWorkbench.server`. */
function nameOf({ key }: Setting<unknown>): string {
  return key.slice(SERVER_SECTION.length + 1);
}

function absolute(text: string, option: string): string {
  const resolved = resolvePath(text, vscode.workspace.workspaceFolders?.[0]);
  if ('path' in resolved) return resolved.path;
  const setting = `${SERVER_SECTION}.${option}`;
  const message = l10n.t('The setting {0} names the path “{1}”, but {2}.', setting, text, resolved.reason);
  throw new ServerStartError({ code: 'options', message });
}
