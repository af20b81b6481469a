import type { ServerOptions } from '../../../server/kernel/options/options';
import '../../../server/systems/tokens/tokensOptions';
import type { SettingValues } from '../../contract/setting';
import type { SystemView } from '../../server/systemView';
import { registerTokensCommands } from './tokensCommands';
import { TOKENS_CONTRACT, type TOKENS_SETTINGS } from './tokensContract';
import { TokensItems } from './tokensItems';
import { TokensRows } from './tokensRows';

/** What the editor shows of the token life of mobile apps: sessions with their token families, and users. */
export const TOKENS_VIEW: SystemView = {
  name: 'tokens',
  contract: TOKENS_CONTRACT,

  options(settings): Partial<ServerOptions> {
    const { tokens } = settings as SettingValues<typeof TOKENS_SETTINGS>;
    return tokens === false ? {} : { tokens: tokens === true ? {} : tokens };
  },

  isOfUseAlone: ({ tokens }) => tokens !== undefined,

  open(window) {
    registerTokensCommands(window.host.commands, window);
    return new TokensRows(window.server, new TokensItems());
  },
};
