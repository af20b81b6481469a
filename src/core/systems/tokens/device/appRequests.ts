import { phraseText } from '../../../compliance/phrase';
import type { Json } from '../../../json/json';
import { parseJson } from '../../../json/parseJson';
import type { DeviceRequest } from '../../../scenario/systemDevice';
import type { DeviceOptions } from './deviceOptions';
import type { AppTokens, OpenCall } from './deviceState';
import { REQUEST_TITLES } from './requestTitles';
import { fieldNamed, pathNamed, type ServerNames } from './serverNames';

/** The OAuth route takes what RFC 6749, section 6 says. */
export function refreshRequest(
  refresh: string,
  names: ServerNames,
  { clientId, routes }: DeviceOptions,
): DeviceRequest {
  if (routes === 'api') {
    const json = { [fieldNamed(names, 'refresh_token')]: refresh };
    return {
      title: REQUEST_TITLES.refresh.template,
      request: { method: 'POST', url: pathNamed(names, 'refresh'), json },
    };
  }
  const form = { grant_type: 'refresh_token', refresh_token: refresh };
  return posted(REQUEST_TITLES.refresh.template, pathNamed(names, 'token'), withClient(form, clientId));
}

/**
 * The OAuth route takes what RFC 7009, section 2.1 says. It is told the refresh token, or else the access token. The app's
 * own route is told both, as the access token may be over.
 */
export function revokeRequest(
  { access, refresh }: Pick<AppTokens, 'access' | 'refresh'>,
  names: ServerNames,
  { clientId, routes }: DeviceOptions,
): DeviceRequest {
  if (routes === 'api') {
    const headers = { authorization: `Bearer ${access}` };
    const json = refresh !== null && { json: { [fieldNamed(names, 'refresh_token')]: refresh } };
    return {
      title: REQUEST_TITLES.signOut.template,
      request: { method: 'POST', url: pathNamed(names, 'logout'), headers, ...json },
    };
  }
  const form = { token: refresh ?? access, token_type_hint: refresh === null ? 'access_token' : 'refresh_token' };
  return posted(REQUEST_TITLES.revoke.template, pathNamed(names, 'revoke'), withClient(form, clientId));
}

export function signInRequest(
  { username, password }: { readonly username: string; readonly password: string },
  names: ServerNames,
  { name, platform, model, appVersion }: DeviceOptions,
): DeviceRequest {
  return {
    title: REQUEST_TITLES.signIn.template,
    request: {
      method: 'POST',
      url: pathNamed(names, 'login'),
      json: {
        [fieldNamed(names, 'username')]: username,
        [fieldNamed(names, 'password')]: password,
        [fieldNamed(names, 'device')]: { name, platform, model, appVersion },
      },
    },
  };
}

/**
 * RFC 6750, section 2.1.
 * @param access null: the call does not go to the API, and whoever gets it must not have the token (RFC 6750, section 5.3)
 */
export function callRequest({ method, url, json }: OpenCall, access: string | null, again: boolean): DeviceRequest {
  const shown = `${method ?? (json === null ? 'GET' : 'POST')} ${url}`;
  return {
    title: again ? phraseText({ ...REQUEST_TITLES.onceMore, args: [shown] }) : shown,
    request: {
      url,
      ...(method !== null && { method }),
      ...(json !== null && { json: parseJson(json) as Json }),
      ...(access !== null && { headers: { authorization: `Bearer ${access}` } }),
    },
  };
}

function withClient(form: Readonly<Record<string, string>>, clientId: string | null): Readonly<Record<string, string>> {
  return clientId === null ? form : { ...form, client_id: clientId };
}

function posted(title: string, url: string, form: Readonly<Record<string, string>>): DeviceRequest {
  return { title, request: { method: 'POST', url, form } };
}
