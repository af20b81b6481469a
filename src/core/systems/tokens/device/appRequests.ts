import type { DeviceRequest } from '../../../scenario/systemDevice';
import type { DeviceOptions } from './deviceOptions';
import type { OpenCall } from './deviceState';
import { fieldNamed, pathNamed, type ServerNames } from './serverNames';

/** RFC 6749, section 6. */
export function refreshRequest(refresh: string, names: ServerNames, { clientId }: DeviceOptions): DeviceRequest {
  const form = { grant_type: 'refresh_token', [fieldNamed(names, 'refresh_token')]: refresh };
  return posted('Refresh the tokens', pathNamed(names, 'token'), withClient(form, clientId));
}

/** RFC 7009, section 2.1. */
export function revokeRequest(token: string, names: ServerNames, { clientId }: DeviceOptions): DeviceRequest {
  const form = { token, token_type_hint: 'refresh_token' };
  return posted('Revoke the refresh token', pathNamed(names, 'revoke'), withClient(form, clientId));
}

export function loginRequest(
  { username, password }: { readonly username: string; readonly password: string },
  names: ServerNames,
  { name, platform, model, appVersion }: DeviceOptions,
): DeviceRequest {
  return {
    title: 'Sign in with user name and password',
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

/** RFC 6750, section 2.1. */
export function callRequest({ method, url, json }: OpenCall, access: string, again: boolean): DeviceRequest {
  const shown = `${method ?? (json === null ? 'GET' : 'POST')} ${url}`;
  return {
    title: again ? `${shown}, once more` : shown,
    request: {
      url,
      ...(method !== null && { method }),
      ...(json !== null && { json: JSON.parse(json) }),
      headers: { authorization: `Bearer ${access}` },
    },
  };
}

function withClient(form: Readonly<Record<string, string>>, clientId: string | null): Readonly<Record<string, string>> {
  return clientId === null ? form : { ...form, client_id: clientId };
}

function posted(title: string, url: string, form: Readonly<Record<string, string>>): DeviceRequest {
  return { title, request: { method: 'POST', url, form } };
}
