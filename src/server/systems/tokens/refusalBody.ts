import type { Refusal } from '../../kernel/answer/refusal';
import type { TokensFields } from './tokensOptions';
import { TokensRefusal } from './tokensRefusal';

/** The errors of the server itself, as RFC 6749, 5.2 would call them. */
function errorOf(refusal: Refusal): string {
  if (refusal instanceof TokensRefusal) return refusal.code;
  if (refusal.statusCode >= 500) return 'server_error';
  return refusal.statusCode === 429 || refusal.statusCode === 503 ? 'temporarily_unavailable' : 'invalid_request';
}

/**
 * A refusal as RFC 6749, 5.2 has it. What a program reads is a member beside the error: no standard has one for it
 * (docs/facts/tokens.md#what-ends-a-session).
 */
export function refusalBody(
  refusal: Refusal,
  fields: Pick<TokensFields, 'error' | 'error_description' | 'reason'>,
): Readonly<Record<string, string>> {
  const reason = refusal instanceof TokensRefusal ? refusal.reason : undefined;
  return {
    [fields.error]: errorOf(refusal),
    [fields.error_description]: refusal.message,
    ...(reason !== undefined && { [fields.reason]: reason }),
  };
}
