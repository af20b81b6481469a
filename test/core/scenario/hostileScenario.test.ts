import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../../src/core/json/json';
import { JSON_DEPTH } from '../../../src/core/json/jsonDepth';
import { isScenario } from '../../../src/core/scenario/isScenario';
import { readScenario } from '../../../src/core/scenario/readScenario';
import { INCLUDE_DEPTH, MOST_FINDINGS, STEP_LIMIT, VALUE_LIMIT } from '../../../src/core/scenario/scenarioLimits';
import type { ScenarioReading } from '../../../src/core/scenario/scenarioReading';
import { FILLED_LIMIT, FilledLimitError, fillJson, fillText } from '../../../src/core/scenario/template';
import { scenarioSchema } from '../../../src/scenario/loadScenario';
import { ACTORS, type Files, found, read, withSteps } from './reading';

const NOTE = { note: 'x' };
const times = <T>(count: number, each: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => each(at));
const including = (...files: string[]) => withSteps(files.map((include) => ({ include })));
const errors = ({ findings }: ScenarioReading) => findings.filter(({ severity }) => severity === 'error');

/** Also counts how often each file is read. */
function readCounted(main: string, files: Files): { reading: ScenarioReading; most: number } {
  const counts = new Map<unknown, number>();
  const named = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.replace('A scenario', name)]),
  );
  const reading = readScenario(named[main] as string, {
    file: main,
    schema: (value) => {
      const { name } = value as { name: string };
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return scenarioSchema(value);
    },
    include: (path) => (named[path] === undefined ? undefined : { file: path, text: named[path] }),
  });
  return { reading, most: Math.max(...counts.values()) };
}

describe('a hostile scenario', () => {
  it('includes that fan out are read once each, and their steps are counted before they are made', () => {
    const files: Record<string, string> = { f12: withSteps([NOTE]) };
    for (const at of times(12, (each) => each)) files[`f${at}`] = including(...times(10, () => `f${at + 1}`));
    const { reading, most } = readCounted('f0', files);
    assert.equal(most, 1);
    assert.equal(reading.scenario, undefined);
    assert.match(String(found(reading)), /number of steps is above 10000 \(STEP_LIMIT\)/);
    assert.equal(readCounted('f9', files).reading.scenario?.steps.length, 1000);
  });

  it('any files that include each other are read once each, and give all steps or an error', () => {
    const graph = fc.array(fc.array(fc.nat(7), { maxLength: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(graph, (includes) => {
        const files = Object.fromEntries(
          includes.map((each, at) => [`f${at}`, withSteps([NOTE, ...each.map((to) => ({ include: `f${to}` }))])]),
        );
        const count = (at: number, above: readonly number[]): number =>
          above.includes(at)
            ? Number.NaN
            : 1 + (includes[at]?.reduce((sum, to) => sum + count(to, [...above, at]), 0) ?? Number.NaN);
        const wanted = count(0, []);
        const { reading, most } = readCounted('f0', files);
        assert.equal(most, 1);
        assert.equal(reading.scenario?.steps.length, wanted <= STEP_LIMIT.count ? wanted : undefined);
        assert.equal(errors(reading).length > 0, !reading.scenario);
      }),
    );
  });

  it('files that lead to each other in a long chain are refused with the limit', () => {
    const files: Record<string, string> = { [`f${INCLUDE_DEPTH.count}`]: withSteps([NOTE]) };
    for (const at of times(INCLUDE_DEPTH.count, (each) => each)) files[`f${at}`] = including(`f${at + 1}`);
    assert.ok(readCounted('f0', files).reading.scenario);
    const { reading } = readCounted('more', { ...files, more: including('f0') });
    assert.match(String(found(reading)), /INCLUDE_DEPTH/);
  });

  const many = MOST_FINDINGS.count * 20;
  const long = 'n'.repeat(1_000_000);
  const texts: Readonly<Record<string, string>> = {
    'JSON that is 50,000 deep': withSteps([{ from: 'App', to: 'Server', request: { url: '/', json: 1 } }]).replace(
      '"json":1',
      `"json":${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    ),
    'a million opening brackets': `{"actors":{},"steps":${'['.repeat(1_000_000)}`,
    'a huge array': withSteps([{ ...NOTE, expect: times(VALUE_LIMIT.count, () => 1) }]),
    'more steps than the limit': withSteps(times(STEP_LIMIT.count + 1, () => NOTE)),
    'thousands of unknown members': withSteps(times(many, () => ({ wrong: 1 }))),
    'thousands of unknown actors': withSteps(times(many, (at) => ({ from: `a${at}`, to: 'App', title: 'x' }))),
    'thousands of unknown variables': withSteps([{ title: times(many, (at) => `{{v${at}}}`).join(), note: 'x' }]),
    'thousands of missing includes': including(...times(many, (at) => `i${at}`)),
    'thousands of actors': withSteps([NOTE], {
      actors: Object.fromEntries(times(many, (at) => [`a${at}`, { role: 'app' }])),
    }),
    'a name of a million characters': withSteps([{ from: long, to: long, title: 'x' }]),
    'a variable of a million characters': withSteps([{ note: `{{${long}}}` }]),
    'a million braces': withSteps([{ note: `{{none}}${'{'.repeat(1_000_000)}` }]),
    'an include of a million characters': including(long),
    'a number that is no duration': withSteps([{ clock: { advance: long } }]),
    'steps that are no list': withSteps([]).replace('"steps": [', '"steps": {"length": 1e99, "x": [').concat('}'),
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`a hostile scenario is refused with few and short findings: ${name}`, () => {
      assert.ok(isScenario(text) || text.includes('[[['));
      const reading = read(text);
      assert.equal(reading.scenario, undefined);
      assert.ok(errors(reading).length > 0 && reading.findings.length <= 2 * MOST_FINDINGS.count);
      for (const { message } of reading.findings) assert.ok(message.length < 3000, message.slice(0, 100));
    });
  }

  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    it(`a hostile scenario cannot call anything ${name}, which every object has`, () => {
      const named = (value: unknown) => JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`) as object;
      const request = { from: 'App', to: 'Server', request: { url: '/' } };
      const cases = [
        withSteps([NOTE], { actors: { ...ACTORS, nobody: 1 } }).replace('"nobody":1', `"${name}":{"role":"app"}`),
        withSteps([{ note: `{{${name}}}` }], { variables: named('x') }),
        withSteps([{ ...request, take: named('/x') }]),
        withSteps([{ ...request, from: name }]),
        withSteps([{ note: `{{${name}}}` }]),
        including('inner'),
      ];
      const inner = withSteps([NOTE], { actors: { nobody: 1 } }).replace('"nobody":1', `"${name}":{"role":"app"}`);
      for (const text of cases) assert.ok(errors(read(text, { inner })).length > 0, text);
      assert.equal(({} as Record<string, unknown>).role, undefined);
    });
  }
});

describe('variables that repeat each other', () => {
  /** Each value has the one before twice. */
  function doubled(first: Json, next: Json, fill: (json: Json, values: (name: string) => Json) => Json): number {
    let value = first;
    for (let round = 1; ; round++) {
      const before = value;
      try {
        value = fill(next, () => before);
      } catch (error) {
        assert.ok(error instanceof FilledLimitError, String(error));
        return round;
      }
    }
  }
  const cases: Readonly<Record<string, readonly [Json, Json]>> = {
    'in a text': ['0123456789', '{{a}}{{a}}'],
    'in a list': [['0123456789'], ['{{a}}', '{{a}}']],
    'in an object': [{}, { x: '{{a}}', y: { '{{a|base64}}': '{{a}}' } }],
    'in a filter': ['"', '{{a|inJson}}'],
    'one level deeper each time': [0, ['{{a}}']],
  };
  for (const [name, [first, next]] of Object.entries(cases)) {
    it(`variables that repeat each other end with the name of the limit: ${name}`, () => {
      assert.ok(doubled(first, next, fillJson) <= JSON_DEPTH.levels + 2);
    });
  }

  it('variables that repeat each other may become as long as the limit', () => {
    const half = 'x'.repeat(FILLED_LIMIT.characters / 4);
    assert.equal(fillText('{{a}}{{a}}', () => half).length, half.length * 2);
    assert.throws(() => fillText('{{a}}'.repeat(5), () => half), /FILLED_LIMIT/);
  });
});
