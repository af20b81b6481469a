import { WEB_REASONS } from '../../../core/systems/web/webReasons';
import { refusing } from '../../kernel/answer/refusal';

/** A refusal that the web face declares, in the form of the server itself. */
export const WebRefusal = refusing(WEB_REASONS);
