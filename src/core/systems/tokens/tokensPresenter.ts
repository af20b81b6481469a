import { phrase } from '../../compliance/phrase';
import { filled } from '../../flows/flowWords';
import type { HeldCard } from '../../flows/heldSection';
import type { SystemPresenter } from '../../flows/systemPresenter';
import { REQUEST_TITLES } from './device/requestTitles';
import { END_REASONS } from './endReason';
import { familyChain } from './familyChain';
import { TABLE_WORDS } from './tableWords';
import type { ControlledSession, TokensUser } from './tokenSession';
import { TOKENS_DEVICE_PRESENTER, TOKENS_DEVICE_WORDS } from './tokensDevicePresenter';
import './tokensSlice';

const WORDS = {
  sessions: phrase('Token Sessions'),
  users: phrase('Token Users'),
  active: phrase('in force'),
  ended: phrase('ended'),
  disabled: phrase('disabled'),
  passwordChanged: phrase('password changed'),
  idleEnd: phrase('Idle end'),
  absoluteEnd: phrase('Absolute end'),
  endReason: phrase('Why it is over'),
  endedAt: phrase('Ended at'),
  client: phrase('Client'),
  scope: phrase('Scope'),
  family: phrase('Token Family'),
  forgotten: phrase('Refresh tokens that are forgotten'),
  olderForgotten: phrase('Older ones are forgotten. Refresh tokens: {0}. Access tokens: {1}.'),

  refreshToken: phrase('Refresh token {0}'),
  accessToken: phrase('Access token'),
  live: phrase('valid'),
  used: phrase('used'),
  expired: phrase('expired'),
  revoked: phrase('revoked'),
  usedAgain: phrase('used again'),
  usedAgainAt: phrase('used again at {0}'),
  usedAgainInTime: phrase('used again at {0}, within the grace time'),
  fromSignIn: phrase('of the sign-in'),
  replaces: phrase('replaces {0}'),
  replacesForgotten: phrase('replaces one that is forgotten'),
  replacedBy: phrase('replaced by {0}'),
  diedOfReuse: phrase('died because refresh token {0} was used again'),
  diedOf: phrase('died with the session: {0}'),

  signed_out: phrase('signed out'),
  password_changed: phrase('the password was changed'),
  signed_in_elsewhere: phrase('signed in on another device'),
  terminated_by_user: phrase('ended by the user on another device'),
  terminated_by_admin: phrase('ended by an administrator'),
  idle_timeout: phrase('not refreshed for too long'),
  absolute_timeout: phrase('the longest life is over'),
  token_reuse: phrase('a used token or code came again'),
  user_disabled: phrase('the user was disabled'),

  idleComes: phrase('Clock: the idle end of the token session {0}'),
  absoluteComes: phrase('Clock: the absolute end of the token session {0}'),
  accessComes: phrase('Clock: the access token {0} is over'),

  ...TOKENS_DEVICE_WORDS,
};

/** The titles of what the app sends. The English text finds its translation. */
const SENT_WORDS = Object.fromEntries(Object.values(REQUEST_TITLES).map((each) => [each.template, each]));

type Words = Readonly<Record<keyof typeof WORDS, string>>;

/** What the flow page shows of the token server and of its devices. */
export const TOKENS_PRESENTER: SystemPresenter<'tokens', keyof typeof WORDS> = {
  words: { ...TABLE_WORDS, ...SENT_WORDS, ...WORDS },
  deadlines: { tokenSessionIdle: 'idleComes', tokenSessionAbsolute: 'absoluteComes', accessToken: 'accessComes' },
  sections: ({ sessions, users }, words) => [
    { title: words.sessions, cards: sessions.map((each) => sessionCard(each, words)) },
    { title: words.users, cards: users.map((each) => userCard(each, words)), whenEmpty: 'hidden' },
  ],
  device: TOKENS_DEVICE_PRESENTER,
};

function sessionCard(session: ControlledSession, words: Words): HeldCard {
  const { id, user, device, state, expiresAt, absoluteExpiresAt, endReason, endedAt, client, scope } = session;
  const isActive = state === 'active';
  const about = [device.name, device.model, device.platform, device.appVersion].filter((each) => each !== undefined);
  return {
    key: id,
    head: [
      { strong: user },
      ' ',
      { code: id, short: true },
      isActive ? { mark: words.active, look: 'accepted' } : { mark: words.ended, look: 'pending' },
    ],
    also: about.length > 0 ? [[about.join(' · ')]] : [],
    pairs: [
      ...(isActive
        ? [
            { label: words.idleEnd, line: [{ until: expiresAt }] },
            { label: words.absoluteEnd, line: [{ until: absoluteExpiresAt }] },
          ]
        : []),
      ...(endReason === undefined
        ? []
        : [{ label: words.endReason, line: [reasonText(endReason, words), ' ', { code: endReason }] }]),
      ...(endedAt === undefined ? [] : [{ label: words.endedAt, line: [endedAt.replace('T', ' ').slice(0, 19)] }]),
      ...(client === undefined ? [] : [{ label: words.client, line: [{ code: client }] }]),
      ...(scope === undefined ? [] : [{ label: words.scope, line: [{ code: scope }] }]),
    ],
    chain: familyChain(session, { words, fill: filled, reason: (name) => reasonText(name, words) }),
  };
}

function userCard({ name, disabled, passwordChangedAt }: TokensUser, words: Words): HeldCard {
  return {
    key: name,
    head: [
      { strong: name },
      ...(disabled ? [{ mark: words.disabled, look: 'pending' }] : []),
      ...(passwordChangedAt === undefined ? [] : [{ mark: words.passwordChanged }]),
    ],
  };
}

function reasonText(name: string, words: Words): string {
  const reason = END_REASONS.find((each) => each === name);
  return reason === undefined ? name : words[reason];
}
