import { TOKENS_REASONS } from '../../../core/systems/tokens/tokensReasons';
import '../../../core/systems/tokens/tokensSlice';
import { DEFAULT_PATHS, LOGIN_PATHS, type TokensPaths } from '../../../core/systems/tokens/tokensPaths';
import { TOKENS_SECRET_SHAPES } from '../../../core/systems/tokens/tokensSecretShapes';
import type { MovedPath } from '../../kernel/answer/movedPath';
import { bearerToken } from '../../kernel/guard/bearer';
import type { SystemPlugin } from '../../kernel/system/emulatedSystem';
import { AppFace } from './appFace';
import { faultBody, faultHeaders } from './faultBody';
import { JwtTokenMaker } from './oauth/jwtTokenMaker';
import { OauthFace } from './oauth/oauthFace';
import { OAUTH_SPACES } from './oauth/oauthSpaces';
import { metadataPaths } from './oauth/serverMetadata';
import { SigningKeys } from './oauth/signingKeys';
import { addTokensRoutes } from './tokensControl';
import { tokensIntroduction } from './tokensIntroduction';
import { assertTokensOptions, emptyListWarnings } from './tokensOptionRules';
import { TokensRuntime } from './tokensRuntime';
import { tokensSecretNames } from './tokensSecretNames';
import { CORE_SPACES } from './tokensSpaces';

/** The token sessions of mobile apps. */
export const TOKENS_SYSTEM: SystemPlugin<'tokens'> = {
  name: 'tokens',
  reasonCodes: TOKENS_REASONS,
  option: 'tokens',
  logins: ({ tokens }) =>
    tokens ? LOGIN_PATHS.map((name) => tokens.paths?.[name]).filter((path) => path !== undefined) : [],
  secretNames: ({ tokens }) => (tokens ? tokensSecretNames(tokens) : []),
  secretShapes: ({ tokens }) => (tokens ? TOKENS_SECRET_SHAPES : []),
  spaces: [...CORE_SPACES, ...OAUTH_SPACES],
  logs: [],
  paths: ({ tokens }) => {
    if (!tokens) return [];
    const { metadata, ...others } = { ...DEFAULT_PATHS, ...tokens.paths };
    return [...new Set([...metadataPaths(metadata, tokens.issuer), ...Object.values(others)].map(firstSegment))];
  },
  usualPaths: Object.values(DEFAULT_PATHS),
  movedPaths: ({ tokens }) => movedPaths(tokens?.paths),
  check: ({ tokens }, _othersPaths, log) => {
    if (!tokens) return;
    assertTokensOptions(tokens);
    for (const warning of emptyListWarnings(tokens)) log(warning);
  },
  create: (kernel, { tokens }) => {
    if (!tokens) return { faces: [], addControl: (scope) => addTokensRoutes(scope, undefined), dispose: () => {} };
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
      introduction: (url) => tokensIntroduction(url, runtime.settings, tokens),
      start: () => runtime.start(),
      dispose: () => runtime.dispose(),
    };
  },
};

function movedPaths(given: Partial<TokensPaths> = {}): readonly MovedPath[] {
  return (Object.keys(DEFAULT_PATHS) as (keyof TokensPaths)[]).flatMap((name) => {
    const { [name]: from } = DEFAULT_PATHS;
    const { [name]: to = from } = given;
    return to === from ? [] : [{ from, to, option: `tokens.paths.${name}` }];
  });
}

function firstSegment(path: string): string {
  return path.toLowerCase().split('/')[1] ?? '';
}
