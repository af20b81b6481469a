import { SERVER_REASONS } from '../../../core/server/serverReasons';
import { noting } from './noting';
import type { Trace } from './trace';

/** Adds a reason of the server itself to a trace. */
export const note = noting(SERVER_REASONS);

/**
 * Adds the reason of a refusal to a trace. Its code is one of the server itself, or one that a system declares as
 * `server.…`.
 */
export function noteRefusal(
  trace: Trace,
  { code, message }: { readonly code: string; readonly message: string },
): void {
  trace.cause({ rule: `server.${code}`, kind: 'refused', message });
}
