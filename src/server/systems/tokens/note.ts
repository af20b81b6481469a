import { TOKENS_REASONS } from '../../../core/systems/tokens/tokensReasons';
import { noting } from '../../kernel/journal/noting';

/** Adds a reason of the token server to a trace. */
export const note = noting(TOKENS_REASONS);
