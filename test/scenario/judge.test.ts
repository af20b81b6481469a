import assert from 'node:assert/strict';
import type { StepResult } from '../../src/core/scenario/runEvents';
import { FILLED_LIMIT } from '../../src/core/scenario/template';
import { VALUES_LIMIT } from '../../src/core/scenario/values';
import { FAILURE_LIMIT } from '../../src/scenario/judge';
import { RunError } from '../../src/scenario/runnerOptions';
import { resultsIn, runAll, ScenarioBench } from './scenarioServers';

const ACTORS = { Browser: { role: 'browser' }, Server: { role: 'server' } };
/** One of these takes about a tenth of the steps of a step on the URL below. */
const HEAVY = `${'(?:'.repeat(20)}a?${')*'.repeat(20)}b`;
const LONG = `/?${'a'.repeat(4000)}`;

describe('What a step expects and takes', () => {
  const bench = new ScenarioBench();
  after(() => bench.close());

  const step = (more: object, url = '/') => ({
    title: 'Step',
    from: 'Browser',
    to: 'Server',
    request: { url },
    ...more,
  });
  const write = (steps: readonly object[], variables = {}) =>
    bench.write('judged.scenario.json', { name: 'Judged', actors: ACTORS, variables, steps });
  const many = <T>(count: number, value: (at: number) => T) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`v${at}`, value(at)]));
  const messages = (results: readonly StepResult[]) => results.flatMap(({ failures }) => failures);

  /** Places of a step with many things to judge. */
  const PLACES: Readonly<Record<string, (pattern: string) => object>> = {
    take: (match) => ({ take: many(300, () => ({ url: true, match })) }),
    headers: (matches) => ({ expect: { headers: many(300, () => ({ matches })) } }),
    json: (matches) => ({
      expect: {
        body: {
          json: {
            '': { matches },
            ...Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`/v${at}`, { matches }])),
          },
        },
      },
    }),
    mail: (matches) => ({
      expect: { mail: { subject: { matches }, to: { matches } } },
      take: many(300, () => ({ url: true, match: 'a' })),
    }),
    contains: () => ({ expect: { status: [200, 404], body: { contains: Array.from({ length: 300 }, () => 'no') } } }),
    lacks: () => ({
      expect: { status: [200, 404], body: { lacks: Array.from({ length: 300 }, () => 'never there') } },
    }),
  };
  for (const [place, more] of Object.entries(PLACES)) {
    it(`a run is ended while the members of ${place} are judged`, async () => {
      const runner = bench.runner(write([step(more('^a'))]));
      const ending = new AbortController();
      const ended: StepResult[] = [];
      runner.onDidHappen((event) => {
        // A signal of the process is heard like this: in a turn of the event loop.
        if (event.kind === 'messageAnswered') setImmediate(() => setImmediate(() => setTimeout(() => ending.abort())));
        ended.push(...resultsIn([event]));
      });
      const verdict = await runner.runAll(ending.signal);
      assert.equal(verdict, 'cancelled');
      assert.deepEqual(
        ended.map(({ verdict }) => verdict),
        ['skipped'],
      );
    });
  }

  it('all patterns of a step share their steps, and the one that is over is named', async () => {
    const { results, verdict } = await runAll(
      bench.runner(write([step({ take: many(300, () => ({ url: true, match: HEAVY })) }, LONG)])),
    );
    assert.equal(verdict, 'failed');
    const found = messages(results).map(({ message }) => message);
    assert.match(
      found.at(-1) ?? '',
      /The pattern “\(\?:.* takes too many steps .*, with the patterns before it, so nobody/,
    );
    assert.ok(found.length < 50, `${found.length} were judged`);
  });

  it('a step has the steps of its patterns anew', async () => {
    const take = (at: number) => step({ take: { [`v${at}`]: { url: true, match: HEAVY } } }, `${LONG}b`);
    const { verdict, results } = await runAll(bench.runner(write(Array.from({ length: 15 }, (_, at) => take(at)))));
    assert.equal(verdict, 'passed', JSON.stringify(messages(results)));
  });

  it('no more failures of a step are told than anybody reads', async () => {
    const json = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`/${at}`, at]));
    for (const more of [{ expect: { body: { json } } }, { take: many(1000, () => ({ header: 'none' })) }]) {
      const { results } = await runAll(bench.runner(write([step(more)])));
      assert.equal(messages(results).length, FAILURE_LIMIT.count + 1);
      assert.ok(messages(results).some(({ message }) => message.includes(FAILURE_LIMIT.name)));
    }
  });

  it('the texts that a body lacks are told in one failure, of which the first line says how many, and no more of them than failures', async () => {
    const contains = Array.from({ length: 1000 }, (_, at) => `no ${at}.`);
    const { results } = await runAll(bench.runner(write([step({ expect: { body: { contains } } })])));
    const [limit, { message, expected } = {}, ...others] = messages(results);
    assert.equal(message, `Body: ${FAILURE_LIMIT.count} texts are missing`);
    assert.match(expected ?? '', /^something that contains "no 0\." and "no 1\." and .* and "no 99\."$/);
    assert.match(limit?.message ?? '', /FAILURE_LIMIT/);
    assert.deepEqual(others, []);
  });

  it('what a run takes from answers is limited', async () => {
    const url = `/?${'a'.repeat(10_000)}`;
    const steps = Array.from({ length: 2 }, () =>
      step({ take: many(VALUES_LIMIT.characters / 20_000, () => ({ url: true })) }, url),
    );
    const { results } = await runAll(bench.runner(write(steps)));
    assert.match(
      messages(results)[0]?.message ?? '',
      /longer than 16.?000.?000 characters \(VALUES_LIMIT\); give or take less\.$/,
    );
  });

  const LARGE = 'a'.repeat(1_000_000);
  const REPEATED: Readonly<Record<string, unknown>> = {
    'in a text': 'x{{large}}',
    'as the whole of it': '{{large}}',
    'in a list': { value: ['{{large}}', '{{large}}'] },
    'in a name': { value: { '{{large}}': 1 } },
    'in a filter': '{{large|base64}}',
  };
  for (const [how, source] of Object.entries(REPEATED)) {
    it(`a run whose start values repeat another one ${how} is refused with the name of the limit`, async () => {
      const runner = bench.runner(write([step({})], { large: LARGE, ...many(100, () => source) }));
      await assert.rejects(runner.runAll(), (error) => {
        assert.ok(error instanceof RunError);
        assert.match(error.message, /^The variable "v\d+" cannot be used\. .*\(VALUES_LIMIT\); give or take less\.$/);
        return true;
      });
    });
  }

  it('what a run takes and the values that it starts with have one limit together', async () => {
    const variables = many(VALUES_LIMIT.characters / LARGE.length - 1, () => '{{large}}');
    const url = `/?${'b'.repeat(1000)}`;
    const { results } = await runAll(
      bench.runner(write([step({ take: { more: { url: true } } }, url)], { large: LARGE, ...variables })),
    );
    assert.match(messages(results)[0]?.message ?? '', /^The variable "more" cannot be taken\. .*\(VALUES_LIMIT\)/);
  });

  it('all texts that a step expects have one limit together with their variables filled in', async () => {
    const texts = Array.from({ length: FILLED_LIMIT.characters / LARGE.length }, () => 'x{{large}}');
    for (const body of [
      { contains: texts },
      {
        json: {
          '': { matches: '{{large}}' },
          ...Object.fromEntries(texts.map((each, at) => [`/v${at}`, { matches: `${each}{{large}}` }])),
        },
      },
    ]) {
      const { results } = await runAll(bench.runner(write([step({ expect: { body } })], { large: LARGE })));
      assert.match(messages(results)[0]?.message ?? '', /\(FILLED_LIMIT\)/);
      assert.equal(messages(results).length, 1);
    }
  });
});
