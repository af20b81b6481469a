import { pointerOf, pointerParts } from '../../json/pointer';
import { type Facts, pointedValue, sessionInJournal } from '../../scenario/facts';
import { isEqual, shown } from '../../scenario/matcher';
import type { MatcherSource } from '../../scenario/scenarioSource';
import type { SystemExpectations } from '../../scenario/systemExpectation';
import { type Check, compare, flag, unmet } from '../../scenario/unmet';

/** `expect.webSession` of a step. */
export interface WebSessionExpectSource {
  /** A session id. Default: the session that the journal names. */
  readonly of?: string;
  readonly exists?: boolean;
  readonly isGuest?: boolean;
  readonly userName?: string;
  readonly privileges?: readonly string[];
  readonly idleTimeout?: number;
  /** Expected values of the storage, by JSON Pointer. */
  readonly storage?: Readonly<Record<string, MatcherSource>>;
}

declare module '../../scenario/systemExpectation' {
  interface SystemExpectSources {
    webSession?: WebSessionExpectSource;
  }
}

export const WEB_EXPECTATIONS: SystemExpectations<'webSession'> = { webSession };

function* webSession(wanted: WebSessionExpectSource, facts: Facts): Generator<Check> {
  const of = wanted.of ?? sessionInJournal(facts);
  const session = facts.state.systems.web?.sessions.find(({ id }) => id === of);
  const subject = `web session ${of ?? '(none is named)'}`;
  const { exists, privileges, storage = {}, of: _, ...members } = wanted;
  yield* flag('/webSession/exists', subject, exists, session !== undefined, ['open', 'not open']);
  if (privileges !== undefined) {
    const actual = session?.privileges.toSorted();
    if (!isEqual(privileges.toSorted(), actual)) {
      const words = { expected: shown(privileges.toSorted()), actual: shown(actual) };
      yield unmet('/webSession/privileges', `${subject}: privileges`, words);
    }
  }
  for (const [pointer, matcher] of Object.entries(storage)) {
    const actual = session && pointedValue(session.storage, pointerParts(pointer));
    yield* compare(matcher, actual, pointerOf(['webSession', 'storage', pointer]), `${subject}: storage ${pointer}`);
  }
  for (const [name, matcher] of Object.entries(members)) {
    yield* compare(matcher, session?.[name as keyof typeof members], `/webSession/${name}`, `${subject}: ${name}`);
  }
}
