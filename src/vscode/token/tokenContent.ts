import { setToken } from '../../core/edit/sessionEdit';
import type { SessionKey } from '../../core/index/sessionIndex';
import { parseJson } from '../../core/json/parseJson';
import { decodeToken, encodeTokenValue } from '../../core/session/connectionToken';
import type { SessionChanges } from '../changes/sessionChanges';
import { l10n } from '../host/l10n';
import { uriOf } from '../mobileApps/sessionDocuments';
import { currentText, type SessionWriter } from '../mobileApps/sessionWriter';
import { tokenIn } from '../mobileApps/tokenText';

/** The decoded token of a session, as the text of a JSON file. */
export async function tokenContent(key: SessionKey): Promise<string> {
  const decoded = decodeToken(tokenIn(await currentText(uriOf(key))));
  if (!decoded.ok) {
    throw new Error(l10n.t('This token cannot be decoded. “Regenerate Connection Token” makes a new one.'));
  }
  return `${JSON.stringify(decoded.value, undefined, 2)}\n`;
}

/** Gives a session the token that such a text stands for. */
export async function writeTokenContent(
  key: SessionKey,
  text: string,
  writer: SessionWriter,
  changes: SessionChanges,
): Promise<void> {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw new Error(l10n.t('Not saved: a token holds one JSON object, and this text is not well-formed.'));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(l10n.t('Not saved: a token holds one JSON object.'));
  }
  const token = encodeTokenValue(value);
  await changes.record('editToken', (record) => writer.edit(key, (before) => setToken(before, token), record));
}
