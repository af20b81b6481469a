import type { FastifyInstance } from 'fastify';
import { TokensRefusal } from './tokensRefusal';
import type { TokensRuntime } from './tokensRuntime';

/** Adds the calls of the control API about token sessions and users. Without them, each answers 404 and says how to get them. */
export function addTokensRoutes(scope: FastifyInstance, runtime: TokensRuntime | undefined): void {
  const quiet = { face: 'control', quiet: true } as const;
  const tokens = () => runtime ?? missing();

  scope.get('/tokens/sessions', { config: quiet }, () => tokens().toldSessions());
  scope.get('/tokens/users', { config: quiet }, () => tokens().toldUsers());
}

function missing(): never {
  throw new TokensRefusal(404, 'missing', 'This server has no token sessions; start it with “tokens” in its options.');
}
