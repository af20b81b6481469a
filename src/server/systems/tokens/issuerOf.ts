import type { FaceRequest } from '../../kernel/answer/face';
import type { TokensSettings } from './tokensSettings';

/** The issuer as a client knows it: of the options, or the origin to which its request came. */
export function issuerOf({ issuer }: TokensSettings, { protocol, host }: FaceRequest): string {
  return issuer ?? `${protocol}://${host}`;
}
