import type { SystemPart } from '../../system/systemPart';
import { MENDIX_EVENTS } from './mendixEvents';
import { MENDIX_EXPECTATIONS } from './mendixExpectation';
import { MENDIX_PRESENTER } from './mendixPresenter';
import { MENDIX_REQUESTS } from './mendixRequests';
import { MENDIX_ROUTES } from './mendixRoutes';
import { mendixSenders } from './mendixSenders';
import { MENDIX_SLICE } from './mendixSlice';

// These imports extend the types of the state and of the scenario language.
import './mendixEvents';
import './mendixExpectation';
import './mendixSlice';

/** The pure part of the system for Mendix client sessions. */
export const MENDIX_PART = {
  name: 'mendix',
  slice: MENDIX_SLICE,
  events: MENDIX_EVENTS,
  expectations: MENDIX_EXPECTATIONS,
  presenter: MENDIX_PRESENTER,
  routes: ({ mendix }) => (mendix === undefined ? [] : MENDIX_ROUTES),
  requests: () => MENDIX_REQUESTS,
  senders: mendixSenders,
  recording: { server: 'Mendix Runtime' },
} satisfies SystemPart;
