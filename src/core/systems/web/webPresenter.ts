import { phrase } from '../../compliance/phrase';
import type { HeldCard } from '../../flows/heldSection';
import type { SystemPresenter } from '../../flows/systemPresenter';
import type { WebSession } from './webSession';
import './webSlice';

const WORDS = {
  sessions: phrase('Web Sessions'),
  guest: phrase('guest'),
  privileges: phrase('Privileges'),
  storage: phrase('Storage'),
  codes: phrase('One-time passcodes'),
  otpEnds: phrase('Clock: the one-time passcode {0} is over'),
  sessionEnds: phrase('Clock: the web session {0} is over'),
};

type Words = Readonly<Record<keyof typeof WORDS, string>>;

export const WEB_PRESENTER: SystemPresenter<'web', keyof typeof WORDS> = {
  words: WORDS,
  deadlines: { otp: 'otpEnds', webSession: 'sessionEnds' },
  sections: ({ sessions }, words) => [
    { title: words.sessions, cards: sessions.map((each) => sessionCard(each, words)) },
  ],
};

function sessionCard(session: WebSession, words: Words): HeldCard {
  const { id, userName, isGuest, client, privileges, storage, otps, expirationDate } = session;
  const isEmpty = Object.keys(storage).length === 0;
  return {
    key: id,
    head: [
      { strong: userName || client?.user || (isGuest ? words.guest : '') },
      ' ',
      { code: id, short: true },
      { until: expirationDate },
    ],
    pairs: [
      { label: words.privileges, line: privileges.length > 0 ? [privileges.join(', ')] : [] },
      { label: words.storage, line: isEmpty ? [] : [{ json: storage }] },
      { label: words.codes, lines: otps.map(({ otp, expiresAt }) => [{ code: otp }, { until: expiresAt }]) },
    ],
  };
}
