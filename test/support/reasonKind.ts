import type { ReasonKind } from '../../src/core/protocol/reasonCode';
import { SERVER_REASONS } from '../../src/core/server/serverReasons';
import { MOBILE_REASONS } from '../../src/core/systems/mobile/mobileReasons';
import { PLATFORM_REASONS } from '../../src/core/systems/platform/platformReasons';
import { WEB_REASONS } from '../../src/core/systems/web/webReasons';

const ALL: Readonly<Record<string, { readonly kind: ReasonKind }>> = {
  ...SERVER_REASONS.codes,
  ...MOBILE_REASONS.codes,
  ...WEB_REASONS.codes,
  ...PLATFORM_REASONS.codes,
};

/** The kind with which a reason code is declared. It is `decided` for a code that exists only in a test. */
export function reasonKind(rule: string): ReasonKind {
  return ALL[rule]?.kind ?? 'decided';
}
