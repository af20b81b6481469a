import assert from 'node:assert/strict';
import { request } from './servers';

export const MINUTE = 60_000;
export const TIMEOUT = 10 * MINUTE;
export const USERS = [
  { name: 'jane', password: 'example' },
  { name: 'john', password: 'sample' },
];

/** A request of a Mendix client. */
export async function xas(url: string, action: string, params: object = {}, cookie = '') {
  const headers = { 'content-type': 'application/json', ...(cookie !== '' && { cookie }) };
  const answer = await request(`${url}/xas/`, 'POST', headers, JSON.stringify({ action, params }));
  const cookies = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1).join()).join('; ');
  return { status: answer.status, cookies };
}

/** What a client does to sign in, and what it has then. */
export async function signIn(url: string, username: string, password: string, remember = false) {
  const { status, cookies } = await xas(url, 'login', { username, password, useAuthToken: remember });
  assert.equal(status, 200);
  const started = await xas(url, 'get_session_data', {}, cookies);
  return { session: cookies, token: started.cookies };
}
