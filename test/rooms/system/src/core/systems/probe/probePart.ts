import type { SystemPart } from '../../system/systemPart';
import { PROBE_EVENTS } from './probeEvents';
import { PROBE_EXPECTATIONS } from './probeExpectation';
import { PROBE_PRESENTER } from './probePresenter';
import { PROBE_SLICE } from './probeSlice';

// These imports extend the types of the state and of the scenario language.
import './probeEvents';
import './probeExpectation';
import './probeSlice';

export const PROBE_PART = {
  name: 'probe',
  slice: PROBE_SLICE,
  events: PROBE_EVENTS,
  expectations: PROBE_EXPECTATIONS,
  presenter: PROBE_PRESENTER,
  recording: { clients: 'app' },
  routes: () => ['GET /probe/items', 'PUT /probe/items/:id', 'DELETE /probe/items/:id'],
} satisfies SystemPart;
