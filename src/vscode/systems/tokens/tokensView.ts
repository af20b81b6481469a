import type { ServerOptions } from '../../../server/kernel/options/options';
import '../../../server/systems/tokens/tokensOptions';
import type { SettingValues } from '../../contract/setting';
import { switchedOptions } from '../../server/systemSwitch';
import type { SystemView } from '../../server/systemView';
import { TOKENS_CONTRACT, type TOKENS_SETTINGS } from './tokensContract';

/** What the editor shows of the token life of mobile apps: sessions with their token families, and users. */
export const TOKENS_VIEW: SystemView = {
  name: 'tokens',
  contract: TOKENS_CONTRACT,

  options(settings): Partial<ServerOptions> {
    const { tokens: state, tokensOptions } = settings as SettingValues<typeof TOKENS_SETTINGS>;
    const tokens = switchedOptions(state, tokensOptions);
    return tokens ? { tokens } : {};
  },

  isOfUseAlone: ({ tokens }) => tokens !== undefined,

  open: async (window) => (await import('./showTokens.js')).showTokens(window),
};
