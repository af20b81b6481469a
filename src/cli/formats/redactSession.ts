import { withoutTokens } from '../../core/redaction/withoutTokens';

/**
 * Covers possible secrets in the text of a session file, well-formed or not: the value of every property whose name
 * ends with "token", and any long run of base64. Each code unit becomes one dot, so that places stay valid.
 */
export function redact(text: string): string {
  return withoutTokens(text, cover)
    .replace(TOKEN_VALUE, (_, before: string, value: string) => before + cover(value))
    .replace(LONG_BASE64, cover);
}

const TOKEN_VALUE = /(token["']?\s*:\s*)("(?:[^"\\\r\n]|\\.)*"?|'[^'\r\n]*'?|[^\s,}\]]+)/gi;
// Longer than a session id, which has 40 digits and is not a secret.
// Only where a run begins, else each of its places would be tried.
const LONG_BASE64 = /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_=-]{41,}/g;

function cover(secret: string): string {
  return '•'.repeat(secret.length);
}
