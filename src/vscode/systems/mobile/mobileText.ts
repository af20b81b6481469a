import type { EvictedMobileSession, MobileSession } from '../../../core/systems/mobile/mobileSession';
import { deviceParts, type NameableSession, whoText } from '../../mobileApps/sessionText';

/** Who a session in memory belongs to, as the view Mobile Sessions has it. */
export function memorySessionName(session: MobileSession): string {
  return whoText(named(session));
}

/** What is known of the device of a session in memory. */
export function memoryDeviceParts(session: MobileSession): string[] {
  return deviceParts(named(session));
}

/** Why a session was removed from memory, in the server's words. */
export function evictionText({ code, why }: EvictedMobileSession): string {
  return code === undefined ? why : `mobi/${code} · ${why}`;
}

/** The server does not tell which devices are simulators, so that these stand as they call themselves. */
function named({ id, email, deviceDescription, deviceOs, deviceVersion }: MobileSession): NameableSession {
  return {
    name: id,
    fields: { email, deviceDescription, deviceOs, deviceVersion, simulator: false, jailbroken: false },
  };
}
