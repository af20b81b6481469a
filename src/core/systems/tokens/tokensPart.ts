import type { SystemPart } from '../../system/systemPart';
import { TOKENS_DEVICE } from './device/tokensDevice';
import { renamedLogins, renamedSecrets } from './renamedSecrets';
import { TOKENS_EVENTS } from './tokensEvents';
import { TOKENS_EXPECTATIONS } from './tokensExpectation';
import { TOKENS_PRESENTER } from './tokensPresenter';
import { tokensRequests } from './tokensRequests';
import { tokensRoutes } from './tokensRoutes';
import { tokensSenders } from './tokensSenders';
import { TOKENS_SLICE } from './tokensSlice';

// These imports extend the types of the state and of the scenario language.
import './device/deviceSource';
import './tokensEvents';
import './tokensExpectation';
import './tokensSlice';

/** The pure part of the system for the token sessions of mobile apps. */
export const TOKENS_PART = {
  name: 'tokens',
  slice: TOKENS_SLICE,
  secretNames: renamedSecrets,
  logins: renamedLogins,
  toldOptions: ({ tokens }) => (tokens ? { tokens: { ...tokens.names } } : {}),
  device: TOKENS_DEVICE,
  events: TOKENS_EVENTS,
  expectations: TOKENS_EXPECTATIONS,
  presenter: TOKENS_PRESENTER,
  routes: (server) => (server.tokens === undefined ? [] : tokensRoutes(server)),
  requests: tokensRequests,
  senders: tokensSenders,
  recording: { clients: 'app', server: 'Token Server' },
} satisfies SystemPart;
