import { keysOf } from '../../../core/systems/web/storageEdit';
import type { WebSessionsState } from '../../../core/systems/web/webSlice';
import type { FlagValue } from '../../contract/contextKey';
import { WEB_STATE_KEYS } from './webStateContract';

/** What the commands about web sessions can be about. */
export function webFlags(web: WebSessionsState | undefined, hasCookie: (id: string) => boolean): readonly FlagValue[] {
  const sessions = web?.sessions ?? [];
  return [
    [WEB_STATE_KEYS.isServed, web !== undefined],
    [WEB_STATE_KEYS.hasSessions, sessions.length > 0],
    [WEB_STATE_KEYS.hasPasscodes, sessions.some(({ otps }) => otps.length > 0)],
    [WEB_STATE_KEYS.hasCookies, sessions.some(({ id }) => hasCookie(id))],
    [WEB_STATE_KEYS.hasValues, sessions.some(({ storage }) => keysOf(storage).length > 0)],
  ];
}
