import type { EvictedMobileSession, MobileSession } from '../../../core/systems/mobile/mobileSession';
import { shortId } from '../../server/serverText';

/** What a session in memory is called: its device, or the beginning of its id. */
export function memorySessionName({ deviceDescription, id }: MobileSession): string {
  return deviceDescription || shortId(id);
}

/** Why a session is no longer in memory; the sentence is the server's. */
export function evictionText({ code, why }: EvictedMobileSession): string {
  return code === undefined ? why : `mobi/${code} · ${why}`;
}
