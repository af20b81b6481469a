import { phrase } from '../../compliance/phrase';
import type { HeldCard, HeldLine } from '../../flows/heldSection';
import type { SystemPresenter } from '../../flows/systemPresenter';
import type { MendixSession, MendixToken, MendixUser } from './mendixSession';
import './mendixSlice';

const WORDS = {
  sessions: phrase('Mendix Sessions'),
  users: phrase('Mendix Users'),
  runtime: phrase('Mendix Runtime'),
  version: phrase('Version of the runtime'),
  nextSweep: phrase('Next sweep'),
  anonymous: phrase('anonymous'),
  live: phrase('live'),
  expired: phrase('expired, not yet swept'),
  blocked: phrase('blocked'),
  inactive: phrase('inactive'),
  tokens: phrase('Authentication tokens'),
  onDevice: phrase('on the device'),
  noEnd: phrase('no end'),
  sessionEnds: phrase('Clock: the Mendix session {0} is invalid'),
  tokenEnds: phrase('Clock: the authentication token {0} is over'),
  sweepComes: phrase('Clock: the next Mendix sweep'),
};

type Words = Readonly<Record<keyof typeof WORDS, string>>;

export const MENDIX_PRESENTER: SystemPresenter<'mendix', keyof typeof WORDS> = {
  words: WORDS,
  deadlines: { mendixSession: 'sessionEnds', mendixToken: 'tokenEnds', mendixSweep: 'sweepComes' },
  sections: ({ runtimeVersion, nextSweepAt, sessions, users }, words) => [
    {
      title: words.runtime,
      cards: [
        {
          key: 'runtime',
          pairs: [
            { label: words.version, line: [{ code: runtimeVersion }] },
            { label: words.nextSweep, line: [{ until: nextSweepAt }] },
          ],
        },
      ],
    },
    { title: words.sessions, cards: sessions.map((each) => sessionCard(each, words)) },
    // An anonymous user is nothing but its session, which is there already.
    {
      title: words.users,
      cards: users.filter(({ anonymous }) => !anonymous).map((each) => userCard(each, words)),
      whenEmpty: 'hidden',
    },
  ],
};

function sessionCard(session: MendixSession, words: Words): HeldCard {
  const { id, user, anonymous, profile, state, idleUntil, tokens } = session;
  return {
    key: id,
    head: [
      { strong: anonymous ? words.anonymous : user },
      ' ',
      { code: id, short: true },
      ...(state === 'live'
        ? [{ mark: words.live, look: 'accepted' }, { until: idleUntil }]
        : [{ mark: words.expired, look: 'pending' }]),
    ],
    also: [[profile]],
    pairs: [{ label: words.tokens, lines: tokens.map((each) => tokenLine(each, words)) }],
  };
}

function userCard({ name, active, blocked, tokens }: MendixUser, words: Words): HeldCard {
  return {
    key: name,
    head: [
      { strong: name },
      ...(blocked ? [{ mark: words.blocked, look: 'pending' }] : []),
      ...(active ? [] : [{ mark: words.inactive, look: 'pending' }]),
    ],
    pairs: [{ label: words.tokens, lines: tokens.map((each) => tokenLine(each, words)) }],
  };
}

function tokenLine({ id, kind, expiresAt }: MendixToken, words: Words): HeldLine {
  return [
    { code: id, short: true },
    ...(kind === 'device' ? [' ', { mark: words.onDevice }] : []),
    expiresAt === undefined ? ` ${words.noEnd}` : { until: expiresAt },
  ];
}
