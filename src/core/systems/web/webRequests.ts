import { phrase } from '../../compliance/phrase';
import type { RouteRequest } from '../../system/routeRequest';

/** What a browser or a REST client sends. */
export const WEB_REQUESTS: readonly RouteRequest[] = [
  {
    route: 'POST /4DACTION/*',
    body: { kind: 'form', schema: { type: 'object', properties: {} } },
  },
  {
    route: 'POST /rest/$catalog/authentify',
    note: phrase('The function “authentify” of the project answers: without WebCode/DataStore.js there is none.'),
    body: {
      kind: 'json',
      schema: { type: 'array', items: { type: 'string' }, examples: [['jane.doe@example.com', 'password']] },
    },
  },
  {
    route: 'POST /rest/$directory/login',
    headers: { 'username-4D': 'jane', 'password-4D': 'password', 'session-4D-length': '60' },
  },
  { route: 'GET /rest/$getWebForm', note: phrase('No web forms are emulated, so that this is not found.') },
  // Functions take their parameters as a list.
  ...[
    'POST /rest/$catalog/:method',
    'POST /rest/$singleton/:className/:method',
    'POST /rest/:target/:method',
    'POST /rest/:target/:method/',
    'POST /rest/:target/:method/$entityset/:set',
  ].map((route): RouteRequest => ({ route, body: { kind: 'json', schema: { type: 'array', examples: [[]] } } })),
];
