import type { ServerOptions } from '../../../server/kernel/options/options';
import type { Policy } from '../../../server/systems/mobile/mobileOptions';
import type { SettingValues } from '../../contract/setting';
import { readSetting } from '../../host/settings';
import { MOBILE_APPS_SETTINGS } from '../../mobileApps/mobileAppsContract';
import type { SystemView } from '../../server/systemView';
import { MOBILE_CONTRACT, type MOBILE_SETTINGS } from './mobileContract';
import { MOBILE_FAULTS } from './mobileFaults';

/** What the editor shows of a 4D Server that mobile apps log in to. */
export const MOBILE_VIEW: SystemView = {
  name: 'mobile',
  contract: MOBILE_CONTRACT,
  faults: MOBILE_FAULTS,
  examples: { route: 'POST /mobileapp/$authenticate', rule: 'mobile.session' },

  options(settings): Partial<ServerOptions> {
    const { outcome, mail, mobileOptions } = settings as SettingValues<typeof MOBILE_SETTINGS>;
    const { rules, otherwise, ...rest } = mobileOptions;
    const policy: Policy = { ...(rules && { rules }), ...(otherwise && { otherwise }) };
    if (!otherwise && outcome !== 'accept') {
      Object.assign(policy, { otherwise: { outcome, ...(mail && outcome === 'pending' && { mail }) } });
    }
    // One schema for Problems, fixes and the refresh, unless the server is given its own.
    const schema = readSetting(MOBILE_APPS_SETTINGS.schema).trim();
    const mobile = { ...(schema !== '' && { schema }), ...rest, ...(!isEmpty(policy) && { policy }) };
    return isEmpty(mobile) ? {} : { mobile };
  },

  folder: { options: (mobileApps) => ({ mobileApps }), of: ({ mobileApps }) => mobileApps },

  open: async ({ server }) => (await import('./showMobile.js')).showMobile(server),
};

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
