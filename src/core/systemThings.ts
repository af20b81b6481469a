import { SERVER_THINGS } from './server/serverThings';
import type { ThingWords } from './server/thingWords';
import { MENDIX_THINGS } from './systems/mendix/mendixThings';
import { MOBILE_THINGS } from './systems/mobile/mobileThings';
import { PLATFORM_THINGS } from './systems/platform/platformThings';
import { TOKENS_THINGS } from './systems/tokens/tokensThings';
import { WEB_THINGS } from './systems/web/webThings';

/** What the journal calls what the server itself and all emulated systems change. */
export const CHANGED_THINGS: ThingWords = {
  ...SERVER_THINGS,
  ...MOBILE_THINGS,
  ...WEB_THINGS,
  ...MENDIX_THINGS,
  ...TOKENS_THINGS,
  ...PLATFORM_THINGS,
};
