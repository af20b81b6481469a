import type { SystemPart } from '../../system/systemPart';
import { PROBE_SLICE } from './probeSlice';

// This import extends the types of the state.
import './probeSlice';

export const PROBE_PART = { name: 'probe', slice: PROBE_SLICE } satisfies SystemPart;
