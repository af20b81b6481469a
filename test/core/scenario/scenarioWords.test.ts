import assert from 'node:assert/strict';
import { scenarioWordsAt } from '../../../src/core/scenario/scenarioWords';
import { DEVICE, routesOf } from '../../../src/core/systems';
import { DEVICE_PROBLEMS } from '../../../src/core/systems/tokens/device/deviceProblems';
import { TRANSITION_TABLE } from '../../../src/core/systems/tokens/device/transitionTable';

const SCENARIO = {
  server: { tokens: { paths: { token: '/auth/token' } } },
  actors: {
    Phone: { role: 'app', device: {} },
    Tablet: { role: 'app', device: { preset: 'fintech' } },
    Browser: { role: 'browser' },
    Server: { role: 'server' },
  },
  steps: [{ from: '', device: { touch: true } }, { from: '' }],
};

const wordsAt = (path: string, scenario: unknown = SCENARIO) => {
  const parts = path.split('/').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return scenarioWordsAt(scenario, parts, { device: DEVICE, routes: routesOf });
};
const names = (path: string, scenario?: unknown) => wordsAt(path, scenario).map(({ word }) => word);

describe('the words of a scenario that its schema does not have', () => {
  for (const [path, expected] of [
    ['state', ['Start', 'Loading', 'Active', 'Locked', 'Expired']],
    ['state/equals', ['Start', 'Loading', 'Active', 'Locked', 'Expired']],
    ['state/not', ['Start', 'Loading', 'Active', 'Locked', 'Expired']],
    ['state/contains', []],
    ['screen', ['content', 'lock', 'signIn', 'splash', 'cover', 'home', 'off']],
    ['access', ['none', 'valid', 'expired']],
    ['timers/inactivity/state', ['running', 'paused', 'off']],
    ['timers/inactivity/leftMs', []],
    ['problem', Object.keys(DEVICE_PROBLEMS)],
    ['rows/has', TRANSITION_TABLE.map(({ id }) => id)],
    ['rows/has/0', TRANSITION_TABLE.map(({ id }) => id)],
    ['rows/equals/3', TRANSITION_TABLE.map(({ id }) => id)],
    ['user', []],
    ['of', ['Phone', 'Tablet']],
  ] as const) {
    it(`what is offered for ${path} of a device is the set that there is`, () => {
      assert.deepEqual(names(`steps/0/expect/device/${path}`), expected);
    });
  }

  it('each name of a device has words, and those of a problem and a row are what the pages say', () => {
    for (const member of ['state', 'screen', 'reason', 'problem', 'access', 'rows/has']) {
      for (const { word, about } of wordsAt(`steps/0/expect/device/${member}`)) {
        assert.match(about ?? '', /^[A-Z].*\.$/, `${member} ${word}`);
      }
    }
    const about = (member: string, name: string) =>
      wordsAt(`steps/0/expect/device/${member}`).find(({ word }) => word === name)?.about;
    assert.equal(about('problem', 'appHidden'), DEVICE_PROBLEMS.appHidden);
    assert.equal(
      about('rows/has', 'active.touch'),
      'Active → Active. When: a touch. Then: the inactivity timer begins anew.',
    );
  });

  it('an act of a device comes from an actor with a device, and anything else from any actor', () => {
    assert.deepEqual(names('steps/0/from'), ['Phone', 'Tablet']);
    assert.deepEqual(names('steps/1/from'), ['Phone', 'Tablet', 'Browser', 'Server']);
    assert.deepEqual(names('steps/1/over/1'), ['Phone', 'Tablet', 'Browser', 'Server']);
    assert.deepEqual(names('steps/1/event/clearCookies/actor'), ['Browser']);
  });

  it('a fault is offered the routes of the systems that the file has options for first, by the paths that it chose', () => {
    const routes = names('steps/1/fault/add/scope/route');
    assert.equal(routes[0], 'POST /auth/token');
    assert.ok(routes.includes('DELETE /api/sessions/:id'));
    assert.ok(!routes.some((route) => route.includes('/xas')));
    assert.ok(names('steps/1/fault/add/scope/route', { server: { mendix: {} } }).includes('POST /xas/'));
  });

  it('nothing is offered in a file of another form, and nowhere else', () => {
    for (const scenario of [null, 5, [], { steps: 5, actors: [], server: 'x' }]) {
      assert.deepEqual(names('steps/0/from', scenario), []);
      assert.ok(names('steps/0/fault/add/scope/route', scenario).length > 0);
    }
    assert.deepEqual(names('name'), []);
    assert.deepEqual(names('steps/0/title'), []);
  });
});
