import { urlEncoded } from '../../base/urlText';
import type { Json } from '../../json/json';
import type { BodySchema, RouteRequest } from '../../system/routeRequest';
import { fieldNamed, serverNames } from './device/serverNames';
import { DEFAULT_PATHS, type TokensPaths } from './tokensPaths';

const texts = (members: Readonly<Record<string, string>>): BodySchema => ({
  type: 'object',
  required: Object.keys(members),
  properties: Object.fromEntries(
    Object.entries(members).map(([name, example]): [string, BodySchema] => [
      name,
      { type: 'string', examples: [example] },
    ]),
  ),
});

/** An authorization request with the challenge of RFC 7636, appendix B, that is answered at once. */
const SIGN_IN = {
  response_type: 'code',
  client_id: 'app',
  redirect_uri: 'http://127.0.0.1/callback',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
  state: 'any',
  login_hint: 'ada',
  prompt: 'none',
} as const;

/** What an app sends with these options of the server. */
export function tokensRequests(server: { readonly [option: string]: Json }): readonly RouteRequest[] {
  const names = serverNames(server);
  const paths: TokensPaths = { ...DEFAULT_PATHS, ...names.paths };
  const named = (name: string) => fieldNamed(names, name);
  const json = (path: keyof TokensPaths, schema: BodySchema): RouteRequest => ({
    route: `POST ${paths[path]}`,
    body: { kind: 'json', schema },
  });
  const form = (path: keyof TokensPaths, members: Readonly<Record<string, string>>): RouteRequest => ({
    route: `POST ${paths[path]}`,
    body: { kind: 'form', schema: texts(members) },
  });
  const inSession = (route: string): RouteRequest => ({ route, inSession: true });
  // The routes of OAuth have the names of the standards, those of the app the names that the options give.
  const given = (name: string) => ({ places: { [name]: [...new Set([name, named(name)])] } });
  const device = texts({ name: 'App', platform: 'iOS', model: 'iPhone X', appVersion: '1.0.0' });
  const login = texts({ [named('username')]: 'ada', [named('password')]: 'example' });
  return [
    json('login', { ...login, properties: { ...login.properties, [named('device')]: { ...device, required: [] } } }),
    { ...json('refresh', texts({ [named('refresh_token')]: '{refresh_token}' })), ...given('refresh_token') },
    {
      ...json('password', texts({ [named('current')]: 'example', [named('new')]: 'another' })),
      inSession: true,
    },
    { ...json('logout', { type: 'object', properties: {} }), inSession: true },
    inSession(`GET ${paths.me}`),
    inSession(`GET ${paths.sessions}`),
    inSession(`DELETE ${paths.sessions}`),
    inSession(`DELETE ${paths.sessions}/:id`),
    {
      route: `GET ${paths.authorize}`,
      query: `?${Object.entries(SIGN_IN)
        .map(([name, value]) => `${name}=${urlEncoded(value)}`)
        .join('&')}`,
    },
    {
      route: `POST ${paths.authorize}`,
      body: { kind: 'form', schema: texts(SIGN_IN) },
    },
    {
      ...form('token', { grant_type: 'refresh_token', refresh_token: '{refresh_token}', client_id: 'app' }),
      ...given('refresh_token'),
    },
    { ...form('revoke', { token: '{refresh_token}', client_id: 'app' }), ...given('refresh_token') },
    { ...form('introspect', { token: '{access_token}', client_id: 'service' }), ...given('access_token') },
  ];
}
