import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import { request } from './servers';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const USERS = [
  { name: 'jane', password: 'example' },
  { name: 'john', password: 'sample' },
];

/** What an app has after it has signed in or refreshed. */
export interface AppTokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** An app with a form of its own signs in. */
export async function signIn(url: string, username: string, password: string, device = 'Pixel 8'): Promise<AppTokens> {
  const { status, json } = await post(`${url}/api/login`, {
    username,
    password,
    device: { name: device, platform: 'Android', model: 'GC3VE', appVersion: '1.2.0' },
  });
  assert.equal(status, 200, JSON.stringify(json));
  return json as AppTokens;
}

export function refresh(url: string, { refresh_token }: AppTokens) {
  return post(`${url}/api/refresh`, { refresh_token });
}

/** The status of a call of the app's API. */
export async function me(url: string, { access_token }: AppTokens): Promise<number> {
  return (await request(`${url}/api/me`, 'GET', { authorization: `Bearer ${access_token}` })).status;
}

export async function post(url: string, body: object) {
  const answer = await request(url, 'POST', { 'content-type': 'application/json' }, JSON.stringify(body));
  return { status: answer.status, json: JSON.parse(answer.text) as unknown };
}

/** Address and control token of the server that the product has started. */
export async function runningServer() {
  const run = ({ id }: { readonly id: string }, ...args: unknown[]) => vscode.commands.executeCommand(id, ...args);
  await run(SERVER_COMMANDS.serverCopyAddress, { kind: 'address', which: 'local', index: 0 });
  const url = await vscode.env.clipboard.readText();
  await run(SERVER_COMMANDS.serverCopyControlToken);
  const controlToken = await vscode.env.clipboard.readText();
  return { url, controlUrl: `${url}/_workbench/v1`, controlToken, externalPlatformUrl: '', pid: 0 };
}
