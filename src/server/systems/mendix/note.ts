import { MENDIX_REASONS } from '../../../core/systems/mendix/mendixReasons';
import { noting } from '../../kernel/journal/noting';

/** Adds a reason of the Mendix runtime to a trace. */
export const note = noting(MENDIX_REASONS);
