import { type Facts, sessionInJournal } from '../../scenario/facts';
import type { MatcherSource } from '../../scenario/scenarioSource';
import type { SystemExpectations } from '../../scenario/systemExpectation';
import { type Check, compare, flag } from '../../scenario/unmet';
import type { ClientKind } from './clientKind';
import type { MendixSession } from './mendixSession';
import { sessionNamed } from './mendixSlice';

/** `expect.mendixSession` of a step. */
export interface MendixSessionExpectSource {
  /** A session id, or the name of a user: then the user's youngest session. Default: the session that the journal names. */
  readonly of?: string;
  readonly exists?: boolean;
  /** Name of the user, or a matcher of it: anonymous users have random names. */
  readonly user?: MatcherSource;
  readonly anonymous?: boolean;
  readonly profile?: ClientKind;
  readonly state?: MendixSession['state'];
  readonly idleUntil?: MatcherSource;
  /** How many tokens belong to the session. */
  readonly tokens?: number;
}

/** `expect.mendixUser` of a step. */
export interface MendixUserExpectSource {
  /** Name of the user. */
  readonly of: string;
  readonly exists?: boolean;
  readonly active?: boolean;
  readonly blocked?: boolean;
  readonly failedLogins?: number;
  /** How many sessions the user has, including those that are expired and not swept. */
  readonly sessions?: number;
  /** How many tokens the user has. */
  readonly tokens?: number;
}

declare module '../../scenario/systemExpectation' {
  interface SystemExpectSources {
    mendixSession?: MendixSessionExpectSource;
    mendixUser?: MendixUserExpectSource;
  }
}

export const MENDIX_EXPECTATIONS: SystemExpectations<'mendixSession' | 'mendixUser'> = { mendixSession, mendixUser };

function* mendixSession(wanted: MendixSessionExpectSource, facts: Facts): Generator<Check> {
  const { mendix } = facts.state.systems;
  const of = wanted.of ?? sessionInJournal(facts);
  const session = mendix && of !== undefined ? sessionNamed(mendix, of) : undefined;
  const subject = `Mendix session ${of ?? '(none is named)'}`;
  const { exists, of: _, ...members } = wanted;
  yield* flag('/mendixSession/exists', subject, exists, session !== undefined, ['there', 'not there']);
  const actual = session && { ...session, tokens: session.tokens.length };
  for (const [name, matcher] of Object.entries(members)) {
    yield* compare(matcher, actual?.[name as keyof typeof members], `/mendixSession/${name}`, `${subject}: ${name}`);
  }
}

function* mendixUser(wanted: MendixUserExpectSource, { state }: Facts): Generator<Check> {
  const { mendix } = state.systems;
  const { exists, of, ...members } = wanted;
  const user = mendix?.users.find(({ name }) => name === of);
  const subject = `Mendix user ${of}`;
  yield* flag('/mendixUser/exists', subject, exists, user !== undefined, ['there', 'not there']);
  const actual = user && {
    ...user,
    tokens: user.tokens.length,
    sessions: mendix?.sessions.filter((session) => session.user === of).length ?? 0,
  };
  for (const [name, matcher] of Object.entries(members)) {
    yield* compare(matcher, actual?.[name as keyof typeof members], `/mendixUser/${name}`, `${subject}: ${name}`);
  }
}
