import type { Refusal } from '../../../kernel/answer/refusal';
import { printable } from '../challenge';
import { refusalBody } from '../refusalBody';
import { DEFAULT_FIELDS } from '../tokensOptions';

/** A refusal as RFC 6749, 5.2 has it: its members have their names of the standard, and ASCII alone in the description. */
export function oauthErrorBody(refusal: Refusal): Readonly<Record<string, string>> {
  const body = refusalBody(refusal, DEFAULT_FIELDS);
  return { ...body, error_description: printable(refusal.message) };
}
