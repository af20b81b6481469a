import { MENDIX_REASONS } from '../../../core/systems/mendix/mendixReasons';
import { refusing } from '../../kernel/answer/refusal';

/** A refusal that the Mendix runtime declares, in the form of the server itself. */
export const MendixRefusal = refusing(MENDIX_REASONS);
