import * as vscode from 'vscode';
import type { MobileOptions, ServerOptions } from '../../server/options';
import type { WebOptions } from '../../server/web/webOptions';
import { SETTINGS } from '../contract';
import { resolvePath } from '../host/pathSetting';
import { webSetting } from './webSettings';

/** Everything that the network of this machine can reach; without LAN it is loopback alone. */
const ALL_INTERFACES = '0.0.0.0';
const LOOPBACK = '127.0.0.1';

/** `sessionWorkbench.server.mobile` as settings.json has it: the policy's parts stand beside the switches. */
type MobileSetting = Omit<MobileOptions, 'policy'> & NonNullable<MobileOptions['policy']>;

/** The settings of the dev session server as they are now. */
export interface ServerSettings {
  readonly port: number;
  readonly lan: boolean;
  readonly autoStart: boolean;
  readonly mobile: MobileOptions | undefined;
  /** Undefined when there are to be no web sessions. */
  readonly web: WebOptions | undefined;
}

/** Reads the settings. Throws where one cannot be resolved; whether they make sense is for the server to say. */
export function serverSettings(): ServerSettings {
  const settings = vscode.workspace.getConfiguration(SETTINGS.section);
  return {
    port: settings.get<number>(SETTINGS.serverPort, 0),
    lan: settings.get<boolean>(SETTINGS.serverLan, false),
    autoStart: settings.get<boolean>(SETTINGS.serverAutoStart, false),
    mobile: mobileOptions(settings.get<MobileSetting>(SETTINGS.serverMobile, {})),
    web: webSetting(),
  };
}

/** What a server on this MobileApps folder is started with; without one it has web sessions alone. */
export function optionsFor(mobileApps: string | undefined, { port, lan, mobile, web }: ServerSettings): ServerOptions {
  return {
    ...(mobileApps !== undefined && { mobileApps }),
    host: lan ? ALL_INTERFACES : LOOPBACK,
    port,
    ...(mobile && { mobile }),
    ...(web && { web }),
  };
}

/** Whether a server that was started so lets devices of the network in. */
export function isLan(options: ServerOptions | undefined): boolean {
  return options?.host === ALL_INTERFACES;
}

function mobileOptions(setting: MobileSetting): MobileOptions | undefined {
  const { rules, otherwise, authenticationModule, ...rest } = setting;
  const policy = { ...(rules && { rules }), ...(otherwise && { otherwise }) };
  const options: MobileOptions = {
    ...rest,
    ...(Object.keys(policy).length > 0 && { policy }),
    ...(authenticationModule && { authenticationModule: modulePath(authenticationModule) }),
  };
  return Object.keys(options).length > 0 ? options : undefined;
}

function modulePath(text: string): string {
  const resolved = resolvePath(text, vscode.workspace.workspaceFolders?.[0]);
  if ('path' in resolved) return resolved.path;
  const setting = `${SETTINGS.section}.${SETTINGS.serverMobile}`;
  throw new Error(vscode.l10n.t('The setting {0} names the module “{1}”, but {2}.', setting, text, resolved.reason));
}
