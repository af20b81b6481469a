import { SERVER_REASONS } from '../../../core/server/serverReasons';
import { noting } from './noting';
import type { Trace } from './trace';

/** Gives a reason of the server itself. */
export const note = noting(SERVER_REASONS);

/** Gives the reason of a refusal, by its code: of the server itself, or declared as `server.…` by a system. */
export function noteRefusal(
  trace: Trace,
  { code, message }: { readonly code: string; readonly message: string },
): void {
  trace.cause({ rule: `server.${code}`, kind: 'refused', message });
}
