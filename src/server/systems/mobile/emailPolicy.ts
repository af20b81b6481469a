import picomatch from 'picomatch';
import type { Trace } from '../../kernel/journal/trace';
import type { Decision } from './decision';
import type { Policy } from './mobileOptions';
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

  /** @throws when a pattern is not a valid glob */
  constructor(policy: Policy = {}) {
    this.rules = (policy.rules ?? []).map(({ email: pattern, ...decision }) => ({
      pattern,
      matches: matcherOf(pattern),
      decision,
    }));
    this.otherwise = policy.otherwise ?? { outcome: 'accept' };
  }

  decide(email: string, trace: Trace): Decision {
    const index = this.rules.findIndex(({ matches }) => matches(email));
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
function matcherOf(pattern: string): (email: string) => boolean {
  if (pattern === '') return (email) => email === '';
  // An address is not a path: a star also matches a slash and a leading dot. A backslash escapes, on Windows too.
  return picomatch(pattern, { nocase: true, dot: true, bash: true, windows: false });
}
