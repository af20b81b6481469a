import { counted } from '../../../core/base/counted';
import { globMatcher } from '../../../core/pattern/globMatcher';
import { PatternLimit } from '../../../core/pattern/patternLimit';
import type { StepBudget } from '../../../core/pattern/runPattern';
import { OptionsError } from '../../../core/server/optionsError';
import { optionWords } from '../../../core/server/optionWords';
import { PatternTurns } from '../../kernel/http/patternTurns';
import type { Trace } from '../../kernel/journal/trace';
import type { Decision } from './decision';
import type { Policy } from './mobileOptions';
import { refuse } from './mobileRestError';
import { note } from './note';

/** How long all patterns of a policy may be together, each counted as `EACH` at least. */
const PATTERNS_LIMIT = { characters: 50_000, name: 'POLICY_PATTERNS' } as const;
const EACH = 20;

const RULES = 'mobile.policy.rules';
const OTHERWISE = 'mobile.policy.otherwise.outcome';

/** Steps for all patterns of a policy. Two thousand of the usual kind take half as many for a usual address. */
const STEPS_A_LOGIN = 1_000_000;

interface CompiledRule {
  readonly pattern: string;
  readonly matches: (email: string, budget: StepBudget) => boolean;
  readonly decision: Decision;
}

/**
 * Decides a login by its e-mail address. The first rule that matches decides, else `otherwise`. The default is accept.
 */
export class EmailPolicy {
  private readonly rules: readonly CompiledRule[];
  private readonly otherwise: Decision;
  private readonly turns = new PatternTurns(STEPS_A_LOGIN);

  /** @throws OptionsError when a glob is too large, or all of them together */
  constructor(policy: Policy = {}) {
    refuseTooMany(policy);
    this.rules = (policy.rules ?? []).map(({ email: pattern, ...decision }, index) => ({
      pattern,
      matches: matcherOf(pattern, index),
      decision,
    }));
    this.otherwise = policy.otherwise ?? { outcome: 'accept' };
  }

  /** @throws MobileError 1903 when the globs take too many steps */
  async decide(email: string, trace: Trace): Promise<Decision> {
    const index = await this.ruleOf(email, trace);
    const rule = this.rules[index];
    const { outcome } = rule?.decision ?? this.otherwise;
    const found = rule
      ? `Rule ${index + 1}, “${rule.pattern}”, matches “${email}”: ${outcome}.`
      : `No rule matches “${email}”; otherwise: ${outcome}.`;
    const reason = rule ? 'mobile.policy.rule' : 'mobile.policy.otherwise';
    const option = rule ? RULES : OTHERWISE;
    if (outcome === 'accept') {
      note(trace, reason, found);
      return rule?.decision ?? this.otherwise;
    }
    const remedy = { option };
    note(trace, reason, `${found} To decide otherwise, change ${optionWords(option)}.`, remedy);
    return { ...(rule?.decision ?? this.otherwise), remedy };
  }

  private async ruleOf(email: string, trace: Trace): Promise<number> {
    try {
      return await this.turns.judge((budget) => this.rules.findIndex(({ matches }) => matches(email, budget)));
    } catch (error) {
      if (!(error instanceof PatternLimit)) throw error;
      const told = `${error.message} It is that of a rule in ${optionWords(RULES)}.`;
      return refuse(trace, 'mobile.policy.unjudged', 1903, error.message, { told, remedy: { option: RULES } });
    }
  }
}

function refuseTooMany({ rules = [] }: Policy): void {
  const characters = rules.reduce((sum, { email }) => sum + Math.max(email.length, EACH), 0);
  if (characters <= PATTERNS_LIMIT.characters) return;
  const most = counted(PATTERNS_LIMIT.characters, 'character');
  throw new OptionsError(
    `“mobile.policy.rules” cannot be used. All patterns together are longer than ${most} (${PATTERNS_LIMIT.name}), one of less than ${EACH} counted as that; write fewer rules, or use mobile.authenticationModule.`,
  );
}

/** A glob that is matched with the whole address, in any case. Only the empty pattern matches a guest. */
function matcherOf(pattern: string, index: number): CompiledRule['matches'] {
  if (pattern === '') return (email) => email === '';
  // An address is not a path: a star also matches a slash and a leading dot. A backslash escapes, on Windows too.
  try {
    return globMatcher(pattern, { nocase: true, dot: true, bash: true, windows: false });
  } catch (error) {
    if (!(error instanceof PatternLimit)) throw error;
    throw new OptionsError(`“mobile.policy.rules.${index}.email” cannot be used. ${error.message}`);
  }
}
