import { ContextKey } from '../../contract/contextKey';
import type { ContractPart } from '../../contract/part';

/** What the running server has of token sessions. */
export const TOKENS_STATE_KEYS = {
  hasSessions: ContextKey.flag('sessionWorkbench.hasTokenSessions'),
  hasActiveSessions: ContextKey.flag('sessionWorkbench.hasActiveTokenSessions'),
  hasTokens: ContextKey.flag('sessionWorkbench.hasTokens'),
  hasUsers: ContextKey.flag('sessionWorkbench.hasTokenUsers'),
  hasEnabled: ContextKey.flag('sessionWorkbench.hasEnabledUsers'),
  hasDisabled: ContextKey.flag('sessionWorkbench.hasDisabledUsers'),
} as const;

export const TOKENS_STATE_CONTRACT: ContractPart = { contextKeys: TOKENS_STATE_KEYS };
