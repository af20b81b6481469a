import { PLATFORM_REASONS } from '../../../core/systems/platform/platformReasons';
import { refusing } from '../../kernel/answer/refusal';

/** A refusal that the external platform declares, in the form of the server itself. */
export const PlatformRefusal = refusing(PLATFORM_REASONS);
