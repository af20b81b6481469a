import type { BodySchema, RouteRequest } from '../../system/routeRequest';

const text = (...examples: string[]): BodySchema => ({ type: 'string', examples });
const object = (properties: Readonly<Record<string, BodySchema>>, required = Object.keys(properties)): BodySchema => ({
  type: 'object',
  properties,
  required,
});

/** docs/facts/4d-mobile.md#members-of-a-session-file */
const LOGIN = object(
  {
    email: text('jane.doe@example.com'),
    application: object({ id: text('com.contactApp.Contact'), name: text('Contact'), version: text('1.0.0') }),
    team: object({ id: text('UTT7VDX8W5') }, []),
    device: object(
      {
        id: text('0DC5132E-1EF4-407C-A832-5FE33D818AF3'),
        description: text('iPhone X'),
        version: text('11.3'),
        os: text('iOS'),
        simulator: { type: 'boolean', examples: [true] },
      },
      ['id', 'description'],
    ),
    language: object({ id: text('en_US'), code: text('en'), region: text('US') }, ['id']),
    send: { type: 'string', enum: ['link', 'code'] },
    parameters: object({}),
  },
  ['application', 'device', 'language'],
);

const ACTION = object({ context: object({}), parameters: object({}) }, []);
const HEADERS = { 'X-QMobile': '1' };

/** What an app sends. */
export const MOBILE_REQUESTS: readonly RouteRequest[] = [
  { route: 'POST /mobileapp/$authenticate', headers: HEADERS, body: { kind: 'json', schema: LOGIN } },
  {
    route: 'POST /mobileapp/$verify',
    headers: HEADERS,
    places: { code: [] },
    body: { kind: 'json', schema: object({ token: text('{code}') }) },
  },
  { route: 'POST /mobileapp/$logout', headers: HEADERS, inSession: true, body: { kind: 'json', schema: object({}) } },
  {
    route: 'POST /mobileapp/$userInfo',
    headers: HEADERS,
    inSession: true,
    body: { kind: 'json', schema: object({ userInfo: object({}), device: object({ token: text('') }) }, []) },
  },
  { route: 'POST /mobileapp/$action/*', headers: HEADERS, inSession: true, body: { kind: 'json', schema: ACTION } },
  {
    route: 'POST /mobileapp/$upload',
    headers: { ...HEADERS, 'Content-Type': 'text/plain' },
    query: '?$binary=true',
    inSession: true,
    body: { kind: 'text', schema: text('no picture') },
  },
  ...[
    'GET /mobileapp/$catalog',
    'GET /mobileapp/$catalog/$all',
    'GET /mobileapp/$info',
    'GET /mobileapp/$info/:part',
    'GET /mobileapp/$info/sessionInfo/id/:id',
    'DELETE /mobileapp/$info/sessionInfo/id/:id',
    'GET /mobileapp/$licensecheck',
  ].map((route): RouteRequest => ({ route, headers: HEADERS, inSession: true })),
];
