import { bearerToken } from '../../kernel/guard/bearer';
import type { ServerOptions } from '../../kernel/options/options';
import type { EmulatedSystem } from '../../kernel/system/emulatedSystem';
import type { Kernel } from '../../kernel/system/kernel';
import { AppFace } from './appFace';
import { faultBody, faultHeaders } from './faultBody';
import { JwtTokenMaker } from './oauth/jwtTokenMaker';
import { OauthFace } from './oauth/oauthFace';
import { SigningKeys } from './oauth/signingKeys';
import { testLogin } from './testLogin';
import { addTokensRoutes } from './tokensControl';
import { tokensIntroduction } from './tokensIntroduction';
import { TokensRuntime } from './tokensRuntime';

/**
 * The token sessions of mobile apps. Only a server that has them loads this file.
 * @throws Error that says which options cannot be used, and why
 */
export function buildTokens(kernel: Kernel, tokens: NonNullable<ServerOptions['tokens']>): EmulatedSystem<'tokens'> {
  const runtime = new TokensRuntime(kernel, tokens);
  const keys = runtime.settings.tokenFormat === 'jwt' ? new SigningKeys(kernel) : undefined;
  if (keys) runtime.accessTokens = new JwtTokenMaker(keys);
  return {
    faces: [new AppFace(runtime), new OauthFace(runtime, keys)],
    slice: {
      state: () => runtime.state(),
      onDidChange: runtime.feed.onDidChange,
      settled: () => runtime.feed.settled(),
    },
    addControl: (scope) => addTokensRoutes(scope, runtime),
    faultBody: (status, _errCode, path) => faultBody(status, path, runtime.settings),
    faultHeaders: (status, path) => faultHeaders(status, path, runtime.settings),
    sessionOf: async ({ headers: { authorization } }) => {
      const raw = bearerToken(authorization);
      return raw === undefined ? undefined : (await runtime.sessions.findToken(raw))?.session.id;
    },
    headersOf: async (id) => {
      const { held } = runtime.sessions;
      if (!(await held.get(id))) return undefined;
      return held.standIns.headers(id, (token) => ({ authorization: `Bearer ${token}` }));
    },
    introduction: (url) => tokensIntroduction(url, runtime.settings, tokens),
    testLogins: () => [testLogin(runtime.settings)],
    start: () => runtime.start(),
    dispose: () => runtime.dispose(),
  };
}
