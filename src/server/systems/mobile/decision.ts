import { isRecord } from '../../../core/session/sessionFields';
import type { PolicyOutcome } from './mobileOptions';

/** What is to become of a login. */
export type Decision = PolicyOutcome;

/**
 * What an answer of *On Mobile App Authentication* means; undefined when it is no valid one, which 4D refuses. See
 * docs/facts/4d-mobile.md#on-mobile-app-authentication. `mail`, which asks for the mail of the component 4D Mobile App
 * Server along with `verify`, is ours.
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
