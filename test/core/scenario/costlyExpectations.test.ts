import assert from 'node:assert/strict';
import type { Json } from '../../../src/core/json/json';
import { budgetOf, fullBudget } from '../../../src/core/pattern/boundedPattern';
import { checksIn } from '../../../src/core/scenario/expectations';
import type { Facts } from '../../../src/core/scenario/facts';
import { isEqual, mismatch } from '../../../src/core/scenario/matcher';
import type { ExpectSource } from '../../../src/core/scenario/scenarioSource';
import { judged } from '../../../src/core/scenario/unmet';
import { countSteps } from '../../support/steps';

const NO_STATE = { outbox: [], systems: {} } as unknown as Facts['state'];

function factsOf(body: string, more: Partial<Facts> = {}): Facts {
  return {
    answer: { status: 200, statusText: 'OK', headers: [], body, setCookies: [] },
    bodyJson: () => JSON.parse(body) as Json,
    kept: [],
    journal: [],
    state: NO_STATE,
    mails: [],
    file: () => undefined,
    devices: new Map(),
    ...more,
  };
}

const many = (n: number, name = 'c') => Array.from({ length: n }, (_, at) => `${name}${at}`);
const byName = <T>(n: number, value: T): Record<string, T> => Object.fromEntries(many(n).map((name) => [name, value]));

/** What one expectation costs for each of many things, with what it is held against. */
const COSTLY: Record<string, (n: number) => { expect: ExpectSource; facts: Facts }> = {
  'a list that contains a long list': (n) => ({
    expect: { body: { json: { '': { contains: many(n) } } } },
    facts: factsOf(JSON.stringify(Array.from({ length: 4 * n }, () => []))),
  }),
  'a list that contains an object with very many members': (n) => ({
    expect: { body: { json: { '': { contains: byName(n, 1) } } } },
    facts: factsOf(JSON.stringify(Array.from({ length: 4 * n }, () => ({ c0: 1 })))),
  }),
  'very many cookies that are not sent': (n) => ({
    expect: { cookies: byName(n, { sent: false }) },
    facts: factsOf('', { request: { method: 'GET', url: '/', headers: [['Cookie', ';'.repeat(15 * n)]] } }),
  }),
  'very many cookies that are set': (n) => ({
    expect: { cookies: byName(n, { set: true }) },
    facts: factsOf('', {
      answer: {
        ...(factsOf('').answer as NonNullable<Facts['answer']>),
        setCookies: many(n).map((name) => ({ name, value: '', secure: false, httpOnly: false })),
      },
    }),
  }),
  'very many headers': (n) => ({
    expect: { headers: byName(n, 'v') },
    facts: factsOf('', {
      answer: {
        ...(factsOf('').answer as NonNullable<Facts['answer']>),
        headers: many(n).map((name) => [name, 'v'] as const),
      },
    }),
  }),
};

describe('Costly expectations', () => {
  for (const [what, costly] of Object.entries(COSTLY)) {
    it(`twice as much takes twice as many steps to judge: ${what}`, async () => {
      const stepsFor = async (n: number) => {
        const { expect, facts } = costly(n);
        const budget = fullBudget();
        const { all } = await countSteps(() => {
          for (const check of checksIn(expect, facts, {} as never)) judged(check, budget);
        });
        return all;
      };
      await stepsFor(20);
      const [some, twice] = [await stepsFor(300), await stepsFor(600)];
      assert.ok(twice < 2.3 * some, `${some} steps, then ${twice}`);
    });
  }

  const pausing: Record<string, { expect: ExpectSource; checks: number }> = {
    cookies: { expect: { cookies: byName(50, { sent: false, kept: false, set: false }) }, checks: 150 },
    'rules of the journal': { expect: { cause: { lacks: many(50) } }, checks: 50 },
    'texts of a body': { expect: { body: { lacks: many(50) } }, checks: 50 },
    headers: { expect: { headers: byName(50, { absent: true }) }, checks: 50 },
  };
  for (const [what, { expect, checks }] of Object.entries(pausing)) {
    it(`each expectation that holds is told too, so that a run can end between two: ${what}`, () => {
      const found = [...checksIn(expect, factsOf(''), {} as never)];
      assert.equal(found.length, checks);
      for (const check of found) assert.equal(judged(check, fullBudget()), undefined);
    });
  }

  it('all comparisons of a step share one budget, and one that is over says so', () => {
    const text = 'a'.repeat(64_000);
    const list: Json = Array.from({ length: 16_000 }, (_, at) => at);
    const cases: [matcher: Record<string, Json>, actual: Json][] = [
      [{ contains: `${'a'.repeat(20)}b` }, text],
      [{ contains: -1 }, list],
      [{ equals: list }, [...list]],
      [{ not: [0] }, list],
      [list as never, [...list]],
    ];
    for (const [matcher, actual] of cases) {
      const budget = budgetOf(1_000_000);
      mismatch(matcher as never, actual, budget);
      const cost = 1_000_000 - budget.left;
      assert.ok(cost > 0, JSON.stringify(matcher).slice(0, 50));
      const over = mismatch(matcher as never, actual, budgetOf(cost / 2));
      assert.match(over?.actual ?? '', /takes too many steps, so nobody can say .*expect less in one step/);
      assert.equal(over?.isUnjudged, true);
    }
  });

  it('a member that only the prototype has is not there', () => {
    assert.ok(!isEqual(JSON.parse('{"__proto__":{}}') as Json, { a: 1 }));
    assert.ok(!isEqual({ toString: 1 } as never, { a: 1 }));
    assert.ok(isEqual(JSON.parse('{"__proto__":{}}') as Json, JSON.parse('{"__proto__":{}}') as Json));
  });
});
