import { ContextKey } from '../contract/contextKey';
import type { ContractPart } from '../contract/part';

/** What the server has. The palette offers only commands that have something to be about. */
export const SERVER_STATE_KEYS = {
  /** Whether another window or command serves a folder of this one, and none runs here. */
  isElsewhere: ContextKey.flag('sessionWorkbench.serverElsewhere'),
  isClockPaused: ContextKey.flag('sessionWorkbench.clockPaused'),
  /** Whether virtual time differs from real time, or stands still. */
  isClockMoved: ContextKey.flag('sessionWorkbench.clockMoved'),
  isOnLan: ContextKey.flag('sessionWorkbench.serverOnLan'),
  hasFaults: ContextKey.flag('sessionWorkbench.hasFaults'),
  hasMail: ContextKey.flag('sessionWorkbench.hasMail'),
  hasMailLink: ContextKey.flag('sessionWorkbench.hasMailLink'),
  hasMailCode: ContextKey.flag('sessionWorkbench.hasMailCode'),
  /** Whether the journal shows entries, and whether there are older ones. */
  hasEntries: ContextKey.flag('sessionWorkbench.hasEntries'),
  hasOlderEntries: ContextKey.flag('sessionWorkbench.hasOlderEntries'),
  /** Whether the selected row of the journal has a reason that a setting decided. */
  isSettingSelected: ContextKey.flag('sessionWorkbench.settingSelected'),
} as const;

export const SERVER_STATE_CONTRACT: ContractPart = { contextKeys: SERVER_STATE_KEYS };
