import type { SystemPart } from '../../system/systemPart';
import { MOBILE_EVENTS } from './mobileEvents';
import { MOBILE_EXPECTATIONS } from './mobileExpectation';
import { MOBILE_PRESENTER } from './mobilePresenter';
import { MOBILE_REQUESTS } from './mobileRequests';
import { MOBILE_ROUTES } from './mobileRoutes';
import { mobileSenders } from './mobileSenders';
import { MOBILE_SLICE } from './mobileSlice';

// These imports extend the types of the state and of the scenario language.
import './mobileEvents';
import './mobileExpectation';
import './mobileSlice';

/** The pure part of the system for 4D mobile apps. */
export const MOBILE_PART = {
  name: 'mobile',
  slice: MOBILE_SLICE,
  events: MOBILE_EVENTS,
  expectations: MOBILE_EXPECTATIONS,
  presenter: MOBILE_PRESENTER,
  recording: { clients: 'app' },
  // Each run has a MobileApps folder, also where the file names none.
  routes: () => MOBILE_ROUTES,
  requests: () => MOBILE_REQUESTS,
  senders: mobileSenders,
  folder: { option: 'mobileApps', of: ({ systems }) => systems.mobile?.folder },
} satisfies SystemPart;
