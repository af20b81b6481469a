import assert from 'node:assert/strict';
import { firstScenario, grownScenario, NOTHING_SAVED, type SavedSteps } from '../../../src/core/composer/grownScenario';
import type { Json } from '../../../src/core/json/json';
import type { RecordedExchange } from '../../../src/core/protocol/recordedExchange';
import type { ScenarioSource } from '../../../src/core/scenario/scenarioSource';
import { SYSTEM_PARTS } from '../../../src/core/systems';

const OPTIONS = {
  name: 'own',
  url: 'http://localhost:1',
  externalPlatformUrl: 'http://localhost:2',
  systems: SYSTEM_PARTS,
  defaultOf: (option: readonly string[]): Json | undefined =>
    ({ 'tokens.rotation': 'rotate', 'tokens.graceSeconds': 0, 'tokens.paths.login': '/api/login' })[option.join('.')],
  server: { tokens: { users: [{ name: 'ada' }] } } as { readonly [option: string]: Json },
};
const OWN: ScenarioSource = {
  name: 'own',
  server: { tokens: { users: [{ name: 'ada' }] } },
  actors: { App: { role: 'app' }, Backend: { role: 'server' } },
  steps: [{ note: 'first' }],
};

function exchange(url: string, rest: Partial<RecordedExchange> & { body?: object; answer?: object } = {}) {
  const { body, answer, ...more } = rest;
  return {
    at: '2026-01-01T00:00:00.000Z',
    face: 'tokens',
    method: body ? 'POST' : 'GET',
    url,
    request: { headers: [['content-type', 'application/json']], ...(body && { body: JSON.stringify(body) }) },
    status: 200,
    response: { headers: [], ...(answer && { body: JSON.stringify(answer) }) },
    ...more,
  } satisfies RecordedExchange;
}
const login = (username: string, password: string, token = `token-of-${username}-0123456789`) =>
  exchange('/api/login', { body: { username, password }, answer: { access_token: token } });
const me = (token: string) => exchange('/api/me', { request: { headers: [['authorization', `Bearer ${token}`]] } });

const ADA = login('ada', 'password of ada');
const BOB = login('bob', 'password of bob');
const ME = me('token-of-ada-0123456789');

/** Saves one after the other. What was sent is known to the later ones. */
function saved(exchanges: readonly RecordedExchange[], from = OWN, sent: readonly RecordedExchange[] = []) {
  let known: SavedSteps = NOTHING_SAVED;
  let scenario = from;
  const earlier = [...sent];
  for (const each of exchanges) {
    const growth = grownScenario(scenario, each, earlier, known, OPTIONS);
    if ('contradiction' in growth) assert.fail(growth.contradiction);
    ({ scenario, saved: known } = growth);
    earlier.push(each);
  }
  return scenario;
}
const passwords = ({ steps }: ScenarioSource) =>
  steps.flatMap(({ request }) => (request?.json as { readonly password?: string } | undefined)?.password ?? []);
const grownOn = (server: ScenarioSource['server'], running: { readonly [option: string]: Json }) =>
  grownScenario({ ...OWN, ...(server && { server }) }, ADA, [], NOTHING_SAVED, { ...OPTIONS, server: running });

describe('a scenario that a step is saved in', () => {
  it('two secrets that differ have two names, and one that comes again has the name that it had', () => {
    const scenario = saved([ADA, BOB, ADA]);
    assert.deepEqual(passwords(scenario), ['{{password}}', '{{password2}}', '{{password}}']);
    assert.deepEqual(scenario.variables, {
      password: { env: 'SESSION_WORKBENCH_PASSWORD', secret: true },
      password2: { env: 'SESSION_WORKBENCH_PASSWORD2', secret: true },
    });
  });

  it('a secret gets no name whose value nobody knows, and reads no variable of the environment that another reads', () => {
    const password = { env: 'SESSION_WORKBENCH_ANY', secret: true };
    const variables = { password, other: { env: 'SESSION_WORKBENCH_PASSWORD2', secret: true } };
    const scenario = saved([ADA], { ...OWN, variables });
    assert.deepEqual(passwords(scenario), ['{{password3}}']);
    assert.deepEqual(scenario.variables?.password, password);
  });

  it('a name that only a step of the scenario takes or says is no name of a secret', () => {
    const steps = [{ note: '{{password}}' }, { take: { password2: '/a' } }];
    assert.deepEqual(passwords(saved([ADA], { ...OWN, steps })), ['{{password3}}']);
  });

  it('what the answer of a saved step gave is taken from it, also when that request was sent again', () => {
    const again = login('ada', 'password of ada', 'token-that-came-later-0123');
    for (const [sent, last] of [
      [[], ME],
      [[ADA, again], me('token-that-came-later-0123')],
    ] as const) {
      const { steps, variables } = saved([ADA, last], OWN, sent);
      assert.deepEqual(steps[1]?.take, { access_token: '/access_token' });
      assert.deepEqual(steps[2]?.request?.headers, { authorization: 'Bearer {{access_token}}' });
      assert.deepEqual([steps.length, Object.keys(variables ?? {})], [3, ['password']]);
    }
  });

  it('what an answer gave that is not in the scenario comes with its step, and no other does', () => {
    const { steps } = saved([ME], OWN, [BOB, ADA, exchange('/api/other')]);
    assert.deepEqual(
      steps.map(({ title, take }) => [title, take]),
      [
        [undefined, undefined],
        ['POST /api/login', { access_token: '/access_token' }],
        ['GET /api/me', undefined],
      ],
    );
  });

  it('the step that gave a cookie comes with the one that sends it', () => {
    const given = exchange('/a', { response: { headers: [['set-cookie', 'id=1; Path=/']] } });
    const sends = exchange('/b', { request: { headers: [['cookie', 'x=2; id=1']] } });
    assert.deepEqual(
      saved([sends], OWN, [given]).steps.map(({ title }) => title),
      [undefined, 'GET /a', 'GET /b'],
    );
  });

  it('a saved step that somebody changed gives nothing', () => {
    const first = grownScenario(OWN, ADA, [], NOTHING_SAVED, OPTIONS);
    if ('contradiction' in first) assert.fail();
    const steps = first.scenario.steps.map((step) => ({ ...step, ...(step.request && { request: { url: '/x' } }) }));
    const second = grownScenario({ ...first.scenario, steps }, ME, [ADA], first.saved, OPTIONS);
    if ('contradiction' in second) assert.fail();
    assert.deepEqual(
      second.scenario.steps.map(({ request }) => request?.url),
      [undefined, '/x', '/api/login', '/api/me'],
    );
    assert.deepEqual(passwords(second.scenario), ['{{password}}']);
  });

  it('a step that was undone gives nothing to the name of one that was saved after it', () => {
    const other = login('ada', 'another password');
    const undone = grownScenario(OWN, ADA, [], NOTHING_SAVED, OPTIONS);
    if ('contradiction' in undone) assert.fail();
    const kept = grownScenario(OWN, other, [], undone.saved, OPTIONS);
    if ('contradiction' in kept) assert.fail();
    const last = grownScenario(kept.scenario, ADA, [], kept.saved, OPTIONS);
    assert.deepEqual('scenario' in last && passwords(last.scenario), ['{{password}}', '{{password2}}']);
    const after = grownScenario(kept.scenario, ME, [ADA], kept.saved, OPTIONS);
    assert.deepEqual('scenario' in after && passwords(after.scenario), ['{{password}}', '{{password2}}']);
  });

  it('a step is answered by the server that the scenario has, and sent by an actor of the same role', () => {
    const { actors, steps } = saved([ADA]);
    assert.deepEqual([Object.keys(actors), steps[1]?.from, steps[1]?.to], [['App', 'Backend'], 'App', 'Backend']);
    const other = saved([ADA], { ...OWN, actors: { App: { role: 'person' } } });
    assert.deepEqual(Object.keys(other.actors), ['App', 'App 2', 'Token Server']);
    assert.deepEqual([other.steps[1]?.from, other.steps[1]?.to], ['App 2', 'Token Server']);
  });

  for (const [name, server, running, expected] of [
    ['a system that it lacks', { mobile: {} }, { tokens: { a: 1 }, web: {} }, { mobile: {}, tokens: { a: 1 } }],
    ['an option that it lacks', { tokens: { b: 2 } }, { tokens: { a: 1, b: 2 } }, { tokens: { a: 1, b: 2 } }],
    ['nothing if it has all', { tokens: { a: 1, b: 2 } }, { tokens: { a: 1 } }, { tokens: { a: 1, b: 2 } }],
    [
      'what is not as it is by itself',
      { tokens: { a: 1 } },
      { tokens: { rotation: 'rotate', graceSeconds: 5, paths: { login: '/api/login' } } },
      { tokens: { a: 1, graceSeconds: 5 } },
    ],
    ['nothing of what is as by itself', { tokens: true }, { tokens: { rotation: 'rotate' } }, { tokens: true }],
    ['an option that it lacks, where it had none', { tokens: true }, { tokens: { a: 1 } }, { tokens: { a: 1 } }],
    ['nothing of a server without options', { tokens: { a: 1 } }, {}, { tokens: { a: 1 } }],
  ] as const) {
    it(`the server of the scenario gets ${name}`, () => {
      const growth = grownOn(server, running);
      assert.deepEqual('scenario' in growth && growth.scenario.server, expected);
    });
  }

  it('a scenario whose server has another value of an option of the system is refused', () => {
    assert.deepEqual(grownOn({ tokens: { a: 1 } }, { tokens: { a: 2 } }), { contradiction: 'tokens.a' });
    // What the running one does not have is as it is by itself.
    assert.deepEqual(grownOn({ tokens: { rotation: 'keep' } }, { tokens: true }), { contradiction: 'tokens.rotation' });
    assert.ok('scenario' in grownOn({ tokens: {}, mobile: { a: 1 } }, { tokens: {}, mobile: { a: 2 } }));
  });

  it('the body of a login is JSON in the step as it was sent, but with a key that may be a secret it stays a text', () => {
    const device = { name: 'Phone', platform: 'ios', model: 'iPhone15,2', appVersion: '1.0' };
    const sent = { username: 'ada', password: 'password of ada', device };
    const requestOf = (body: object) => saved([exchange('/api/login', { body })]).steps[1]?.request;
    assert.deepEqual(requestOf(sent), { url: '/api/login', json: { ...sent, password: '{{password}}' } });
    const odd = requestOf({ username: 'ada', auth: { 'correct-horse-7': true } });
    assert.equal(odd?.json, undefined);
    assert.doesNotMatch(JSON.stringify(odd), /horse/);
  });

  const PHONE = {
    email: 'jane.doe@example.com',
    application: { id: 'com.contactApp.Contact', name: 'Contact', version: '1.0.0' },
    device: { id: '0DC5132E-1EF4-407C-A832-5FE33D818AF3', description: 'iPhone X', version: '11.3', simulator: true },
    language: { id: 'en_US', code: 'en', region: 'US' },
    send: 'link',
    parameters: {},
  };
  const COMPOSED = { ...OPTIONS, server: { mobile: {} }, isByName: true };
  const composed = (url: string, rest: Parameters<typeof exchange>[1]) =>
    firstScenario(exchange(url, { face: 'mobile', ...rest }), [], COMPOSED).scenario;
  const AUTHENTICATE = '/mobileapp/$authenticate';

  it('the example of a login is a step as it is, whoever recorded it', () => {
    for (const isByName of [true, false]) {
      const sent = exchange(AUTHENTICATE, { face: 'mobile', body: PHONE });
      const { scenario } = firstScenario(sent, [], { ...COMPOSED, isByName });
      assert.deepEqual(
        [scenario.variables, scenario.steps[0]?.request],
        [undefined, { url: AUTHENTICATE, json: PHONE }],
      );
    }
    const password = { username: 'ada', password: 'example' };
    const tokens = { ...COMPOSED, server: { tokens: {} } };
    const { scenario } = firstScenario(exchange('/api/login', { body: password }), [], tokens);
    assert.deepEqual([scenario.variables, scenario.steps[0]?.request?.json], [undefined, password]);
  });

  for (const secret of ['1', '11', 'X', '1234', 'links', 'remark', 'iPhone', 'contact']) {
    it(`the secret ${secret} is a variable where it is a whole value, and is left in others`, () => {
      const body = { ...PHONE, note: 'plain-remark', text: 'an iPhone X for 1 links, 1234x', pin: secret };
      const { steps } = composed(`${AUTHENTICATE}?token=${secret}&x=0&next=a%2D1`, {
        method: 'POST',
        request: {
          headers: [
            ['content-type', 'application/json'],
            ['x-own', `a ${secret} b`],
            ['authorization', `Bearer ${secret}`],
          ],
          body: JSON.stringify(body),
        },
      });
      const request = steps[0]?.request;
      const variable = /\{\{\w+\}\}/.exec(request?.url ?? '')?.[0] ?? assert.fail(request?.url);
      assert.equal(request?.url, `${AUTHENTICATE}?token=${variable}&x=0&next=a%2D1`);
      assert.deepEqual(request?.headers, { 'x-own': `a ${secret} b`, authorization: `Bearer ${variable}` });
      assert.deepEqual(request?.json, { ...body, pin: variable });
    });
  }

  it('only what its name calls a secret is one in a login that was composed, and what has no name', () => {
    const body = { ...PHONE, note: 'plain-remark', password: 'correct horse' };
    const { steps, variables } = composed(`${AUTHENTICATE}?token=abcd1234&x=1`, { body });
    assert.deepEqual(steps[0]?.request, {
      url: `${AUTHENTICATE}?token={{token}}&x=1`,
      json: { ...body, password: '{{password}}' },
    });
    assert.deepEqual(Object.keys(variables ?? {}).sort(), ['password', 'token']);
    const listed = composed('/rest/$catalog/authentify', { body: ['ada', 'correct horse'] });
    assert.doesNotMatch(JSON.stringify(listed), /horse/);
  });

  it('a new scenario has no port of this machine', () => {
    for (const [platform, kept] of [
      [{ port: 39593 }, {}],
      [{ port: 39593, host: 'pay.localhost' }, { platform: { host: 'pay.localhost' } }],
    ] as const) {
      const { scenario } = firstScenario(ADA, [], { ...OPTIONS, server: { tokens: {}, port: 1, platform } });
      assert.deepEqual(scenario.server, { tokens: {}, ...kept });
    }
  });

  it('a new scenario has the options of the running server, and the steps that gave what the request sends', () => {
    const { scenario } = firstScenario(ME, [BOB, ADA], { ...OPTIONS, server: { ...OPTIONS.server, port: 1 } });
    assert.deepEqual(Object.keys(scenario), ['name', 'description', 'server', 'actors', 'variables', 'steps']);
    assert.deepEqual(scenario.server, OPTIONS.server);
    assert.equal(scenario.steps.length, 2);
  });
});
