import { TOKENS_REASONS } from '../../../core/systems/tokens/tokensReasons';
import '../../../core/systems/tokens/tokensSlice';
import { DEFAULT_PATHS, LOGIN_PATHS, type TokensPaths } from '../../../core/systems/tokens/tokensPaths';
import { TOKENS_SECRET_SHAPES } from '../../../core/systems/tokens/tokensSecretShapes';
import type { MovedPath } from '../../kernel/answer/movedPath';
import type { SystemPlugin } from '../../kernel/system/emulatedSystem';
import { OAUTH_SPACES } from './oauth/oauthSpaces';
import { metadataPaths } from './oauth/serverMetadata';
import { addTokensRoutes } from './tokensControl';
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
  check: async ({ tokens }, _othersPaths, log) => {
    if (!tokens) return;
    const { assertTokensOptions, emptyListWarnings } = await import('./tokensOptionRules.js');
    assertTokensOptions(tokens);
    for (const warning of emptyListWarnings(tokens)) log(warning);
  },
  create: async (kernel, { tokens }) => {
    if (!tokens) return { faces: [], addControl: (scope) => addTokensRoutes(scope, undefined), dispose: () => {} };
    const { buildTokens } = await import('./buildTokens.js');
    return buildTokens(kernel, tokens);
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
