import { type JsonError, jsonErrorText } from '../compliance/jsonErrorText';

/** Says what is wrong with a message of the page, and what may be there, as one sentence without its period. */
export function messageWords(errors: readonly JsonError[]): string {
  return jsonErrorText(errors, { whole: 'the message' });
}
