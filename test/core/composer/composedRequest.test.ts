import assert from 'node:assert/strict';
import { phraseText } from '../../../src/core/compliance/phrase';
import { bodyProblem } from '../../../src/core/composer/bodyProblem';
import {
  composedRequest,
  draftFor,
  draftProblem,
  filledDraft,
  type RequestDraft,
  routeChoices,
} from '../../../src/core/composer/composedRequest';
import { exampleOf } from '../../../src/core/composer/exampleOf';
import type { BodySchema } from '../../../src/core/system/routeRequest';
import { SYSTEM_PARTS } from '../../../src/core/systems';
import { handlerRoutes } from '../../../src/core/systems/web/toldHandler';

const ALL = SYSTEM_PARTS.map(({ name }) => name);
const DRAFT: RequestDraft = { method: 'get', path: '/a?b=c', headers: '', body: '', sender: '' };
const problemOf = (draft: Partial<RequestDraft>) => {
  const problem = draftProblem({ ...DRAFT, ...draft }, undefined);
  return problem && [phraseText(problem.text), problem.weight === 'fatal'];
};

describe('the routes that a request can be composed for', () => {
  it('only the systems that run have routes to compose a request for', () => {
    const routes = routeChoices(SYSTEM_PARTS, ['mobile'], {});
    assert.ok(routes.some(({ id }) => id === 'POST /mobileapp/$authenticate'));
    assert.deepEqual([...new Set(routes.map(({ system }) => system))], ['mobile']);
    assert.deepEqual(routeChoices(SYSTEM_PARTS, [], {}), []);
  });

  it('a system that runs without options has its routes, and paths that the options choose are meant', () => {
    const web = routeChoices(SYSTEM_PARTS, ['web'], {});
    assert.ok(web.some(({ id }) => id === 'POST /rest/$catalog/authentify'));
    const tokens = routeChoices(SYSTEM_PARTS, ['tokens'], { tokens: { paths: { login: '/sign-in' } } });
    const login = tokens.find(({ id }) => id === 'POST /sign-in');
    assert.equal(login?.request?.body?.kind, 'json');
  });

  it('the example of a body has the names that the options give to its members', () => {
    const fields = { username: 'user', password: 'secret', device: 'phone', refresh_token: 'renew', current: 'old' };
    const routes = routeChoices(SYSTEM_PARTS, ['tokens'], { tokens: { fields } });
    const membersOf = (route: string) => {
      const choice = routes.find(({ id }) => id === route) ?? assert.fail(route);
      return Object.keys(JSON.parse(draftFor(choice, '').body));
    };
    assert.deepEqual(membersOf('POST /api/login'), ['user', 'secret', 'phone']);
    assert.deepEqual(membersOf('POST /api/refresh'), ['renew']);
    assert.deepEqual(membersOf('POST /api/password'), ['old', 'new']);
  });

  it('every route that takes a body of a form of its own has an example of it', () => {
    const without = routeChoices(SYSTEM_PARTS, ALL, {}).filter(
      ({ id, request }) => /^(POST|PUT|PATCH) /.test(id) && !request?.body,
    );
    // What pages and handlers take is known to the project alone.
    assert.deepEqual(
      without.map(({ id }) => id),
      ['POST /*', 'POST /rest/$directory/login'],
    );
  });

  for (const [entry, routes] of [
    [{ pattern: 'start' }, ['GET /start/', 'POST /start/']],
    [{ pattern: '/start/', verbs: 'get' }, ['get /start/']],
    [
      { regexPattern: '/my4DApp/completeOperation', verbs: 'GET, PUT' },
      ['GET /my4DApp/completeOperation', 'PUT /my4DApp/completeOperation'],
    ],
    [{ regexPattern: '^/order/([0-9]+)/pay$', verbs: 'POST' }, ['POST /order/{path}']],
    [{ regexPattern: '(a|b)', verbs: 'GET' }, ['GET /{path}']],
  ] as const) {
    it(`a request to the handler ${JSON.stringify(entry)} goes to ${routes.join(' or ')}`, () => {
      assert.deepEqual(handlerRoutes({ class: 'C', method: 'm', ...entry }), routes);
    });
  }

  it('what is known of a request is about a route that there is', () => {
    const servers = Object.fromEntries(ALL.map((name) => [name, {}]));
    const strays = SYSTEM_PARTS.flatMap((part) => {
      const routes = part.routes?.(servers) ?? [];
      return (part.requests?.(servers) ?? []).map(({ route }) => route).filter((route) => !routes.includes(route));
    });
    assert.deepEqual(strays, []);
  });

  it('the example that a request begins with is nothing that would be complained of', () => {
    for (const choice of routeChoices(SYSTEM_PARTS, ALL, {})) {
      const draft = draftFor(choice, 'somebody');
      assert.equal(draft.sender, 'somebody');
      assert.equal(bodyProblem(draft.body, choice.request?.body), undefined, choice.id);
    }
  });

  it('what is variable in a route has to be written before the request is sent', () => {
    const choice = { id: 'GET /mobileapp/$info/:part', system: 'mobile', request: undefined };
    const draft = draftFor(choice, '');
    assert.equal(draft.path, '/mobileapp/$info/{part}');
    assert.deepEqual(problemOf(draft), ['Write what is meant in the place of {part}.', true]);
  });
});

describe('what is not in the example of a request', () => {
  const choices = routeChoices(SYSTEM_PARTS, ['tokens', 'mobile', 'web'], {
    tokens: { fields: { refresh_token: 'renew' } },
  });
  const choiceOf = (route: string) => choices.find(({ id }) => id === route) ?? assert.fail(route);
  const toldOf = (
    route: string,
    changed: Partial<RequestDraft> = {},
    given: ReadonlyMap<string, string> = new Map(),
  ) => {
    const { request } = choiceOf(route);
    const problem = draftProblem({ ...draftFor(choiceOf(route), ''), ...changed }, request, given);
    return problem && [phraseText(problem.text), problem.weight];
  };
  const GIVEN = new Map([['refresh_token', 'a"+b']]);

  it('what only an answer gives has a place in the example, and is put there when one has given it', () => {
    for (const [route, before, after] of [
      ['POST /api/refresh', '"renew": "{refresh_token}"', '"renew": "a\\"+b"'],
      ['POST /oauth/token', 'refresh_token={refresh_token}', 'refresh_token=a%22%2Bb'],
    ] as const) {
      const { request } = choiceOf(route);
      const draft = draftFor(choiceOf(route), '');
      assert.ok(draft.body.includes(before), draft.body);
      assert.deepEqual(toldOf(route), ['Write what is meant in the place of {refresh_token}.', 'wrong']);
      assert.deepEqual(toldOf(route, {}, GIVEN), ['An earlier answer gives {refresh_token}.', 'hint']);
      assert.ok(filledDraft(draft, request, GIVEN).body.includes(after));
      assert.deepEqual(filledDraft(draft, request, new Map()), draft);
      assert.equal(toldOf(route, { body: draft.body.replace('{refresh_token}', 'own') }), undefined);
    }
  });

  it('a route that is answered only in a session says so while there is none', () => {
    const told = ['This is answered only in a session: choose one above, or log in first.', 'hint'];
    assert.deepEqual(toldOf('GET /api/me'), told);
    assert.deepEqual(toldOf('GET /mobileapp/$catalog'), told);
    assert.equal(toldOf('GET /api/me', { sender: 'kept' }), undefined);
    assert.equal(toldOf('GET /api/me', { headers: 'authorization: Bearer own' }), undefined);
    assert.equal(toldOf('GET /rest/$getWebForm')?.[1], 'hint');
  });

  it('a secret that was not kept over a reload has to be written again', () => {
    const body = '{"username":"ada","password":"•••"}';
    assert.deepEqual(toldOf('POST /api/login', { body }), [
      'Secrets are not kept: write them in the place of •••.',
      'wrong',
    ]);
  });
});

describe('a request that is composed', () => {
  it('a composed request has what was written, and what the sender adds in the place of what was written', () => {
    const draft = { ...DRAFT, method: 'post', headers: 'Authorization: mine\nX-Own: 1', body: 'é' };
    assert.deepEqual(composedRequest(draft, 'http://h:1', [['authorization', 'Bearer theirs']]), {
      method: 'POST',
      url: 'http://h:1/a?b=c',
      headers: [
        ['X-Own', '1'],
        ['authorization', 'Bearer theirs'],
        ['Content-Length', '2'],
      ],
      body: 'é',
    });
  });

  it('a composed request that cannot be sent is told, and one to another server is none', () => {
    assert.equal(problemOf({}), undefined);
    assert.deepEqual(problemOf({ method: 'G T' }), ['“G T” is no method.', true]);
    for (const path of ['http://elsewhere/', 'a', ''])
      assert.deepEqual(problemOf({ path }), [
        'A path begins with a slash. The request goes to the dev server alone.',
        true,
      ]);
    assert.deepEqual(problemOf({ headers: 'fine: 1\nnot fine' }), ['“not fine” is no header.', true]);
  });

  it('a path that looks like another host goes to the dev server all the same', () => {
    const { url } = composedRequest({ ...DRAFT, path: '//elsewhere/x' }, 'http://127.0.0.1:80', []);
    assert.equal(new URL(url).hostname, '127.0.0.1');
    assert.deepEqual(problemOf({ path: '@elsewhere/' })?.[1], true);
  });
});

describe('the body of a composed request', () => {
  const schema: BodySchema = {
    type: 'object',
    required: ['action'],
    properties: {
      action: { type: 'string', enum: ['login', 'logout'] },
      tags: { type: 'array', items: { type: 'string' } },
      more: { type: 'object', properties: { count: { type: 'number' }, on: { type: 'boolean' } } },
    },
  };
  const told = (text: string) => {
    const problem = bodyProblem(text, { kind: 'json', schema });
    return problem && phraseText(problem);
  };

  it('an example has a value for each member, its own where the schema has one', () => {
    assert.deepEqual(exampleOf(schema), { action: 'login', tags: [''], more: { count: 0, on: false } });
    assert.deepEqual(exampleOf({ type: 'string', examples: ['a', 'b'] }), 'a');
  });

  it('a body that is not as its schema has it is told with the place', () => {
    assert.equal(told('{"action":"login","other":1}'), undefined);
    assert.equal(told(''), undefined);
    assert.match(String(told('{')), /^The body is not JSON: /);
    assert.equal(told('[]'), '/ has to be of this type: object');
    assert.equal(told('{}'), '“action” is missing in /.');
    assert.equal(told('{"action":"leave"}'), '/action has to be one of these: login, logout');
    assert.equal(told('{"action":"login","tags":["a",1]}'), '/tags/1 has to be of this type: string');
    assert.equal(told('{"action":"login","more":{"count":"1"}}'), '/more/count has to be of this type: number');
    assert.equal(told('{"action":null}'), '/action has to be of this type: string');
  });

  it('a body that is a form or any text is not judged', () => {
    assert.equal(bodyProblem('{', { kind: 'form', schema }), undefined);
    assert.equal(bodyProblem('{', undefined), undefined);
  });
});
