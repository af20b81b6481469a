import { WEB_REASONS } from '../../../core/systems/web/webReasons';
import { noting } from '../../kernel/journal/noting';

/** Gives a reason of the web face. */
export const note = noting(WEB_REASONS);
