import assert from 'node:assert/strict';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import { secretsOfEvent, secretsOfRun } from '../../src/core/scenario/runSecrets';
import { GivenSecrets } from '../../src/scenario/givenSecrets';
import { SecretCollector } from '../../src/scenario/secretCollector';
import { answered, sent } from '../core/scenario/runs';
import { countSteps } from '../support/steps';

const SEARCH = { slices: [] };

function sentBody(body: string, type = 'application/json'): RunEvent {
  const headers = [['Content-Type', type]] as const;
  return sent(1, 1, { request: { method: 'POST', url: 'http://127.0.0.1:1/', headers, body }, cookiesBefore: [] });
}

const tokens = (n: number) => JSON.stringify(Array.from({ length: n }, (_, at) => ({ token: `secret-number-${at}` })));
const form = (n: number) => Array.from({ length: n }, (_, at) => `token=secret-number-${at}`).join('&');
const lines = (n: number) => Array.from({ length: n }, (_, at) => `password: secret-number-${at}`).join('\n');

describe('The secrets of a large message', () => {
  const bodies: Record<string, (n: number) => RunEvent> = {
    'members of JSON': (n) => sentBody(tokens(n)),
    'parameters of a form': (n) => sentBody(form(n), 'application/x-www-form-urlencoded'),
    'lines of a text': (n) => sentBody(lines(n), 'text/plain'),
  };
  for (const [what, event] of Object.entries(bodies)) {
    it(`the secrets of a large message are found in pieces, and twice as many in about twice as many: ${what}`, () => {
      const piecesFor = (n: number) => [...secretsOfEvent(event(n), SEARCH)];
      const [some, twice] = [piecesFor(20_000), piecesFor(40_000)];
      assert.ok(twice.length > some.length, `${some.length} pieces, then ${twice.length}`);
      assert.ok(twice.length < 2.3 * some.length, `${some.length} pieces, then ${twice.length}`);
      const found = new Set(twice.flat());
      for (const at of [0, 9_999, 19_999, 39_999]) assert.ok(found.has(`secret-number-${at}`), `${at}`);
    });
  }

  it('secrets of a large message wait until they are collected, and events after it keep their order', async () => {
    const taken = new Set<string>();
    const told: RunEvent[] = [];
    const collector = new SecretCollector(
      () => SEARCH,
      (secret) => taken.add(secret),
      (event) => told.push(event),
    );
    const [first, large, last] = [sentBody(tokens(1)), sentBody(tokens(20_000)), answered(1, 0)];
    collector.hear(first);
    assert.deepEqual([...taken], ['secret-number-0']);
    collector.hear(large);
    collector.hear(last);
    assert.deepEqual(told, [first]);
    assert.equal(collector.isDone, false);
    assert.equal(await collector.collect(new AbortController().signal), true);
    assert.deepEqual(told, [first, large, last]);
    assert.deepEqual(taken, secretsOfRun([first, large, last], []));
  });

  it('a signal ends the search between two pieces, and nothing of the message is told', async () => {
    const abort = new AbortController();
    let taken = 0;
    const collector = new SecretCollector(
      () => SEARCH,
      () => {
        taken++;
        abort.abort();
      },
      () => assert.fail('it is told'),
    );
    collector.hear(sentBody(tokens(50_000)));
    assert.equal(await collector.collect(abort.signal), false);
    assert.ok(taken > 0 && taken < 10_000, `${taken}`);
    assert.equal(collector.isDone, false);
    assert.equal(await collector.collect(abort.signal), false);
  });
});

describe('Secrets that a run has given to its variables', () => {
  it('each value of a secret variable is looked at once, however often somebody asks', async () => {
    const given = Array.from({ length: 1000 }, (_, at) => [at % 2 === 0 ? 'secret' : 'open', `value ${at}`] as const);
    const secrets = new GivenSecrets(['secret']);
    // Each value, and Base64 of it.
    assert.equal(secrets.upTo(given, ['token']).length, 1001);
    const { all } = await countSteps(() => {
      for (let asked = 0; asked < 100; asked++) secrets.upTo(given, ['token']);
    });
    assert.ok(all < 500, `${all} steps`);
    assert.deepEqual(secrets.upTo([...given, ['secret', 'later']], ['token', 'other']).slice(1001), [
      'later',
      'bGF0ZXI=',
      'other',
    ]);
  });
});
