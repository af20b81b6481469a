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

/** Decides by e-mail address: the first rule that matches, else what the policy says otherwise, else accept. */
export class EmailPolicy {
  private readonly rules: readonly CompiledRule[];
  private readonly otherwise: Decision;

  /** Throws when a pattern is none. */
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

/** A glob over the whole address, in any case; the empty pattern is a guest, and no other pattern matches one. */
function matcherOf(pattern: string): (email: string) => boolean {
  if (pattern === '') return (email) => email === '';
  // An address is no path: a star takes a slash and a leading dot too, and a backslash is one on Windows as well.
  return picomatch(pattern, { nocase: true, dot: true, bash: true, windows: false });
}
