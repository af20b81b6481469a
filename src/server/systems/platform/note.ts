import { PLATFORM_REASONS } from '../../../core/systems/platform/platformReasons';
import { noting } from '../../kernel/journal/noting';

/** Gives a reason of the stand-in for an external platform. */
export const note = noting(PLATFORM_REASONS);
