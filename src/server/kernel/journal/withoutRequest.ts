import { NO_REQUEST } from '../../../core/protocol/journal';
import type { RawExchange } from './journalEntry';

const NOTHING = { headers: {}, bodyBytes: 0 } as const;

/**
 * Stands for the exchange in an entry of what was no HTTP request.
 * @param status 0 if no answer was sent
 */
export function withoutRequest(status = 0): RawExchange {
  return { method: NO_REQUEST, url: NO_REQUEST, request: NOTHING, status, response: NOTHING, ms: 0 };
}
