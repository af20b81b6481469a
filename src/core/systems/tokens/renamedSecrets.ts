import type { Json } from '../../json/json';
import { fieldNamed, pathNamed, serverNames } from './device/serverNames';
import { LOGIN_PATHS } from './tokensPaths';

/** The members with which clients of the app's own routes send and get secrets. */
const SECRETS = ['password', 'access_token', 'refresh_token', 'current', 'new'];

/** The names of secrets, as the options of the server have them. */
export function renamedSecrets(server: { readonly [option: string]: Json }): readonly string[] {
  if (server.tokens === undefined) return [];
  const names = serverNames(server);
  return SECRETS.map((name) => fieldNamed(names, name));
}

/** The paths that take a password, a code or a token, as the options of the server have them. */
export function renamedLogins(server: { readonly [option: string]: Json }): readonly string[] {
  if (server.tokens === undefined) return [];
  const names = serverNames(server);
  return LOGIN_PATHS.map((name) => pathNamed(names, name));
}
