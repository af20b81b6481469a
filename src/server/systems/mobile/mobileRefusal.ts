import { MOBILE_REASONS } from '../../../core/systems/mobile/mobileReasons';
import { refusing } from '../../kernel/answer/refusal';

/** A refusal that the mobile face declares, in the form of the server itself. */
export const MobileRefusal = refusing(MOBILE_REASONS);
