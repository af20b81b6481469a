import type { RuleOfKind } from '../../../core/protocol/reasonCode';
import { MOBILE_REASONS } from '../../../core/systems/mobile/mobileReasons';
import { noting } from '../../kernel/journal/noting';

/** Writes a reason of the mobile face to the trace of a request. */
export const note = noting(MOBILE_REASONS);

export type MobileReason = keyof typeof MOBILE_REASONS.codes;

/** The reasons of the mobile face for which it refuses a request. */
export type MobileRefusalRule = RuleOfKind<typeof MOBILE_REASONS.codes, 'refused'>;
