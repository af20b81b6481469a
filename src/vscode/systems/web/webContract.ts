import type { WebOptions } from '../../../server/systems/web/webOptions';
import { Command } from '../../contract/command';
import type { ContractPart } from '../../contract/part';
import { Rows } from '../../contract/rows';
import { Setting } from '../../contract/setting';
import type { OnRows } from '../../server/meantRows';
import { SERVER_VIEW } from '../../server/serverContract';
import type { ServerNode } from '../../server/serverNode';
import { SYSTEM_SWITCH, type SystemSwitch } from '../../server/systemSwitch';

export const WEB_ROWS = new Rows(
  SERVER_VIEW,
  {
    web: [],
    webPage: [],
    webSession: [['guest', 'signedIn'], 'hasCookie'],
    webOtp: [],
    webStorage: [['storageRoot', 'storageValue'], 'container'],
    webMore: [],
  },
  ['webPage', 'guest', 'signedIn', 'webStorage', 'storageRoot', 'webMore'],
);

export const WEB_COMMANDS = {
  webCreateSession: new Command('sessionWorkbench.web.createSession'),
  webCreateOtp: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.web.createOtp'),
  webCopyOtp: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.web.copyOtp'),
  webCopyLink: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.web.copyLink'),
  webOpenLink: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.web.openLink'),
  webCopyCookie: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.web.copyCookie'),
  webSetUserName: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.web.setUserName'),
  webSetPrivileges: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.web.setPrivileges'),
  webExpire: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.web.expire'),
  webClose: new Command<OnRows>('sessionWorkbench.web.close'),
  webEditValue: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.web.editValue'),
  webAddValue: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.web.addValue'),
  webRemoveValue: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.web.removeValue'),
} as const;

export const WEB_SETTINGS = {
  web: new Setting<SystemSwitch>('sessionWorkbench.server.web', 'string', 'automatic', { schema: SYSTEM_SWITCH }),
  webOptions: new Setting<WebOptions>('sessionWorkbench.server.webOptions', 'object', {}),
} as const;

export const WEB_CONTRACT: ContractPart = { commands: WEB_COMMANDS, settings: WEB_SETTINGS, rows: [WEB_ROWS] };
