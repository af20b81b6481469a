import assert from 'node:assert/strict';
import { actorPlaces } from '../../../src/core/scenario/actorPlaces';

describe('the places of actors in a scenario', () => {
  const TEXT = JSON.stringify({
    name: 'App',
    actors: { App: { role: 'app' }, 'Sa"y': { role: 'server' } },
    variables: { from: 'App' },
    steps: [
      { title: 'App', from: 'App', to: 'Sa"y', request: { url: '/', as: 'App', json: { from: 'App', as: 'App' } } },
      { note: 'App', over: ['App', 'Nobody'] },
      { event: { clearCookies: { actor: 'App', name: 'App' } } },
      { expect: { device: { of: 'App', user: 'App' } } },
    ],
  });

  it('an actor is found where it is declared and wherever a step names it, and nowhere else', () => {
    const places = actorPlaces(TEXT);
    assert.deepEqual(
      places.map(({ name, isDeclared }) => (isDeclared ? `${name}!` : name)),
      ['App!', 'Sa"y!', 'App', 'Sa"y', 'App', 'App', 'Nobody', 'App', 'App'],
    );
    for (const { name, start, end } of places) assert.equal(TEXT.slice(start, end), JSON.stringify(name));
  });

  it('the places of actors count a byte order mark, and a broken text has none', () => {
    const [first] = actorPlaces(`\ufeff${TEXT}`);
    assert.equal(`\ufeff${TEXT}`.slice(first?.start, first?.end), '"App"');
    assert.deepEqual(actorPlaces(TEXT.slice(0, -1)), []);
    assert.deepEqual(actorPlaces('{"actors": 1, "steps": [1, {"from": 2, "event": "x", "over": "App"}]}'), []);
  });
});
