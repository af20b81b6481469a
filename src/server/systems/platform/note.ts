import { PLATFORM_REASONS } from '../../../core/systems/platform/platformReasons';
import { noting } from '../../kernel/journal/noting';

/** Adds a reason code of the external platform to the trace. */
export const note = noting(PLATFORM_REASONS);
