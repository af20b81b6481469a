import type { MendixState } from '../../../core/systems/mendix/mendixSlice';
import type { FlagValue } from '../../contract/contextKey';
import { MENDIX_STATE_KEYS } from './mendixStateContract';

/** What the commands about the Mendix runtime can be about. */
export function mendixFlags(mendix: MendixState | undefined): readonly FlagValue[] {
  const all = mendix?.users ?? [];
  const users = all.filter(({ anonymous }) => !anonymous);
  return [
    [MENDIX_STATE_KEYS.isServed, mendix !== undefined],
    [MENDIX_STATE_KEYS.hasSessions, mendix !== undefined && mendix.sessions.length > 0],
    [MENDIX_STATE_KEYS.hasUsers, users.length > 0],
    [MENDIX_STATE_KEYS.hasBlocked, users.some(({ blocked }) => blocked)],
    [MENDIX_STATE_KEYS.hasFree, users.some(({ blocked }) => !blocked)],
    [MENDIX_STATE_KEYS.hasActive, users.some(({ active }) => active)],
    [MENDIX_STATE_KEYS.hasInactive, users.some(({ active }) => !active)],
    [MENDIX_STATE_KEYS.hasTokens, all.some(({ tokens }) => tokens.length > 0)],
  ];
}
