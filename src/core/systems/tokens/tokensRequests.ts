import type { Json } from '../../json/json';
import type { BodySchema, RouteRequest } from '../../system/routeRequest';
import { serverNames } from './device/serverNames';
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

/** What an app sends with these options of the server. The names of fields are those that nobody has changed. */
export function tokensRequests(server: { readonly [option: string]: Json }): readonly RouteRequest[] {
  const paths: TokensPaths = { ...DEFAULT_PATHS, ...serverNames(server).paths };
  const json = (path: keyof TokensPaths, schema: BodySchema): RouteRequest => ({
    route: `POST ${paths[path]}`,
    body: { kind: 'json', schema },
  });
  const form = (path: keyof TokensPaths, members: Readonly<Record<string, string>>): RouteRequest => ({
    route: `POST ${paths[path]}`,
    body: { kind: 'form', schema: texts(members) },
  });
  const device = texts({ name: 'App', platform: 'iOS', model: 'iPhone X', appVersion: '1.0.0' });
  const login = texts({ username: 'ada', password: 'example' });
  return [
    json('login', { ...login, properties: { ...login.properties, device: { ...device, required: [] } } }),
    json('refresh', texts({ refresh_token: '' })),
    json('password', texts({ current: 'example', new: 'another' })),
    json('logout', { type: 'object', properties: {} }),
    form('token', { grant_type: 'refresh_token', refresh_token: '', client_id: 'app' }),
    form('revoke', { token: '', client_id: 'app' }),
    form('introspect', { token: '', client_id: 'service' }),
  ];
}
