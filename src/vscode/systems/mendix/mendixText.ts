import { blockEnd } from '../../../core/systems/mendix/blockEnd';
import type { ClientKind } from '../../../core/systems/mendix/clientKind';
import type { MendixSession, MendixToken, MendixUser } from '../../../core/systems/mendix/mendixSession';
import type { MendixState } from '../../../core/systems/mendix/mendixSlice';
import { clockText } from '../../host/clockText';
import { l10n } from '../../host/l10n';
import { isOne } from '../../host/plural';
import { numberText } from '../../host/treeRow';
import { leftText } from '../../server/serverText';

const SHOWN_ID = 8;

/** The name of a session: its user. The name of an anonymous user says nothing. */
export function mendixSessionName({ user, anonymous }: MendixSession): string {
  return anonymous ? l10n.t('Anonymous') : user;
}

/** Whether a session is live, and until when if nothing happens. */
export function sessionEndText({ state, idleUntil }: MendixSession, { nextSweepAt }: MendixState, now: number): string {
  if (state === 'live') return l10n.t('expires in {0}', leftText(idleUntil, now));
  return l10n.t('expired, not yet swept · sweep in {0}', leftText(nextSweepAt, now));
}

export function clientKindText(kind: ClientKind): string {
  switch (kind) {
    case 'online':
      return l10n.t('online app');
    case 'offline':
      return l10n.t('offline app');
    case 'native':
      return l10n.t('native app');
  }
}

/** Whether a user may sign in; until when not. */
export function userStateText(user: MendixUser, state: MendixState): string {
  const { active, blockedSince } = user;
  const parts = [
    active ? undefined : l10n.t('inactive'),
    blockedSince === undefined
      ? undefined
      : l10n.t('blocked until {0}', clockText(blockEnd(blockedSince, state), false)),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? l10n.t('active') : parts.join(' · ');
}

/** The exact time of the sweep that ends a block. */
export function blockEndText(blockedSince: string, state: MendixState): string {
  return clockText(blockEnd(blockedSince, state), true);
}

export function tokenCountText({ tokens }: Pick<MendixUser, 'tokens'>): string | undefined {
  if (tokens.length === 0) return undefined;
  return isOne(tokens.length)
    ? l10n.t('{0} token', numberText(tokens.length))
    : l10n.t('{0} tokens', numberText(tokens.length));
}

/** Bad passwords in a row, which are counted in production only; undefined if there are none. */
export function failedLoginsText({ failedLogins, blocked }: MendixUser): string | undefined {
  if (failedLogins === 0 || blocked) return undefined;
  return isOne(failedLogins)
    ? l10n.t('{0} bad password', numberText(failedLogins))
    : l10n.t('{0} bad passwords', numberText(failedLogins));
}

/** Where a client keeps a token. */
export function tokenPlaceText({ kind }: MendixToken): string {
  return kind === 'cookie' ? l10n.t('in a cookie') : l10n.t('on the device');
}

/** Until when a token is good. */
export function tokenEndText({ expiresAt }: MendixToken, now: number): string {
  return expiresAt === undefined ? l10n.t('never expires') : l10n.t('expires in {0}', leftText(expiresAt, now));
}

/** The beginning of the id, to tell a token from others. */
export function tokenId({ id }: MendixToken): string {
  return `${id.slice(0, SHOWN_ID)}…`;
}

/** When the next sweep is, in started minutes. */
export function sweepText({ nextSweepAt }: MendixState, now: number): string {
  return l10n.t('in {0}', leftText(nextSweepAt, now));
}

/** The sessions and users of a runtime, and its version, in few words. */
export function runtimeText({ sessions, users, runtimeVersion }: MendixState): string {
  const [live, unswept] = [sessions.filter(isLive), sessions.filter((session) => !isLive(session))];
  const blocked = users.filter((user) => user.blocked);
  return [
    isOne(live.length)
      ? l10n.t('{0} live session', numberText(live.length))
      : l10n.t('{0} live sessions', numberText(live.length)),
    unswept.length === 0 ? undefined : l10n.t('{0} not swept', numberText(unswept.length)),
    blocked.length === 0 ? undefined : l10n.t('{0} blocked', numberText(blocked.length)),
    runtimeVersion,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

export function isLive({ state }: MendixSession): boolean {
  return state === 'live';
}

/** Everything that the row of a session shows. While it stays the same, the row is not redrawn. */
export function mendixSessionFace(session: MendixSession, state: MendixState, now: number): string {
  return JSON.stringify([session.profile, session.state, session.tokens, sessionEndText(session, state, now)]);
}
