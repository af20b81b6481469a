import type { SystemPlugin } from './kernel/system/emulatedSystem';
import { MOBILE } from './systems/mobile/mobilePlugin';
import { PLATFORM } from './systems/platform/platformPlugin';
import { WEB } from './systems/web/webPlugin';

/** The systems that a server emulates; it knows them from here alone. */
export const SYSTEMS: readonly SystemPlugin[] = [MOBILE, WEB, PLATFORM];
