import * as vscode from 'vscode';
import { ServerStartError } from '../../server/client/serverProcess';
import type { ServerOptions } from '../../server/kernel/options/options';
import { withPaths } from '../../server/kernel/options/optionsPaths';
import type { MobileOptions } from '../../server/systems/mobile/mobileOptions';
import type { WebOptions } from '../../server/systems/web/webOptions';
import { defaultsOf, type Setting, type SettingValues } from '../contract/setting';
import { l10n } from '../host/l10n';
import { resolvePath } from '../host/pathSetting';
import { writtenSetting } from '../host/settings';
import { WEB_SETTINGS } from '../systems/web/webContract';
import { webOptions } from '../systems/web/webSettings';
import { type MobileSetting, SERVER_SECTION, SERVER_SETTINGS } from './serverContract';
import { settingsFault } from './settingsFault';

/** Everything that the network of this machine can reach; without LAN it is loopback alone. */
const ALL_INTERFACES = '0.0.0.0';
const LOOPBACK = '127.0.0.1';

const SETTINGS = { ...SERVER_SETTINGS, ...WEB_SETTINGS } as const;

/** The settings as they are written, once the manifest's schema has let them through. */
type WrittenSettings = Partial<SettingValues<typeof SETTINGS>>;

/** The settings of the dev session server as they are now; paths as they were written. */
export interface ServerSettings {
  readonly port: number;
  readonly lan: boolean;
  readonly autoStart: boolean;
  readonly allowedHosts: readonly string[];
  readonly https: NonNullable<ServerOptions['https']> | false;
  readonly mobile: MobileOptions;
  /** Undefined when there are to be no web sessions. */
  readonly web: WebOptions | undefined;
}

/** What settings.json says, whatever it is: by the names below `sessionWorkbench.server`, without what is not set. */
export function writtenSettings(): Readonly<Record<string, unknown>> {
  const read = (setting: Setting<unknown>) =>
    [setting.key.slice(SERVER_SECTION.length + 1), writtenSetting(setting)] as const;
  return Object.fromEntries(
    Object.values(SETTINGS)
      .map(read)
      .filter(([, value]) => value !== undefined),
  );
}

/**
 * Whether they make sense together, and with what is on the disk, is for the server to say.
 * @throws ServerStartError where one is not what the manifest says that it may be
 */
export function serverSettings(): ServerSettings {
  const written = writtenSettings();
  const fault = settingsFault(written);
  if (fault !== undefined) throw new ServerStartError({ code: 'options', message: `${fault}.` });
  const { mobile, web, ...rest } = { ...defaultsOf(SETTINGS), ...(written as WrittenSettings) };
  return { ...rest, mobile: mobileOptions(mobile), web: webOptions(web) };
}

/**
 * What a server on this MobileApps folder is started with; without one it has web sessions alone.
 * @throws ServerStartError where a path in the settings cannot be resolved
 */
export function optionsFor(mobileApps: string | undefined, settings: ServerSettings): ServerOptions {
  const { port, lan, allowedHosts, https, mobile, web } = settings;
  const options = withPaths(
    {
      host: lan ? ALL_INTERFACES : LOOPBACK,
      port,
      ...(!isEmpty(allowedHosts) && { allowedHosts }),
      ...(https !== false && { https }),
      ...(!isEmpty(mobile) && { mobile }),
      ...(web && { web }),
    },
    absolute,
  );
  return { ...options, ...(mobileApps !== undefined && { mobileApps }) };
}

/** Whether a server that was started so lets devices of the network in. */
export function isLan(options: ServerOptions | undefined): boolean {
  return options?.host === ALL_INTERFACES;
}

function mobileOptions({ rules, otherwise, ...rest }: MobileSetting): MobileOptions {
  const policy = { ...(rules && { rules }), ...(otherwise && { otherwise }) };
  return { ...rest, ...(!isEmpty(policy) && { policy }) };
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

function absolute(text: string, option: string): string {
  const resolved = resolvePath(text, vscode.workspace.workspaceFolders?.[0]);
  if ('path' in resolved) return resolved.path;
  const setting = `${SERVER_SECTION}.${option}`;
  const message = l10n.t('The setting {0} names the path “{1}”, but {2}.', setting, text, resolved.reason);
  throw new ServerStartError({ code: 'options', message });
}
