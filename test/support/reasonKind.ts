import type { ReasonCodes, ReasonKind } from '../../src/core/protocol/reasonCode';
import { SERVER_REASONS } from '../../src/core/server/serverReasons';
import { SYSTEMS } from '../../src/server/systems';

const ALL: ReasonCodes = Object.assign(
  {},
  SERVER_REASONS.codes,
  ...SYSTEMS.map(({ reasonCodes }) => reasonCodes.codes),
);

/** The kind with which a reason code is declared. It is `decided` for a code that exists only in a test. */
export function reasonKind(rule: string): ReasonKind {
  return ALL[rule]?.kind ?? 'decided';
}
