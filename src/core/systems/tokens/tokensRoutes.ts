import type { Json } from '../../json/json';
import { serverNames } from './device/serverNames';
import { DEFAULT_PATHS, type TokensPaths } from './tokensPaths';

/** The methods of each route by the name of its path. HEAD goes with GET. */
const METHODS: Readonly<Record<keyof TokensPaths, readonly string[]>> = {
  token: ['POST'],
  revoke: ['POST'],
  introspect: ['POST'],
  authorize: ['GET', 'POST'],
  metadata: ['GET'],
  jwks: ['GET'],
  login: ['POST'],
  refresh: ['POST'],
  logout: ['POST'],
  password: ['POST'],
  me: ['GET'],
  sessions: ['GET', 'DELETE'],
};

/** The routes of a token server with these options, as the journal names them. */
export function tokensRoutes(server: { readonly [option: string]: Json }): readonly string[] {
  const paths: Readonly<Record<string, string>> = { ...DEFAULT_PATHS, ...serverNames(server).paths };
  const routes = Object.entries(METHODS).flatMap(([name, methods]) =>
    methods.map((method) => `${method} ${paths[name]}`),
  );
  return [...routes, `DELETE ${paths.sessions}/:id`];
}
