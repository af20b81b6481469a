import { globMatcher } from '../../../core/pattern/globMatcher';
import { PatternLimit } from '../../../core/pattern/patternLimit';
import { OptionsError } from '../../../core/server/optionsError';
import type { Trace } from '../../kernel/journal/trace';
import type { Decision } from './decision';
import type { Policy } from './mobileOptions';
import { refuse } from './mobileRestError';
import { note } from './note';

interface CompiledRule {
  readonly pattern: string;
  readonly matches: (email: string) => boolean;
  readonly decision: Decision;
}

/**
 * Decides a login by its e-mail address. The first rule that matches decides, else `otherwise`. The default is accept.
 */
export class EmailPolicy {
  private readonly rules: readonly CompiledRule[];
  private readonly otherwise: Decision;

  /** @throws OptionsError when a glob is too large */
  constructor(policy: Policy = {}) {
    this.rules = (policy.rules ?? []).map(({ email: pattern, ...decision }, index) => ({
      pattern,
      matches: matcherOf(pattern, index),
      decision,
    }));
    this.otherwise = policy.otherwise ?? { outcome: 'accept' };
  }

  /** @throws MobileError 1903 when a glob takes too many steps */
  decide(email: string, trace: Trace): Decision {
    const index = this.rules.findIndex(({ matches }) => judged(matches, email, trace));
    const rule = this.rules[index];
    if (!rule) {
      note(trace, 'mobile.policy.otherwise', `No rule matches “${email}”; otherwise: ${this.otherwise.outcome}.`);
      return this.otherwise;
    }
    const { pattern, decision } = rule;
    note(trace, 'mobile.policy.rule', `Rule ${index + 1}, “${pattern}”, matches “${email}”: ${decision.outcome}.`);
    return decision;
  }
}

/** A glob that is matched with the whole address, in any case. Only the empty pattern matches a guest. */
function matcherOf(pattern: string, index: number): (email: string) => boolean {
  if (pattern === '') return (email) => email === '';
  // An address is not a path: a star also matches a slash and a leading dot. A backslash escapes, on Windows too.
  try {
    return globMatcher(pattern, { nocase: true, dot: true, bash: true, windows: false });
  } catch (error) {
    if (!(error instanceof PatternLimit)) throw error;
    throw new OptionsError(`“mobile.policy.rules.${index}.email” cannot be used. ${error.message}`);
  }
}

function judged(matches: (email: string) => boolean, email: string, trace: Trace): boolean {
  try {
    return matches(email);
  } catch (error) {
    if (!(error instanceof PatternLimit)) throw error;
    return refuse(trace, 'mobile.policy.unjudged', 1903, error.message);
  }
}
