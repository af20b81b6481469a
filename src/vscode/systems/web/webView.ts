import type { ServerOptions } from '../../../server/kernel/options/options';
import type { SettingValues } from '../../contract/setting';
import type { SystemView } from '../../server/systemView';
import { WEB_CONTRACT, type WEB_SETTINGS } from './webContract';
import { optionsOfWeb } from './webSettings';

/** What the editor shows of a 4D web server: its sessions, their storage and their passcodes. */
export const WEB_VIEW: SystemView = {
  name: 'web',
  contract: WEB_CONTRACT,

  options(settings): Partial<ServerOptions> {
    const web = optionsOfWeb(settings as SettingValues<typeof WEB_SETTINGS>);
    return web ? { web } : {};
  },

  isOfUseAlone: ({ web }) => web?.project !== undefined,

  open: async (window) => (await import('./showWeb.js')).showWeb(window),
};
