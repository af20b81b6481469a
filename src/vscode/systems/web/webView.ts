import type { ServerOptions } from '../../../server/kernel/options/options';
import type { SettingValues } from '../../contract/setting';
import { onlyRow } from '../../server/serverNode';
import type { SystemView } from '../../server/systemView';
import { WEB_CONTRACT, type WEB_SETTINGS } from './webContract';
import { WebCookies } from './webCookies';
import { WebItems } from './webItems';
import { WebRows } from './webRows';
import { registerWebCommands } from './webSessionCommands';
import { webOptions } from './webSettings';
import { registerWebStorageCommands } from './webStorageCommands';

/** What the editor shows of a 4D web server: its sessions, their storage and their passcodes. */
export const WEB_VIEW: SystemView = {
  name: 'web',
  contract: WEB_CONTRACT,

  options(settings): Partial<ServerOptions> {
    const web = webOptions((settings as SettingValues<typeof WEB_SETTINGS>).web);
    return web ? { web } : {};
  },

  isOfUseAlone: ({ web }) => web?.project !== undefined,

  open(window) {
    const { host, server } = window;
    const cookies = host.disposables.add(new WebCookies(server));
    // Each of its commands is about one row.
    const parts = { ...window, selection: onlyRow(window.selection) };
    registerWebCommands(host.commands, parts, cookies);
    registerWebStorageCommands(host.commands, parts);
    return new WebRows(server, new WebItems((id) => cookies.has(id)));
  },
};
