import { contentText, LONG_BASE64 } from '../../core/compliance/contentText';

/**
 * Covers possible secrets in the text of a session file, well-formed or not, and any long run of Base64. Each code unit becomes one
 * dot, so that places stay valid. Ends of lines stay.
 */
export function redact(text: string): string {
  return contentText(text, cover).replace(LONG_BASE64, cover);
}

function cover(secret: string): string {
  return secret.replace(/[^\r\n]/g, '•');
}
