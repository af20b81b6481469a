import type { EvictedMobileSession, MobileSession } from '../../../core/systems/mobile/mobileSession';
import { shortId } from '../../server/shortId';

/** The name of a session in memory: its device, or the beginning of its id. */
export function memorySessionName({ deviceDescription, id }: MobileSession): string {
  return deviceDescription || shortId(id);
}

/** Why a session was removed from memory, in the server's words. */
export function evictionText({ code, why }: EvictedMobileSession): string {
  return code === undefined ? why : `mobi/${code} · ${why}`;
}
