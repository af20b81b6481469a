import type { Json } from '../../../core/json/json';
import { shortId } from '../../../core/server/shortId';
import { isContainer } from '../../../core/systems/web/storageEdit';
import type { WebSession } from '../../../core/systems/web/webSession';
import { clockText } from '../../host/clockText';
import { l10n } from '../../host/l10n';
import { isOne } from '../../host/plural';
import { durationText } from '../../server/serverText';

const MINUTE = 60_000;
const SHOWN_VALUE = 80;
/** So many digits of an id tell sessions apart, and leave room in a narrow side bar. */
const APART_DIGITS = 6;

/** The name of a web session: its user, or what kind of session it is. */
export function webSessionName({ userName, isGuest, client }: WebSession): string {
  if (userName !== '') return userName;
  if (client && client.user !== '') return client.user;
  return isGuest ? l10n.t('Guest') : l10n.t('Signed-in user');
}

/** Tells whether somebody has signed in. */
export function signedText({ isGuest }: WebSession): string {
  return isGuest ? l10n.t('guest') : l10n.t('signed in');
}

/** What tells a session from another one with the same name. */
export function apartText({ id, createdAt }: WebSession): string {
  return [id.slice(0, APART_DIGITS), l10n.t('began {0}', clockText(Date.parse(createdAt), true))].join(' · ');
}

/** When an idle session or a passcode expires, in started minutes. */
export function endText(at: string, now: number): string {
  const left = Date.parse(at) - now;
  return left > 0 ? l10n.t('expires in {0}', durationText(Math.ceil(left / MINUTE) * MINUTE)) : l10n.t('expired');
}

export function privilegesText({ privileges }: WebSession): string {
  return privileges.length === 0 ? l10n.t('no privileges') : privileges.join(', ');
}

/** The number of valid passcodes; undefined if there are none. */
export function otpCountText({ otps }: WebSession): string | undefined {
  if (otps.length === 0) return undefined;
  return isOne(otps.length) ? l10n.t('{0} passcode', otps.length) : l10n.t('{0} passcodes', otps.length);
}

/** Shortens a passcode. Its beginning is enough to tell it from others. */
export function otpName(otp: string): string {
  return shortId(otp);
}

/** A value in few characters. An array or object shows its size. */
export function valueText(value: Json): string {
  if (isContainer(value)) {
    const count = Array.isArray(value) ? value.length : Object.keys(value).length;
    return Array.isArray(value) ? `[${count}]` : `{${count}}`;
  }
  const text = JSON.stringify(value);
  return text.length > SHOWN_VALUE ? `${text.slice(0, SHOWN_VALUE - 1)}…` : text;
}

/** Everything that the row of a session shows. While it stays the same, the row is not redrawn. */
export function webSessionFace(session: WebSession, now: number): string {
  const { userName, isGuest, client, privileges, storage, otps, expirationDate, idleTimeout } = session;
  return JSON.stringify([
    userName,
    isGuest,
    client,
    privileges,
    storage,
    otps,
    idleTimeout,
    endText(expirationDate, now),
  ]);
}

/** A link with a passcode, which restores its session there. */
export function otpLink(base: string, path: string, otp: string): string {
  return `${base}${path}${path.includes('?') ? '&' : '?'}$4DSID=${otp}`;
}
