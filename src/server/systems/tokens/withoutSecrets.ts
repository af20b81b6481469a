import { SecretShapes } from '../../../core/protocol/secretShapes';
import { TOKENS_SECRET_SHAPES } from '../../../core/systems/tokens/tokensSecretShapes';

/** Covers each token and each code in the texts that a client tells about itself. */
export function withoutSecrets<T>(told: T): T {
  return new SecretShapes(TOKENS_SECRET_SHAPES).coveredJson(told);
}
