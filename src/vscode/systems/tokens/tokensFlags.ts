import type { TokensState } from '../../../core/systems/tokens/tokensSlice';
import type { FlagValue } from '../../contract/contextKey';
import { TOKENS_STATE_KEYS } from './tokensStateContract';
import { isActive } from './tokensText';

/** What the commands about token sessions can be about. */
export function tokensFlags(tokens: TokensState | undefined): readonly FlagValue[] {
  const { sessions, users } = tokens ?? { sessions: [], users: [] };
  return [
    [TOKENS_STATE_KEYS.hasSessions, sessions.length > 0],
    [TOKENS_STATE_KEYS.hasActiveSessions, sessions.some(isActive)],
    [TOKENS_STATE_KEYS.hasTokens, sessions.some(({ family }) => family.length > 0)],
    [TOKENS_STATE_KEYS.hasUsers, users.length > 0],
    [TOKENS_STATE_KEYS.hasEnabled, users.some(({ disabled }) => !disabled)],
    [TOKENS_STATE_KEYS.hasDisabled, users.some(({ disabled }) => disabled)],
  ];
}
