import type { ServerOptions } from '../../src/server/kernel/options/options';
import { call } from '../server/httpCall';
import { authorization, CLIENT, newProof, REDIRECT, sendForm, sentBack } from '../systems/tokens/oauthBrowser';
import { TokensApp } from '../systems/tokens/tokensHarness';
import type { CrashLoad, CrashRole } from './crashLoad';

/** The options that the roles of token sessions need. Without a grace time, a refresh token works once. */
export const TOKENS_CRASH_OPTIONS: ServerOptions = { tokens: { preset: 'consumer', graceSeconds: 0 } };

/** Apps that refresh, sign out, change passwords, and use authorization codes. */
export const TOKENS_CRASH_ROLES: readonly CrashRole[] = [refresher, leaver, changer, browser];

async function signIn(load: CrashLoad, id: string): Promise<TokensApp> {
  const app = new TokensApp(load.address.url);
  await load.ask(
    id,
    'token session',
    () => app.login(id, 'example'),
    () => async () => (await app.me()).status === 200,
  );
  return app;
}

/** Exchanges a refresh token. The check uses the old one again, which ends the session. */
async function refresher(load: CrashLoad, id: string): Promise<void> {
  const app = await signIn(load, id);
  const old = app.refreshToken;
  await load.ask(
    id,
    'rotated token',
    () => app.refresh(),
    () => async () => (await app.me()).status === 200 && (await app.present(old)).status >= 400,
  );
}

async function leaver(load: CrashLoad, id: string): Promise<void> {
  const app = await signIn(load, id);
  await load.ask(
    id,
    'token session that is signed out',
    () => app.post('/api/logout'),
    () => async () => (await app.me()).status === 401,
  );
}

/** Changes the password, and is disabled every second time. */
async function changer(load: CrashLoad, id: string): Promise<void> {
  const app = await signIn(load, id);
  const login = async (password: string) => (await new TokensApp(load.address.url).login(id, password)).status;
  await load.ask(
    id,
    'changed password',
    () => app.changePassword('another'),
    () => async () => (await login('another')) === 200 && (await login('example')) >= 400,
  );
  if (!/[02468]$/.test(id)) return;
  await load.ask(
    id,
    'disabled user',
    () => load.control.call('PATCH', `/tokens/users/${id}`, { disabled: true }),
    () => async () => (await login('another')) >= 400,
  );
}

/** Gets an authorization code and exchanges it. */
async function browser(load: CrashLoad, id: string): Promise<void> {
  const proof = newProof();
  const query = new URLSearchParams(authorization(proof, { login_hint: id, prompt: 'none' }));
  const { url } = load.address;
  const exchange = (code: string) =>
    sendForm(`${url}/oauth/token`, {
      grant_type: 'authorization_code',
      client_id: CLIENT,
      redirect_uri: REDIRECT,
      code_verifier: proof.verifier,
      code,
    });
  const codeIn = (answer: Parameters<typeof sentBack>[0]) => sentBack(answer).get('code') ?? 'none';
  const given = await load.claim(
    id,
    'authorization code',
    () => call(`${url}/oauth/authorize?${query}`),
    (answer) => async () => (await exchange(codeIn(answer))).status === 200,
  );
  const code = codeIn(given);
  await load.ask(
    id,
    'used authorization code',
    () => exchange(code),
    () => async () => (await exchange(code)).status >= 400,
  );
}
