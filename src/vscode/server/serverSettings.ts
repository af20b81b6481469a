import * as vscode from 'vscode';
import { ServerStartError } from '../../server/client/serverProcess';
import type { MobileOptions, ServerOptions } from '../../server/options';
import { withPaths } from '../../server/optionsCheck';
import type { WebOptions } from '../../server/web/webOptions';
import { SETTINGS } from '../contract';
import { l10n } from '../host/l10n';
import { resolvePath } from '../host/pathSetting';
import { readSetting } from '../host/settings';
import { type WebSetting, webOptions } from './webSettings';

/** Everything that the network of this machine can reach; without LAN it is loopback alone. */
const ALL_INTERFACES = '0.0.0.0';
const LOOPBACK = '127.0.0.1';

/** `sessionWorkbench.server.mobile` as settings.json has it: the policy's parts stand beside the switches. */
type MobileSetting = Omit<MobileOptions, 'policy'> & NonNullable<MobileOptions['policy']>;

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

/** Whether they make sense is for the server to say. */
export function serverSettings(): ServerSettings {
  const read = <T>(key: string, fallback: T) => readSetting(`${SETTINGS.section}.${key}`, fallback);
  return {
    port: read(SETTINGS.serverPort, 0),
    lan: read(SETTINGS.serverLan, false),
    autoStart: read(SETTINGS.serverAutoStart, false),
    allowedHosts: read<readonly string[]>(SETTINGS.serverAllowedHosts, []),
    https: read<ServerSettings['https']>(SETTINGS.serverHttps, false),
    mobile: mobileOptions(read<MobileSetting>(SETTINGS.serverMobile, {})),
    web: webOptions(read<WebSetting>(SETTINGS.serverWeb, null)),
  };
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

function mobileOptions(setting: MobileSetting): MobileOptions {
  // What is none of ours goes to the server as it is, which says what is wrong with it.
  if (typeof setting !== 'object' || Array.isArray(setting)) return setting;
  const { rules, otherwise, ...rest } = setting;
  const policy = { ...(rules && { rules }), ...(otherwise && { otherwise }) };
  return { ...rest, ...(!isEmpty(policy) && { policy }) };
}

function isEmpty(value: object): boolean {
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function absolute(text: string, option: string): string {
  const resolved = resolvePath(text, vscode.workspace.workspaceFolders?.[0]);
  if ('path' in resolved) return resolved.path;
  const setting = `${SETTINGS.section}.server.${option}`;
  const message = l10n.t('The setting {0} names the path “{1}”, but {2}.', setting, text, resolved.reason);
  throw new ServerStartError({ code: 'options', message });
}
