import { SERVER_REASONS } from '../../../core/server/serverReasons';
import { noting } from './noting';

/** Adds a reason of the server itself to a trace. */
export const note = noting(SERVER_REASONS);
