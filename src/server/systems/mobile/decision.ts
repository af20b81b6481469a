import type { JournalRemedy } from '../../../core/protocol/journal';
import { isRecord } from '../../../core/session/sessionFields';
import type { PolicyOutcome } from './mobileOptions';

/** What happens to a login: whether it is accepted, pending or refused. */
export type Decision = PolicyOutcome & {
  /** The option that decided so. Undefined if code did. */
  readonly remedy?: JournalRemedy;
};

/**
 * Reads the result of *On Mobile App Authentication*. Undefined for an invalid result, which 4D treats as a refusal.
 * See docs/facts/4d-mobile.md#on-mobile-app-authentication.
 * The property `mail` is our addition. Together with `verify` it asks for the mail of the component 4D Mobile App
 * Server.
 */
export function decisionOf(result: unknown): Decision | undefined {
  if (!isRecord(result)) return undefined;
  const { success = false, verify = false, mail = false, statusText, userInfo } = result;
  if (typeof success !== 'boolean' || typeof verify !== 'boolean' || typeof mail !== 'boolean') return undefined;
  if (statusText !== undefined && typeof statusText !== 'string') return undefined;
  if (userInfo !== undefined && !isRecord(userInfo)) return undefined;
  const told = { ...(statusText !== undefined && { statusText }) };
  if (!success) return { outcome: 'refuse', ...told };
  const filters = { ...(userInfo !== undefined && { userInfo }) };
  return verify ? { outcome: 'pending', mail, ...told, ...filters } : { outcome: 'accept', ...told, ...filters };
}
