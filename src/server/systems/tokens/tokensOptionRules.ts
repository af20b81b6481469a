import { OptionsError } from '../../../core/server/optionsError';
import type { TokensPaths } from '../../../core/systems/tokens/tokensPaths';
import { assertIssuer } from './oauth/assertIssuer';
import { OWN_FORM_CLIENT } from './oauth/oauthClients';
import { assertRedirects } from './oauth/redirectUri';
import { metadataPaths } from './oauth/serverMetadata';
import {
  DEFAULT_FIELDS,
  type TokensClientOption,
  type TokensFields,
  type TokensOptions,
  type TokensUserOption,
} from './tokensOptions';
import { type TokensSettings, tokensSettings } from './tokensSettings';
import { userNameProblem } from './userName';

/** Members that one body has beside each other, so that they must have different names. */
const BODIES: readonly (readonly (keyof TokensFields)[])[] = [
  ['username', 'password', 'device'],
  ['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope', 'session'],
  ['current', 'new'],
  ['error', 'error_description', 'reason'],
];
/** The server refuses bodies with them. */
const UNUSABLE = ['__proto__', 'constructor', 'prototype'];

/**
 * Refuses options with which the server would start, and something of it would not work.
 * @throws OptionsError
 */
export function assertTokensOptions(options: TokensOptions): void {
  const settings = tokensSettings(options);
  assertUserNames(options.users);
  assertOwnNames('users', options.users, ({ name }) => name);
  assertOwnNames('clients', options.clients, ({ clientId }) => clientId);
  assertClientIds(options.clients);
  assertRedirects(options.clients);
  assertTimes(settings);
  assertIssuer(settings.issuer);
  assertPaths(settings.paths);
  assertIssuerPath(settings);
  assertFields(settings.fields);
}

function assertUserNames(users: readonly TokensUserOption[] = []): void {
  users.forEach(({ name }, at) => {
    const problem = userNameProblem(name);
    if (problem !== undefined) throw new OptionsError(`“tokens.users.${at}.name” ${problem}; give another one`);
  });
}

function assertOwnNames<T>(list: string, given: readonly T[] = [], nameOf: (each: T) => string): void {
  given.forEach((each, at) => {
    const first = given.findIndex((other) => nameOf(other) === nameOf(each));
    if (first === at) return;
    throw new OptionsError(
      `“tokens.${list}.${at}” has the name of “tokens.${list}.${first}”; give each a name of its own`,
    );
  });
}

function assertClientIds(clients: readonly TokensClientOption[] = []): void {
  const at = clients.findIndex(({ clientId }) => clientId === OWN_FORM_CLIENT);
  if (at < 0) return;
  throw new OptionsError(
    `“tokens.clients.${at}.clientId” is “${OWN_FORM_CLIENT}”, which is the client_id of sign-ins by the app's own form; give another one`,
  );
}

function assertTimes({ idleMs, absoluteMs }: TokensSettings): void {
  if (idleMs <= absoluteMs) return;
  throw new OptionsError(
    `“tokens.refreshIdleSeconds” is ${idleMs / 1000} and longer than “tokens.refreshAbsoluteSeconds”, which is ${absoluteMs / 1000}: no session would ever be idle for too long; give less, or a longer absolute end`,
  );
}

/** `GET` and `POST` of one path may belong to two routes in other servers. Here each route has its own path. */
function assertPaths(paths: TokensPaths): void {
  const known = new Map<string, string>();
  for (const [name, path] of Object.entries(paths)) {
    const first = known.get(path);
    if (first !== undefined) {
      throw new OptionsError(
        `“tokens.paths.${name}” is “${path}”, which is “tokens.paths.${first}” already; give each route a path of its own`,
      );
    }
    known.set(path, name);
    const below = path.slice(0, path.lastIndexOf('/'));
    if (name !== 'sessions' && below === paths.sessions) {
      throw new OptionsError(
        `“tokens.paths.${name}” is “${path}”, where a session with the id “${path.slice(below.length + 1)}” would be ended; give another path`,
      );
    }
    if (/(?:^|\/)\.{1,2}(?:\/|$)|\/\//.test(path)) {
      throw new OptionsError(
        `“tokens.paths.${name}” is “${path}”, which clients would shorten before they send it; leave out “.”, “..” and empty parts`,
      );
    }
  }
}

/** The metadata stands a second time behind the path of the issuer. */
function assertIssuerPath({ issuer, paths }: TokensSettings): void {
  const [, second] = metadataPaths(paths.metadata, issuer);
  if (second === undefined) return;
  const below = second.slice(0, second.lastIndexOf('/'));
  const found = Object.entries(paths).find(
    ([name, path]) => path === second || (name === 'sessions' && path === below),
  );
  if (!found) return;
  throw new OptionsError(
    `“tokens.paths.${found[0]}” is “${found[1]}”, but clients look for the metadata of “tokens.issuer” at “${second}” (RFC 8414, 3.1); give another path`,
  );
}

/** What starts, and leaves people out. */
export function emptyListWarnings({ users, clients }: TokensOptions): readonly string[] {
  return [
    ...(users?.length === 0
      ? ['“tokens.users” is empty, so nobody can sign in; name a user, or leave it out to let everybody sign in.']
      : []),
    ...(clients?.length === 0
      ? [
          '“tokens.clients” is empty, so no OAuth client is let in; name one, or leave it out to let in any public client.',
        ]
      : []),
  ];
}

function assertFields(fields: TokensFields): void {
  for (const name of Object.keys(DEFAULT_FIELDS) as (keyof TokensFields)[]) {
    if (!UNUSABLE.includes(fields[name])) continue;
    throw new OptionsError(
      `“tokens.fields.${name}” must not be “${fields[name]}”, which no body may have; give another name`,
    );
  }
  for (const names of BODIES) {
    names.forEach((name, at) => {
      const first = names.findIndex((other) => fields[other] === fields[name]);
      if (first === at) return;
      throw new OptionsError(
        `“tokens.fields.${name}” is “${fields[name]}”, which is “tokens.fields.${names[first]}” already; give another name`,
      );
    });
  }
}
