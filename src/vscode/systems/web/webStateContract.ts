import { ContextKey } from '../../contract/contextKey';
import type { ContractPart } from '../../contract/part';

/** What the running server has of 4D web sessions. */
export const WEB_STATE_KEYS = {
  isServed: ContextKey.flag('sessionWorkbench.webServed'),
  hasSessions: ContextKey.flag('sessionWorkbench.hasWebSessions'),
  hasPasscodes: ContextKey.flag('sessionWorkbench.hasPasscodes'),
  /** Whether this window knows the cookie of a session. */
  hasCookies: ContextKey.flag('sessionWorkbench.hasWebCookies'),
  /** Whether the storage of a session has something in it. */
  hasValues: ContextKey.flag('sessionWorkbench.hasWebValues'),
} as const;

export const WEB_STATE_CONTRACT: ContractPart = { contextKeys: WEB_STATE_KEYS };
