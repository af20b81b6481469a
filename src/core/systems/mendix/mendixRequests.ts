import type { RouteRequest } from '../../system/routeRequest';

const SESSION_PARAMS = {
  offline: false,
  referrer: null,
  profile: 'Responsive',
  timezoneoffset: 0,
  timezoneId: 'UTC',
  preferredLanguages: ['en_US'],
  version: 2,
} as const;

const ACTIONS = {
  type: 'object',
  required: ['action', 'params'],
  properties: {
    action: { type: 'string', examples: ['get_session_data', 'login', 'keepalive', 'logout'] },
    params: { type: 'object', examples: [SESSION_PARAMS] },
  },
} as const;

/** What a Mendix client sends. */
export const MENDIX_REQUESTS: readonly RouteRequest[] = ['POST /xas/', 'POST /xas'].map((route) => ({
  route,
  body: { kind: 'json', schema: ACTIONS },
}));
