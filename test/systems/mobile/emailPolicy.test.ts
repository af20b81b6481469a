import assert from 'node:assert/strict';
import { OptionsError } from '../../../src/core/server/optionsError';
import { MOBILE_REASONS } from '../../../src/core/systems/mobile/mobileReasons';
import { Trace } from '../../../src/server/kernel/journal/trace';
import { EmailPolicy } from '../../../src/server/systems/mobile/emailPolicy';

const rulesOf = (emails: readonly string[]) => ({
  rules: emails.map((email) => ({ email, outcome: 'refuse' as const })),
});

describe('The e-mail policy as somebody else may write it', () => {
  const expensive: Readonly<Record<string, readonly string[]>> = {
    'stars in a row, often': Array.from({ length: 200 }, (_, n) => `${'*a*'.repeat(44)}b${n}`),
    'stars and classes': Array.from({ length: 200 }, (_, n) => `${'*[ab]*'.repeat(30)}b${n}`),
    'questions and stars': Array.from({ length: 200 }, (_, n) => `${'?*a'.repeat(40)}b${n}`),
    'groups that exclude': Array.from({ length: 100 }, (_, n) => `${'!(b)*a'.repeat(10)}c${n}`),
  };
  for (const [what, emails] of Object.entries(expensive)) {
    it(`all rules of a policy share their steps: ${what}`, async () => {
      const trace = new Trace('mobile', '::1', new Set([MOBILE_REASONS]));
      const policy = new EmailPolicy(rulesOf(emails));
      await assert.rejects(policy.decide('a'.repeat(310), trace));
      assert.deepEqual(
        trace.causes.map(({ rule }) => rule),
        ['mobile.policy.unjudged'],
      );
      assert.match(
        String(trace.causes[0]?.message),
        /takes too many steps on a text of 310 characters, with the patterns before it/,
      );
    });
  }

  it('two thousand rules of the usual kind decide', async () => {
    const trace = new Trace('mobile', '::1', new Set([MOBILE_REASONS]));
    const policy = new EmailPolicy(rulesOf(Array.from({ length: 2000 }, (_, n) => `*@company${n}.example`)));
    assert.equal((await policy.decide('firstname.lastname@company1999.example', trace)).outcome, 'refuse');
  });

  const tooMuch: Readonly<Record<string, readonly string[]>> = {
    'few long patterns': Array.from({ length: 51 }, () => 'a'.repeat(1000)),
    'very many short patterns': Array.from({ length: 2501 }, (_, n) => `${n}`),
    'very many empty patterns': Array.from({ length: 2501 }, () => ''),
  };
  for (const [what, emails] of Object.entries(tooMuch)) {
    it(`a policy with ${what} is refused by the name of the limit, and one less is taken`, () => {
      assert.throws(
        () => new EmailPolicy(rulesOf(emails)),
        (error: unknown) =>
          error instanceof OptionsError &&
          /“mobile\.policy\.rules” cannot be used\..*\(POLICY_PATTERNS\)/.test(error.message),
      );
      assert.ok(new EmailPolicy(rulesOf(emails.slice(1))));
    });
  }
});
