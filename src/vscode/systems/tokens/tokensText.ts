import { shortened } from '../../../core/compliance/phrase';
import { shortId } from '../../../core/server/shortId';
import type { EndReason } from '../../../core/systems/tokens/endReason';
import { isReused, numberRanges, successorsOf } from '../../../core/systems/tokens/familyTree';
import type { ControlledSession, FamilyToken, TokensUser } from '../../../core/systems/tokens/tokenSession';
import type { TokensState } from '../../../core/systems/tokens/tokensSlice';
import { clockText } from '../../host/clockText';
import { l10n } from '../../host/l10n';
import { isOne } from '../../host/plural';
import { numberText } from '../../host/treeRow';
import { leftText, sessionCountText } from '../../server/serverText';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a session was signed in on, by the best name that the app has told. */
export function tokenDeviceText(session: ControlledSession): string {
  return toldDevice(session) ?? l10n.t('unknown device');
}

/** A session in a question or a message: whose it is, and on what. */
export function tokenSessionName(session: ControlledSession): string {
  const device = toldDevice(session);
  return device === undefined
    ? l10n.t('{0} on an unknown device', session.user)
    : l10n.t('{0} on {1}', session.user, device);
}

/**
 * A user's name for a row that has more to show: of an e-mail address what stands before the @, and no more of it than
 * leaves room for the rest in a side bar of usual width.
 */
export function shortUserName(name: string, most: number): string {
  if (name.length <= most) return name;
  const [, local = name] = /^([^@\s]+)@\S+$/.exec(name) ?? [];
  return local === name || local.length + 2 > most ? shortened(local, most) : `${local}@…`;
}

export function isActive({ state }: ControlledSession): boolean {
  return state === 'active';
}

/**
 * Both countdowns of an active session, first what is left unless the app refreshes, or why and when a session ended. The
 * device is last: a narrow side bar cuts what is at the end, and shows of a device enough to tell it from another one.
 */
export function tokenSessionText(session: ControlledSession, now: number): string {
  const device = tokenDeviceText(session);
  if (!isActive(session)) return [endText(session), device].join(' · ');
  const absolute = l10n.t('max {0}', briefLeftText(session.absoluteExpiresAt, now));
  const ends = isLastIdle(session) ? [absolute] : [briefLeftText(session.expiresAt, now), absolute];
  return [...ends, device].join(' · ');
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

/**
 * What became of a token, in words: also what took its place, whether it was presented again after its use, and which token
 * it was given for.
 */
export function familyTokenText(token: FamilyToken, family: readonly FamilyToken[], now: number): string {
  return [stateText(token, now), successorText(token, family), originText(token, family)]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/**
 * The same for a narrow side bar. Arrows lead from the number of the refresh token that it was given for, and to that of
 * the one that took its place. When it was used again is in the tooltip.
 */
export function familyTokenBrief(token: FamilyToken, family: readonly FamilyToken[], now: number): string {
  const successor = successorNumber(token, family);
  const state = isReused(token) ? l10n.t('reused') : briefStateText(token, now);
  const from = token.kind === 'refresh' ? token.from : undefined;
  const source = family.find(({ id }) => id === from);
  return [
    state,
    ...(from === undefined ? [] : [`←${source ? numberText(source.number) : '…'}`]),
    ...(successor === undefined ? [] : [`→${successor}`]),
  ].join(' ');
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
  return JSON.stringify([
    tokenSessionText(session, now),
    tokenSessionSpoken(session, now),
    device,
    ip,
    client,
    scope,
    family,
  ]);
}

/** What the app has told of its device, or else the name of the client. */
function toldDevice({ device: { name, model, platform }, client }: ControlledSession): string | undefined {
  return [name, model, platform, client].find((each) => each !== undefined && each !== '');
}

/** What is left of a time, in its largest unit alone: in started minutes, hours or days. */
function briefLeftText(at: string, now: number): string {
  const left = Math.max(0, Date.parse(at) - now);
  if (left > 2 * DAY) return l10n.t('{0} d', numberText(Math.ceil(left / DAY)));
  if (left > 2 * HOUR) return l10n.t('{0} h', numberText(Math.ceil(left / HOUR)));
  return l10n.t('{0} min', numberText(Math.ceil(left / MINUTE)));
}

/** Whether a refresh no longer moves the end. */
function isLastIdle({ expiresAt, absoluteExpiresAt }: ControlledSession): boolean {
  return Date.parse(expiresAt) >= Date.parse(absoluteExpiresAt);
}

function endText({ endReason, endedAt }: ControlledSession): string {
  const reason = endReason === undefined ? l10n.t('ended') : endReasonText(endReason);
  return endedAt === undefined ? reason : l10n.t('{0}, {1}', reason, clockText(Date.parse(endedAt), false));
}

function stateText(token: FamilyToken, now: number): string {
  const { reusedAt } = token;
  if (reusedAt !== undefined) {
    const time = clockText(Date.parse(reusedAt), true);
    // Within the grace time the option allows it, and nothing dies of it.
    return isReused(token)
      ? l10n.t('used again, {0}', time)
      : l10n.t('used, and again within the grace time, {0}', time);
  }
  return isGood(token, now) ? l10n.t('live, expires in {0}', leftText(token.expiresAt, now)) : overText(token);
}

function briefStateText(token: FamilyToken, now: number): string {
  return isGood(token, now) ? l10n.t('live, {0} left', briefLeftText(token.expiresAt, now)) : overText(token);
}

/** The state of a token that is good for nothing any more, also when its time has just run out. */
function overText({ state }: FamilyToken): string {
  switch (state) {
    case 'used':
      return l10n.t('used');
    case 'revoked':
      return l10n.t('revoked');
    case 'live':
    case 'expired':
      return l10n.t('expired');
  }
}

function successorText(token: FamilyToken, family: readonly FamilyToken[]): string | undefined {
  const successor = successorNumber(token, family);
  if (successor === undefined) return undefined;
  return successorsOf(token, family).length > 1
    ? l10n.t('replaced by refresh tokens {0}', successor)
    : l10n.t('replaced by refresh token {0}', successor);
}

/** Which token a token was given for. Undefined for those of the sign-in. */
function originText({ from }: FamilyToken, family: readonly FamilyToken[]): string | undefined {
  if (from === undefined) return undefined;
  const source = family.find(({ id }) => id === from);
  return source
    ? l10n.t('given for refresh token {0}', numberText(source.number))
    : l10n.t('given for a refresh token that is forgotten');
}

/** The numbers of the refresh tokens that took the place of one. */
function successorNumber(token: FamilyToken, family: readonly FamilyToken[]): string | undefined {
  const numbers = successorsOf(token, family).map(({ number }) => number);
  if (numbers.length > 0) return numberRanges(numbers, numberText);
  return token.replacedBy === undefined ? undefined : shortId(token.replacedBy);
}
