import { parseJson } from '../../core/json/parseJson';
import { sessionFields } from '../../core/session/sessionFields';
import { l10n } from '../host/l10n';

/**
 * The connection token in the text of a session. Throws a sentence for the user. The parser's message is not used,
 * because it quotes the text.
 */
export function tokenIn(text: string): string {
  let value: unknown;
  try {
    value = parseJson(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Error(l10n.t('This session is not well-formed JSON: its token cannot be read.'));
  }
  const { token } = sessionFields(value);
  if (!token) throw new Error(l10n.t('This session has no token.'));
  return token;
}
