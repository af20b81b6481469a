import type { ServerOptions } from '../../../server/kernel/options/options';
import '../../../server/systems/mendix/mendixOptions';
import type { SettingValues } from '../../contract/setting';
import { l10n } from '../../host/l10n';
import { switchedOptions } from '../../server/systemSwitch';
import type { SystemView } from '../../server/systemView';
import { MENDIX_CONTRACT, type MENDIX_SETTINGS } from './mendixContract';

/** What the editor shows of a Mendix runtime: its sessions, its users and their authentication tokens. */
export const MENDIX_VIEW: SystemView = {
  name: 'mendix',
  contract: MENDIX_CONTRACT,

  options(settings): Partial<ServerOptions> {
    const { mendix: state, mendixOptions } = settings as SettingValues<typeof MENDIX_SETTINGS>;
    const mendix = switchedOptions(state, mendixOptions);
    return mendix ? { mendix } : {};
  },

  isOfUseAlone: ({ mendix }) => mendix !== undefined,

  addresses: ({ url, systems: { mendix } }) =>
    mendix ? [{ label: l10n.t('Mendix sign-in page'), icon: 'sign-in', url: `${url}/` }] : [],

  open: async (window) => (await import('./showMendix.js')).showMendix(window),
};
