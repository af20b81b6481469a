import assert from 'node:assert/strict';
import { PATTERN_LIMITS, PatternLimit } from '../../../src/core/pattern/patternLimit';
import { BODIES_LIMIT, KeptBodies } from '../../../src/core/scenario/keptBodies';
import { PatternWork } from '../../../src/core/scenario/patternWork';
import type { RunEvent } from '../../../src/core/scenario/runEvents';
import type { ScenarioFinding } from '../../../src/core/scenario/scenarioFinding';
import { ALONGSIDE_LIMIT, MOST_FINDINGS, PATTERN_PARTS, VALUE_LIMIT } from '../../../src/core/scenario/scenarioLimits';
import { countSteps } from '../../support/steps';
import { found, read as readText, withSteps } from './reading';

const STEP = { title: 'Step', from: 'App', to: 'Server' };

describe('A scenario whose parts are cheap one by one', () => {
  const read = (steps: readonly object[]) => readText(withSteps(steps));

  for (const [what, text] of [
    ['unknown variables', '{{x}}'],
    ['unknown filters', '{{clock.now|nofilter}}'],
  ] as const) {
    it(`a text with very many ${what} has no more findings than a file may have`, () => {
      const { findings } = read([{ ...STEP, request: { url: '/', text: text.repeat(100_000) } }]);
      assert.equal(findings.length, MOST_FINDINGS.count + 1);
      assert.equal(
        findings.at(-1)?.message,
        'Number of others, at least: 1. Only the first are told: 100 (MOST_FINDINGS).',
      );
      const starts = new Set(findings.map(({ range }) => range.start.character));
      assert.equal(starts.size, findings.length, 'each has its own place');
    });
  }

  const FAULTY: Readonly<Record<string, (at: number) => object>> = {
    'steps with unknown and missing members': () => ({ titl: 't', frm: 'A', to: 'S', request: { ur: 1, expct: {} } }),
    'steps with many unknown members each': (at) =>
      Object.fromEntries(Array.from({ length: 18 }, (_, member) => [`wrong${at}${member}`, 1])),
    'steps with values of wrong types': () => ({ title: 1, from: 2, to: 3, expect: { status: 'x', headers: 1 } }),
    'requests with a wrong member each': () => ({ ...STEP, request: { url: '/', mode: 'x', drop: 1 } }),
  };
  for (const [what, step] of Object.entries(FAULTY)) {
    it(`twice as many ${what} are read in twice as many steps, and only some errors are told`, async () => {
      const cost = async (count: number) => {
        const text = withSteps(Array.from({ length: count }, (_, at) => step(at)));
        let findings: readonly ScenarioFinding[] = [];
        let copied = 0;
        const { concat } = Array.prototype;
        Array.prototype.concat = function counted(this: unknown[], ...lists: ConcatArray<unknown>[]) {
          copied += this.length;
          return concat.apply(this, lists);
        };
        try {
          const { all } = await countSteps(() => {
            findings = readText(text).findings;
          });
          return { steps: all + copied, findings };
        } finally {
          Array.prototype.concat = concat;
        }
      };
      const [once, twice] = [await cost(1000), await cost(2000)];
      assert.ok(twice.steps < once.steps * 2.2, `${once.steps} and ${twice.steps} steps`);
      assert.equal(twice.findings.length, MOST_FINDINGS.count + 1);
      const more = twice.findings.filter(({ message }) => message.includes(MOST_FINDINGS.name));
      const [, others] = /^Number of others, at least: (\d+)\./.exec(more[0]?.message ?? '') ?? [];
      assert.equal(more.length, 1);
      assert.ok(Number(others) >= 2000 - MOST_FINDINGS.count, others);
    });
  }

  it('what is right beside some errors is looked at in twice as many steps when it is twice as much', async () => {
    const cost = async (count: number) => {
      const wrong = Array.from({ length: 50 }, () => ({ wrong: 1 }));
      const right = Array.from({ length: count }, () => ({ ...STEP, request: { url: '/' } }));
      const { all } = await countSteps(() => readText(withSteps([...wrong, ...right])));
      return all;
    };
    const [once, twice] = [await cost(1000), await cost(2000)];
    assert.ok(twice < once * 2.2, `${once} and ${twice} steps`);
  });

  for (const [what, wrap] of [
    ['list', (numbers: readonly number[]) => numbers],
    ['object', (numbers: readonly number[]) => ({ ...numbers })],
  ] as const) {
    it(`a number that would be changed is found in the longest ${what} that a file may have`, () => {
      const numbers = Array.from({ length: VALUE_LIMIT.count - 100 }, (_, at) => at);
      const text = withSteps([{ ...STEP, request: { url: '/', json: wrap(numbers) } }]);
      assert.deepEqual(found(readText(text)), []);
      assert.match(
        String(found(readText(text.replace(/(?<=[:,\s])199000(?=[,\s])/, '1e999')))),
        /number 1e999 would be read as Infinity/,
      );
    });
  }

  it('the parts of all regular expressions together are limited', () => {
    const json = Object.fromEntries(
      Array.from({ length: 3000 }, (_, at) => [`/${at}`, { matches: `(?:a{0,40}){0,100}${at}` }]),
    );
    const { findings } = read([{ ...STEP, request: { url: '/' }, expect: { body: { json } } }]);
    assert.deepEqual(
      findings.map(({ message }) => message),
      [
        `With this regular expression, the number of parts in those of the scenario is above ${PATTERN_PARTS.count} (PATTERN_PARTS); repeat less.`,
      ],
    );
  });

  it('no pattern is compiled after there were too many', () => {
    const work = new PatternWork();
    let compiled = 0;
    while (work.pattern(`(?:a{0,40}){0,100}${compiled}`)) compiled++;
    assert.ok(compiled > 10 && compiled < PATTERN_PARTS.count / 4000);
    assert.equal(work.pattern('a'), undefined);
    const ofLarge = new PatternWork();
    let refused = 0;
    for (; !ofLarge.isOver; refused++) assert.throws(() => ofLarge.pattern(`(a{1000}){1000}${refused}`), PatternLimit);
    assert.ok(refused <= PATTERN_PARTS.count / PATTERN_LIMITS.instructions);
  });

  it('an option of the server that is the own matter of a run is named', () => {
    for (const name of ['host', 'port', 'allowedHosts']) {
      const reading = readText(
        withSteps([], { server: { [name]: name === 'port' ? 1 : name === 'host' ? '0.0.0.0' : [] } }),
      );
      assert.match(String(found(reading)), new RegExp(`Property "${name}" is not allowed here`));
    }
  });

  it('requests that are sent at the same moment are limited', () => {
    const alongside = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...STEP,
        request: { url: '/', ...(at > 0 && { alongside: true }) },
      }));
    const most = ALONGSIDE_LIMIT.count;
    assert.deepEqual(found(read(alongside(most))), []);
    assert.deepEqual(found(read([...alongside(most), ...alongside(most)])), []);
    assert.match(String(found(read(alongside(most + 1)))), /same moment is above 256 \(ALONGSIDE_LIMIT\)/);
  });

  it('the bodies that are kept of a run are limited, and one that is not kept says so', () => {
    const bodies = new KeptBodies();
    const told = (body: string) => {
      const answer = { status: 200, statusText: 'OK', headers: [], setCookies: [], body };
      const event = { kind: 'messageAnswered', answer: { id: 1, answer, cookiesAfter: [], journal: [], ms: 1 } };
      const kept = bodies.kept(event as unknown as RunEvent);
      return kept.kind === 'messageAnswered' ? kept.answer.answer?.body : undefined;
    };
    const half = 'a'.repeat(BODIES_LIMIT.characters / 2);
    assert.equal(told(half), half);
    assert.equal(told(half), half);
    assert.match(told('one') ?? '', /^\[Not kept: .*BODIES_LIMIT/);
  });

  const long = 'a'.repeat(1_000_000);
  const request = { method: 'POST', url: '/', headers: [], body: '' };
  const answer = { status: 200, statusText: 'OK', headers: [], setCookies: [], body: '' };
  const sent = (more: object) => ({
    kind: 'messageSent',
    message: { id: 1, title: 't', request, cookiesBefore: [], ...more },
  });
  const answered = (more: object) => ({
    kind: 'messageAnswered',
    answer: { id: 1, answer, cookiesAfter: [], ...more },
  });
  const cookies = () => Array.from({ length: 100_000 }, () => ({ name: 'c' }));
  const CARRIED: Readonly<Record<string, () => object>> = {
    'the body of a request': () => sent({ request: { ...request, body: long } }),
    'a header of a request': () => sent({ request: { ...request, headers: [['a', long]] } }),
    'the URL of a request': () => sent({ request: { ...request, url: long } }),
    'the title of a message': () => sent({ title: long }),
    'the cookies before a message': () => sent({ cookiesBefore: cookies() }),
    'the headers of an answer': () => answered({ answer: { ...answer, headers: [['a', long]] } }),
    'the cookies after an answer': () => answered({ cookiesAfter: cookies() }),
  };
  for (const [what, event] of Object.entries(CARRIED)) {
    it(`what is kept of the messages of a run has one limit, also for ${what}`, () => {
      const bodies = new KeptBodies();
      const most = BODIES_LIMIT.characters / long.length;
      const kept = Array.from(
        { length: most + 10 },
        () => JSON.stringify(bodies.kept(event() as unknown as RunEvent)).length,
      );
      assert.ok(Math.min(...kept.slice(0, most - 1)) > long.length);
      assert.ok(Math.max(...kept.slice(most)) < 1000);
    });
  }

  it('cookies that stay the same are kept once, however many messages there are', () => {
    const bodies = new KeptBodies();
    const cookiesBefore = cookies();
    for (let at = 0; at < 1000; at++) {
      const event = sent({ cookiesBefore }) as unknown as RunEvent;
      assert.equal(bodies.kept(event), event);
    }
  });
});
