import { secretStretches } from '../../core/protocol/secretStretches';
import { withoutTokens } from '../../core/redaction/withoutTokens';

/**
 * Covers possible secrets in the text of a session file, well-formed or not: what stands beside the name of a secret, and any long
 * run of base64. Each code unit becomes one dot, so that places stay valid. Ends of lines stay.
 */
export function redact(text: string): string {
  let covered = '';
  let from = 0;
  for (const { start, end } of secretStretches(text)) {
    covered += text.slice(from, start) + cover(text.slice(start, end));
    from = end;
  }
  return withoutTokens(covered + text.slice(from), cover).replace(LONG_BASE64, cover);
}

// Longer than a session id, which has 40 digits and is not a secret.
// Only where a run begins, else each of its places would be tried.
const LONG_BASE64 = /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_=-]{41,}/g;

function cover(secret: string): string {
  return secret.replace(/[^\r\n]/g, '•');
}
