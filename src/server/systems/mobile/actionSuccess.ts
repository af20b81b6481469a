import { parseJson } from '../../../core/json/parseJson';
import { isRecord } from '../../../core/session/sessionFields';

/**
 * Whether an answer says that an action ended with success. It is judged by what the app reads, which are bytes: an object of
 * JSON whose `success` is true, whatever type the answer says it has (docs/mobile-data.md#actions).
 * @param bytes the body, without compression
 */
export function saysActionSuccess(status: number, bytes: Uint8Array): boolean {
  if (status >= 300 || bytes.length === 0) return false;
  try {
    // A text decoder leaves out the mark that some editors put before a text.
    const value: unknown = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isRecord(value) && value.success === true;
  } catch {
    // Pictures and other texts are answers too, but no success.
    return false;
  }
}
