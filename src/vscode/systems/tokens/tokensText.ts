import type { EndReason } from '../../../core/systems/tokens/endReason';
import { isReused, numberRanges, successorsOf } from '../../../core/systems/tokens/familyTree';
import type { ControlledSession, FamilyToken, TokensUser } from '../../../core/systems/tokens/tokenSession';
import type { TokensState } from '../../../core/systems/tokens/tokensSlice';
import { l10n } from '../../host/l10n';
import { isOne } from '../../host/plural';
import { numberText } from '../../host/treeRow';
import { clockText, leftText, sessionCountText, shortId } from '../../server/serverText';

/** What a session was signed in on, by the best name that the app has told. */
export function tokenDeviceText({ device: { name, model, platform }, client }: ControlledSession): string {
  return [name, model, platform, client].find((each) => each !== undefined && each !== '') ?? l10n.t('unknown device');
}

/** A session in a question or a message: whose it is, and on what. */
export function tokenSessionName(session: ControlledSession): string {
  return l10n.t('{0} on {1}', session.user, tokenDeviceText(session));
}

export function isActive({ state }: ControlledSession): boolean {
  return state === 'active';
}

/** Both countdowns of an active session, or why and when a session ended. */
export function tokenSessionText(session: ControlledSession, now: number): string {
  const device = tokenDeviceText(session);
  if (!isActive(session)) return [endText(session), device].join(' · ');
  const idle = l10n.t('idle {0}', leftText(session.expiresAt, now));
  const absolute = l10n.t('max {0}', leftText(session.absoluteExpiresAt, now));
  return [device, ...(isLastIdle(session) ? [] : [idle]), absolute].join(' · ');
}

/** The same in whole words, for a screen reader. */
export function tokenSessionSpoken(session: ControlledSession, now: number): string {
  const name = tokenSessionName(session);
  if (!isActive(session)) return l10n.t('{0}, ended: {1}', name, endText(session));
  const last = leftText(session.absoluteExpiresAt, now);
  return isLastIdle(session)
    ? l10n.t('{0}, active, absolute end in {1}', name, last)
    : l10n.t('{0}, active, idle end in {1}, absolute end in {2}', name, leftText(session.expiresAt, now), last);
}

/** Why a session is over, in words. */
export function endReasonText(reason: EndReason): string {
  switch (reason) {
    case 'signed_out':
      return l10n.t('signed out');
    case 'password_changed':
      return l10n.t('password changed');
    case 'signed_in_elsewhere':
      return l10n.t('signed in elsewhere');
    case 'terminated_by_user':
      return l10n.t('terminated by the user');
    case 'terminated_by_admin':
      return l10n.t('terminated by an administrator');
    case 'idle_timeout':
      return l10n.t('idle for too long');
    case 'absolute_timeout':
      return l10n.t('at its absolute end');
    case 'token_reuse':
      return l10n.t('token or code reused');
    case 'user_disabled':
      return l10n.t('user disabled');
  }
}

/** The name of a token in its family: its kind, and which one of its kind it is. Numbers are read more easily than ids. */
export function familyTokenName(token: FamilyToken): string {
  const nth = numberText(token.number);
  return token.kind === 'refresh' ? l10n.t('Refresh Token {0}', nth) : l10n.t('Access Token {0}', nth);
}

/** The same, short enough for a narrow side bar. */
export function familyTokenLabel(token: FamilyToken): string {
  const nth = numberText(token.number);
  return token.kind === 'refresh' ? l10n.t('Refresh {0}', nth) : l10n.t('Access {0}', nth);
}

/** What became of a token, in words: also what took its place, and whether it was presented again after its use. */
export function familyTokenText(token: FamilyToken, family: readonly FamilyToken[], now: number): string {
  return [stateText(token, now), successorText(token, family)].filter((part) => part !== undefined).join(' · ');
}

/** The same for a narrow side bar: an arrow points at what took its place, and when it was used again is in the tooltip. */
export function familyTokenBrief(token: FamilyToken, family: readonly FamilyToken[], now: number): string {
  const successor = successorLabel(token, family);
  const state = isReused(token) ? l10n.t('reused') : stateText(token, now, 'brief');
  return [state, ...(successor === undefined ? [] : [successor])].join(' → ');
}

/** Whether a token is still good, by the clock too: the server tells of the end a little later. */
export function isGood({ state, expiresAt }: FamilyToken, now: number): boolean {
  return state === 'live' && Date.parse(expiresAt) > now;
}

export function tokenUserText({ disabled, passwordChangedAt }: TokensUser, sessions: number): string {
  return [
    disabled ? l10n.t('disabled') : undefined,
    sessions === 0 && disabled ? undefined : sessionCountText(sessions),
    passwordChangedAt === undefined ? undefined : l10n.t('password changed'),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/** The sessions and users in few words. */
export function tokensText({ sessions, users }: TokensState): string {
  const active = sessions.filter(isActive).length;
  const disabled = users.filter((user) => user.disabled).length;
  return [
    isOne(active)
      ? l10n.t('{0} active session', numberText(active))
      : l10n.t('{0} active sessions', numberText(active)),
    sessions.length === active ? undefined : l10n.t('{0} ended', numberText(sessions.length - active)),
    disabled === 0 ? undefined : l10n.t('{0} disabled', numberText(disabled)),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/** Everything that the rows of a session show. While it stays the same, they are not redrawn. */
export function tokenSessionFace(session: ControlledSession, now: number): string {
  const { device, ip, client, scope, family } = session;
  return JSON.stringify([tokenSessionText(session, now), device, ip, client, scope, family]);
}

/** Whether a refresh no longer moves the end. */
function isLastIdle({ expiresAt, absoluteExpiresAt }: ControlledSession): boolean {
  return Date.parse(expiresAt) >= Date.parse(absoluteExpiresAt);
}

function endText({ endReason, endedAt }: ControlledSession): string {
  const reason = endReason === undefined ? l10n.t('ended') : endReasonText(endReason);
  return endedAt === undefined ? reason : l10n.t('{0}, {1}', reason, clockText(Date.parse(endedAt), false));
}

function stateText(token: FamilyToken, now: number, length: 'brief' | 'whole' = 'whole'): string {
  const { reusedAt } = token;
  if (reusedAt !== undefined && isReused(token))
    return l10n.t('used again, {0}', clockText(Date.parse(reusedAt), true));
  // The option allows it, and nothing dies of it.
  if (reusedAt !== undefined && length === 'whole') {
    return l10n.t('used, and again within the grace time, {0}', clockText(Date.parse(reusedAt), true));
  }
  switch (token.state) {
    case 'live':
      return isGood(token, now) ? l10n.t('live, expires in {0}', leftText(token.expiresAt, now)) : l10n.t('expired');
    case 'used':
      return l10n.t('used');
    case 'revoked':
      return l10n.t('revoked');
    case 'expired':
      return l10n.t('expired');
  }
}

function successorText(token: FamilyToken, family: readonly FamilyToken[]): string | undefined {
  const successor = successorLabel(token, family);
  return successor === undefined ? undefined : l10n.t('replaced by {0}', successor);
}

function successorLabel(token: FamilyToken, family: readonly FamilyToken[]): string | undefined {
  const numbers = successorsOf(token, family).map(({ number }) => number);
  if (numbers.length > 0) return l10n.t('Refresh {0}', numberRanges(numbers, numberText));
  return token.replacedBy === undefined ? undefined : shortId(token.replacedBy);
}
