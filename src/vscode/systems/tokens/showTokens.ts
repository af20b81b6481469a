import type { SystemRows, SystemWindow } from '../../server/systemView';
import { registerTokensCommands } from './tokensCommands';
import { TokensItems } from './tokensItems';
import { TokensRows } from './tokensRows';

/** Registers what handles the commands of the token life of mobile apps, and creates its rows. */
export function showTokens(window: SystemWindow): SystemRows {
  registerTokensCommands(window.host.commands, window);
  return new TokensRows(window.server, new TokensItems());
}
