import type { TokensOptions } from '../../../server/systems/tokens/tokensOptions';
import { Command } from '../../contract/command';
import type { ContractPart } from '../../contract/part';
import { Rows } from '../../contract/rows';
import { Setting } from '../../contract/setting';
import type { OnRows } from '../../server/meantRows';
import { SERVER_VIEW } from '../../server/serverContract';
import { SYSTEM_SWITCH, type SystemSwitch } from '../../server/systemSwitch';

export const TOKENS_ROWS = new Rows(
  SERVER_VIEW,
  {
    tokens: [],
    tokenSessions: [],
    tokenSessionPage: [],
    tokenSession: [['activeTokenSession', 'endedTokenSession']],
    endedTokenSessions: [],
    endedTokenSessionPage: [],
    familyPage: [],
    familyToken: [['goodToken', 'spentToken']],
    forgottenTokens: [],
    tokenUsers: [],
    tokenUserPage: [],
    tokenUser: [['enabledUser', 'disabledUser'], 'signedInUser'],
  },
  [
    'tokenSessionPage',
    'endedTokenSession',
    'endedTokenSessionPage',
    'familyPage',
    'spentToken',
    'forgottenTokens',
    'tokenUsers',
    'tokenUserPage',
  ],
);

export const TOKENS_COMMANDS = {
  tokensFindSession: new Command('sessionWorkbench.tokens.findSession'),
  tokensTerminateSession: new Command<OnRows>('sessionWorkbench.tokens.terminateSession'),
  tokensTerminateAll: new Command<OnRows>('sessionWorkbench.tokens.terminateAll'),
  tokensClockToEnd: new Command<OnRows>('sessionWorkbench.tokens.clockToEnd'),
  tokensReplay: new Command<OnRows>('sessionWorkbench.tokens.replay'),
  tokensCopyId: new Command<OnRows>('sessionWorkbench.tokens.copyId'),
  tokensChangePassword: new Command<OnRows>('sessionWorkbench.tokens.changePassword'),
  tokensDisableUser: new Command<OnRows>('sessionWorkbench.tokens.disableUser'),
  tokensEnableUser: new Command<OnRows>('sessionWorkbench.tokens.enableUser'),
} as const;

export const TOKENS_SETTINGS = {
  tokens: new Setting<SystemSwitch>('sessionWorkbench.server.tokens', 'string', 'automatic', { schema: SYSTEM_SWITCH }),
  tokensOptions: new Setting<TokensOptions>('sessionWorkbench.server.tokensOptions', 'object', {}),
} as const;

export const TOKENS_CONTRACT: ContractPart = {
  commands: TOKENS_COMMANDS,
  settings: TOKENS_SETTINGS,
  rows: [TOKENS_ROWS],
};
