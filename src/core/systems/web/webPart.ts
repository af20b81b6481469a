import type { SystemPart } from '../../system/systemPart';
import { handlerRoutes } from './toldHandler';
import { WEB_CALLS } from './webCalls';
import { WEB_EVENTS } from './webEvents';
import { WEB_EXPECTATIONS } from './webExpectation';
import { WEB_PRESENTER } from './webPresenter';
import { WEB_REQUESTS } from './webRequests';
import { WEB_ROUTES } from './webRoutes';
import { webSenders } from './webSenders';
import { WEB_SLICE } from './webSlice';

// These imports extend the types of the state and of the scenario language.
import './webEvents';
import './webExpectation';
import './webSlice';

/** The pure part of the system for 4D web sessions. */
export const WEB_PART = {
  name: 'web',
  slice: WEB_SLICE,
  events: WEB_EVENTS,
  expectations: WEB_EXPECTATIONS,
  presenter: WEB_PRESENTER,
  routes: ({ web }) => (web === undefined ? [] : WEB_ROUTES),
  requests: () => WEB_REQUESTS,
  senders: webSenders,
  async askRoutes({ web }, ask) {
    return web ? [...new Set((await ask(WEB_CALLS.handlers())).flatMap(handlerRoutes))] : [];
  },
} satisfies SystemPart;
