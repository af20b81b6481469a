import { ContextKey } from '../../contract/contextKey';
import type { ContractPart } from '../../contract/part';

/** What the running server has of a Mendix runtime. Users are those with a name. */
export const MENDIX_STATE_KEYS = {
  isServed: ContextKey.flag('sessionWorkbench.mendixServed'),
  hasSessions: ContextKey.flag('sessionWorkbench.hasMendixSessions'),
  hasUsers: ContextKey.flag('sessionWorkbench.hasMendixUsers'),
  hasBlocked: ContextKey.flag('sessionWorkbench.hasBlockedUsers'),
  hasFree: ContextKey.flag('sessionWorkbench.hasFreeUsers'),
  hasActive: ContextKey.flag('sessionWorkbench.hasActiveUsers'),
  hasInactive: ContextKey.flag('sessionWorkbench.hasInactiveUsers'),
  hasTokens: ContextKey.flag('sessionWorkbench.hasMendixTokens'),
} as const;

export const MENDIX_STATE_CONTRACT: ContractPart = { contextKeys: MENDIX_STATE_KEYS };
