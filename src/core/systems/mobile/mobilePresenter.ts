import { phrase } from '../../compliance/phrase';
import type { HeldCard } from '../../flows/heldSection';
import type { SystemPresenter } from '../../flows/systemPresenter';
import type { EvictedMobileSession, MobileSession } from './mobileSession';
import './mobileSlice';

const WORDS = {
  sessions: phrase('Mobile Sessions'),
  evicted: phrase('Thrown Out'),
  guest: phrase('guest'),
  accepted: phrase('accepted'),
  pending: phrase('pending'),
};

type Words = Readonly<Record<keyof typeof WORDS, string>>;

export const MOBILE_PRESENTER: SystemPresenter<'mobile', keyof typeof WORDS> = {
  words: WORDS,
  sections: ({ sessions, evicted }, words) => [
    { title: words.sessions, cards: sessions.map((each) => sessionCard(each, words)), whenEmpty: 'alone' },
    { title: words.evicted, cards: evicted.map(evictedCard), whenEmpty: 'hidden' },
  ],
};

function sessionCard(session: MobileSession, words: Words): HeldCard {
  const { id, file, deviceDescription, email, status, applicationName } = session;
  return {
    key: file,
    head: [
      { strong: email || words.guest },
      { mark: status === 'accepted' ? words.accepted : words.pending, look: status },
    ],
    also: [[[deviceDescription, applicationName].filter(Boolean).join(' · ')], [{ code: id }]],
  };
}

function evictedCard({ file, id, code, why }: EvictedMobileSession): HeldCard {
  return { key: file, head: [{ code: id }, ...(code === undefined ? [] : [{ mark: `mobi/${code}` }])], also: [[why]] };
}
