import { type Facts, sessionInJournal } from '../../scenario/facts';
import type { MatcherSource } from '../../scenario/scenarioSource';
import type { SystemExpectations } from '../../scenario/systemExpectation';
import { type Check, compare, flag } from '../../scenario/unmet';
import type { EndReason } from './endReason';
import type { ControlledSession, FamilyToken, TokenDevice } from './tokenSession';
import { tokenSessionNamed } from './tokensSlice';

/** `expect.tokenSession` of a step. */
export interface TokenSessionExpectSource {
  /** A session id, or the name of a user: then the user's youngest session. Default: the session that the journal names. */
  readonly of?: string;
  readonly exists?: boolean;
  readonly user?: string;
  readonly state?: ControlledSession['state'];
  readonly endReason?: EndReason;
  readonly client?: MatcherSource;
  readonly scope?: MatcherSource;
  /** Members of the device that the app has told. */
  readonly device?: { readonly [N in keyof TokenDevice]: MatcherSource };
  readonly expiresAt?: MatcherSource;
  readonly absoluteExpiresAt?: MatcherSource;
  /** How many refresh tokens are live. */
  readonly live?: number;
  /** How many access tokens are live. */
  readonly liveAccess?: number;
  /** How many refresh tokens were used. */
  readonly used?: number;
  /** How many of them were presented again. */
  readonly reused?: number;
}

/** `expect.tokensUser` of a step. */
export interface TokensUserExpectSource {
  /** Name of the user. */
  readonly of: string;
  readonly exists?: boolean;
  readonly disabled?: boolean;
  /** Whether the password is another one than that of the options. */
  readonly passwordChanged?: boolean;
  /** How many sessions of the user are active. */
  readonly sessions?: number;
}

declare module '../../scenario/systemExpectation' {
  interface SystemExpectSources {
    tokenSession?: TokenSessionExpectSource;
    tokensUser?: TokensUserExpectSource;
  }
}

export const TOKENS_EXPECTATIONS: SystemExpectations<'tokenSession' | 'tokensUser'> = { tokenSession, tokensUser };

function* tokenSession(wanted: TokenSessionExpectSource, facts: Facts): Generator<Check> {
  const { tokens } = facts.state.systems;
  const of = wanted.of ?? sessionInJournal(facts);
  const session = tokens && of !== undefined ? tokenSessionNamed(tokens, of) : undefined;
  const subject = `token session ${of ?? '(none is named)'}`;
  const { exists, of: _, device = {}, ...members } = wanted;
  yield* flag('/tokenSession/exists', subject, exists, session !== undefined, ['there', 'not there']);
  for (const [name, matcher] of Object.entries(device)) {
    const actual = session?.device[name as keyof TokenDevice];
    yield* compare(matcher, actual, `/tokenSession/device/${name}`, `${subject}: device ${name}`);
  }
  const actual = session && {
    ...session,
    live: count(session, ({ kind, state }) => kind === 'refresh' && state === 'live'),
    liveAccess: count(session, ({ kind, state }) => kind === 'access' && state === 'live'),
    used: count(session, ({ state }) => state === 'used'),
    reused: count(session, ({ reusedAt }) => reusedAt !== undefined),
  };
  for (const [name, matcher] of Object.entries(members)) {
    yield* compare(matcher, actual?.[name as keyof typeof members], `/tokenSession/${name}`, `${subject}: ${name}`);
  }
}

function* tokensUser(wanted: TokensUserExpectSource, { state }: Facts): Generator<Check> {
  const { tokens } = state.systems;
  const { exists, of, ...members } = wanted;
  const user = tokens?.users.find(({ name }) => name === of);
  const subject = `user ${of} of the token server`;
  yield* flag('/tokensUser/exists', subject, exists, user !== undefined, ['there', 'not there']);
  const actual = user && {
    disabled: user.disabled,
    passwordChanged: user.passwordChangedAt !== undefined,
    sessions: tokens?.sessions.filter((each) => each.user === of && each.state === 'active').length ?? 0,
  };
  for (const [name, matcher] of Object.entries(members)) {
    yield* compare(matcher, actual?.[name as keyof typeof members], `/tokensUser/${name}`, `${subject}: ${name}`);
  }
}

function count({ family }: ControlledSession, isCounted: (token: FamilyToken) => boolean): number {
  return family.filter(isCounted).length;
}
