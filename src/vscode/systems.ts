import type { SystemView } from './server/systemView';
import { MENDIX_VIEW } from './systems/mendix/mendixView';
import { MOBILE_VIEW } from './systems/mobile/mobileView';
import { PLATFORM_VIEW } from './systems/platform/platformView';
import { TOKENS_VIEW } from './systems/tokens/tokensView';
import { WEB_VIEW } from './systems/web/webView';

/** The emulated systems, in the order of their rows. A new system is added here, and nowhere else in this room. */
export const SYSTEM_VIEWS: readonly SystemView[] = [MOBILE_VIEW, WEB_VIEW, MENDIX_VIEW, TOKENS_VIEW, PLATFORM_VIEW];
