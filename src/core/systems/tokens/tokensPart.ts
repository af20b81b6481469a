import type { SystemPart } from '../../system/systemPart';
import { TOKENS_SLICE } from './tokensSlice';

// This import extends the types of the state.
import './tokensSlice';

/** The pure part of the system for the token sessions of mobile apps. */
export const TOKENS_PART = {
  name: 'tokens',
  slice: TOKENS_SLICE,
  recording: { clients: 'app', server: 'Token Server' },
} satisfies SystemPart;
