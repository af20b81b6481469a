import { MOBILE_REASONS } from '../../../core/systems/mobile/mobileReasons';
import { noting } from '../../kernel/journal/noting';

/** Gives a reason of the mobile face. */
export const note = noting(MOBILE_REASONS);

export type MobileReason = keyof typeof MOBILE_REASONS;
