import { type Facts, sessionInJournal } from '../../scenario/facts';
import type { Mismatch } from '../../scenario/matcher';
import type { SystemExpectations } from '../../scenario/systemExpectation';
import { type Check, compare, flag, unmet } from '../../scenario/unmet';
import type { MobileSession } from './mobileSession';

/** `expect.mobileSession` of a step. */
export interface MobileSessionExpectSource {
  /** A session id, a file path or an e-mail address. Default: the session that the journal names. */
  readonly of?: string;
  readonly exists?: boolean;
  readonly status?: string;
  readonly email?: string;
  readonly agreement?: string;
  /** The code of the finding that caused the eviction; 0 when no finding caused it. */
  readonly evicted?: number;
}

declare module '../../scenario/systemExpectation' {
  interface SystemExpectSources {
    mobileSession?: MobileSessionExpectSource;
  }
}

export const MOBILE_EXPECTATIONS: SystemExpectations<'mobileSession'> = { mobileSession };

function* mobileSession(wanted: MobileSessionExpectSource, facts: Facts): Generator<Check> {
  const of = wanted.of ?? sessionInJournal(facts);
  const is = ({ id, file, email }: Partial<MobileSession>) => of !== undefined && [id, file, email].includes(of);
  const session = facts.state.systems.mobile?.sessions.find(is);
  const subject = `mobile session ${of ?? '(none is named)'}`;
  const { exists, evicted, of: _, ...members } = wanted;
  yield* flag('/mobileSession/exists', subject, exists, session !== undefined, ['in memory', 'not in memory']);
  if (evicted !== undefined) {
    const gone = facts.state.systems.mobile?.evicted.find(is);
    const actual = gone && (gone.code ?? 0);
    if (actual !== evicted) yield unmet('/mobileSession/evicted', subject, codes(evicted, actual, gone?.why));
  }
  for (const [name, matcher] of Object.entries(members)) {
    yield* compare(matcher, session?.[name as keyof typeof members], `/mobileSession/${name}`, `${subject}: ${name}`);
  }
}

function codes(evicted: number, actual: number | undefined, why: string | undefined): Mismatch {
  return {
    expected: `thrown out of memory with code ${evicted}`,
    actual: actual === undefined ? 'not thrown out' : `code ${actual}: ${why}`,
  };
}
