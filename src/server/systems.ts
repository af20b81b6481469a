import type { SystemPlugin } from './kernel/system/emulatedSystem';
import { MENDIX } from './systems/mendix/mendixPlugin';
import { MOBILE } from './systems/mobile/mobilePlugin';
import { PLATFORM } from './systems/platform/platformPlugin';
import { TOKENS_SYSTEM } from './systems/tokens/tokensPlugin';
import { WEB } from './systems/web/webPlugin';

/** All emulated systems. The server knows them from this list only. */
export const SYSTEMS: readonly SystemPlugin[] = [MOBILE, WEB, PLATFORM, MENDIX, TOKENS_SYSTEM];
