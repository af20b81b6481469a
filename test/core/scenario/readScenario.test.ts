import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ACTORS, found, marked, read, withSteps } from './reading';

const call = (more: object = {}) => ({ from: 'App', to: 'Server', title: 'Call', request: { url: '/x', ...more } });

describe('readScenario', () => {
  it('readScenario reads steps with their kind, place and text', () => {
    const text = withSteps([
      call(),
      { note: 'Look' },
      { title: 'Hi', from: 'App', to: 'App' },
      { clock: { advance: '5 min' } },
    ]);
    const { scenario, findings } = read(text);
    assert.deepEqual(findings, []);
    assert.deepEqual(
      scenario?.steps.map(({ index, kind, place }) => [index, kind, place.range.start.line]),
      [
        [0, 'request', 5],
        [1, 'note', 6],
        [2, 'message', 7],
        [3, 'clock', 8],
      ],
    );
    assert.equal(scenario?.file, 'main.scenario.json');
  });

  it('readScenario says where a text is no JSON, and nothing else', () => {
    const reading = read('{\n  "name": "x",\n  oops\n}');
    assert.equal(reading.scenario, undefined);
    assert.equal(found(reading).length, 1);
    assert.match(String(found(reading)[0]), /^3 scenario\/json Not well-formed JSON: .*“oops”/);
    assert.match(String(found(read(''))[0]), /The file is empty/);
    assert.match(String(found(read('[]'))[0]), /A scenario is one JSON object/);
  });

  it('a number in a scenario is refused at its place, or is sent as it is written', () => {
    const places: readonly ((number: string) => string)[] = [
      (number) => withSteps([call({ json: '@' })]).replace('"@"', number),
      (number) => withSteps([call({ json: { a: [1, { b: '@' }] } })]).replace('"@"', `\n${number}\n`),
      (number) => withSteps([{ ...call(), expect: { body: { json: { '/id': '@' } } } }]).replace('"@"', number),
    ];
    const digits = fc.stringMatching(/^[1-9][0-9]{0,24}$/);
    const integer = fc.tuple(fc.constantFrom('', '-'), digits).map((parts) => parts.join(''));
    const edges = [
      '9007199254740991',
      '9007199254740993',
      '-9007199254740993',
      '1e308',
      '1e309',
      '1E+999',
      '10000000000000000',
    ];
    fc.assert(
      fc.property(fc.oneof(integer, fc.constantFrom(...edges)), fc.constantFrom(...places), (number, place) => {
        const text = place(number);
        const reading = read(text);
        const isKept =
          Number.isFinite(Number(number)) && (/e/i.test(number) || BigInt(number) === BigInt(Number(number)));
        if (isKept) return assert.deepEqual(reading.findings, []);
        assert.match(String(found(reading)[0]), /scenario\/json The number \S+ would be read as \S+; write it as text/);
        assert.equal(marked(text, reading), number);
        assert.equal(reading.scenario, undefined);
      }),
    );
  });

  it('readScenario says what the schema refuses, at its place', () => {
    const text = withSteps([
      call({ url: 3, metod: 'GET' }),
      { title: 'x', expect: { status: 'ok' }, from: 'App', to: 'App' },
    ]);
    const reading = read(text);
    assert.deepEqual(found(reading), [
      '6 scenario/schema "steps.0.request.url" must be of type string, not: number.',
      '6 scenario/schema Property "metod" is not allowed here; is "method" meant? Allowed: "method", "url", "headers", "json", "form", "text", "follow", "as", "initiator", "mode", "alongside", "drop", "tamper".',
      '7 scenario/schema "steps.1.expect.status" must be of type integer, array, not: string.',
    ]);
    assert.equal(marked(text, reading), '3');
  });

  for (const [settings, words] of [
    [{ SessionTimout: 1000 }, 'Property "SessionTimout" is not allowed here; is "SessionTimeout" meant?'],
    [
      { SessionIdCookieName: 'SID' },
      'Property "SessionIdCookieName" is not allowed here; is "com.mendix.core.SessionIdCookieName" meant?',
    ],
    [
      { 'com.mendix.core.SessionTimeout': 1000 },
      'Property "com.mendix.core.SessionTimeout" is not allowed here; is "SessionTimeout" meant?',
    ],
    [
      { 'com.mendix.HybridAppLoginTimeOut': 1 },
      'Property "com.mendix.HybridAppLoginTimeOut" is not allowed here; is "com.mendix.webui.HybridAppLoginTimeOut" meant?',
    ],
    [{ ScheduledEvents: 'NONE' }, 'Property "ScheduledEvents" is not allowed here; allowed: "'],
    [
      { SessionTimeout: 'ten minutes' },
      '"server.mendix.settings.SessionTimeout" must be written as in "PT10M", "10 minutes".',
    ],
  ] as const) {
    it(`readScenario says of the custom settings ${JSON.stringify(settings)} what is wrong, and what may be meant`, () => {
      const text = withSteps([], { server: { mendix: { settings } } });
      const reading = read(text);
      const [finding] = found(reading);
      assert.ok(String(finding).includes(words), String(finding));
      const [[name, value] = []] = Object.entries(settings);
      assert.equal(marked(text, reading), JSON.stringify(words.startsWith('Property') ? name : value));
    });
  }

  for (const [event, words] of [
    [{ reachMendixSweep: {} }, '"steps.0.event.reachMendixSweep" must be true; it is object.'],
    [{ sweepMendixSessions: false }, '"steps.0.event.sweepMendixSessions" must be true; it is false.'],
    [
      { patchMendixUser: { user: 'bob' } },
      'Of these properties, "steps.0.event.patchMendixUser" must have at least 1: "active", "blocked", "password".',
    ],
    [
      { patchMendixUser: { name: 'bob', blocked: true } },
      'Property "name" is not allowed here; is "user" meant? Allowed: "user", "active", "blocked", "password".',
    ],
    [
      { patchMendixUser: { user: 'b', block: true } },
      'Property "block" is not allowed here; is "blocked" meant? Allowed: "user", "active", "blocked", "password".',
    ],
    [{ reachMendixSwep: true }, 'Property "reachMendixSwep" is not allowed here; is "reachMendixSweep" meant?'],
  ] as const) {
    it(`readScenario says of the event ${JSON.stringify(event)} what is wrong with it, in words`, () => {
      const all = found(read(withSteps([{ title: 'x', event }])));
      assert.ok(
        all.some((each) => each.includes(words)),
        all.join('\n'),
      );
      assert.ok(!all.some((each) => /must NOT|constant/.test(each)), all.join('\n'));
    });
  }

  for (const [members, words] of [
    [{ actors: {} }, '"actors" must not be empty.'],
    [
      { actors: Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`a${at}`, { role: 'browser' }])) },
      '"actors" has too many properties: at most 200.',
    ],
  ] as const) {
    it(`readScenario says in plain words that ${words}`, () => {
      const all = found(read(withSteps([], members)));
      assert.ok(
        all.some((each) => each.includes(words)),
        all.join('\n'),
      );
      assert.ok(!all.some((each) => /must NOT/.test(each)), all.join('\n'));
    });
  }

  for (const settings of [{ ScheduledEventExecution: 'NONE' }, { 'com.mendix.core.StorageService': 'x' }]) {
    it(`readScenario takes the custom settings ${JSON.stringify(settings)}, which Mendix has`, () => {
      assert.deepEqual(found(read(withSteps([], { server: { mendix: { settings } } }))), []);
    });
  }

  it('readScenario checks the options of the server as the server does, and leaves the address to the runner', () => {
    assert.match(
      String(found(read(withSteps([], { server: { mobile: { policy: { otherwise: { outcome: 'maybe' } } } } })))[0]),
      /must be one of/,
    );
    assert.ok(found(read(withSteps([], { server: { port: 80 } }))).length > 0);
    assert.deepEqual(found(read(withSteps([], { server: { seed: 'x', mobileApps: 'Data' } }))), []);
  });

  it('readScenario knows the actors', () => {
    const text = withSteps([
      call({ as: 'Apps' }),
      { title: 'x', from: 'Nobody', to: 'Server' },
      { note: 'x', over: ['App', 'Servre'] },
      { event: { clearCookies: { actor: 'Ap' } } },
    ]);
    const reading = read(text);
    assert.deepEqual(found(reading), [
      '6 scenario/actor There is no actor "Apps"; is "App" meant?',
      '7 scenario/actor There is no actor "Nobody".',
      '8 scenario/actor There is no actor "Servre"; is "Server" meant?',
      '9 scenario/actor There is no actor "Ap"; is "App" meant?',
    ]);
    assert.equal(marked(text, reading, 1), '"Nobody"');
  });

  it('readScenario takes no number that leads to where there are no dates', () => {
    const century = 3_155_760_000_000;
    const texts = (offset: number, idleTimeout: number, lifespan: number) =>
      JSON.stringify({
        ...JSON.parse(
          withSteps([
            { title: 'x', event: { patchWebSession: { session: 'a', idleTimeout } } },
            { title: 'y', event: { createOtp: { session: 'a', lifespan } } },
          ]),
        ),
        actors: { ...ACTORS, Late: { role: 'app', clockOffsetMs: offset } },
      });
    const count = (text: string) => read(text).findings.filter(({ code }) => code === 'scenario/schema').length;
    for (const sign of [1, -1]) assert.equal(count(texts(sign * century, 52_560_000, 3_153_600_000)), 0);
    assert.equal(count(texts(century + 1, 52_560_001, 3_153_600_001)), 3);
    assert.equal(count(texts(-1e300, -1, -1)), 3);
  });

  it('readScenario marks a variable that has no value yet, and only it', () => {
    const steps = [
      call({ url: '/\\"{{server.url}}/{{token}}', headers: { 'X-{{ nope|url }}': '{{otp}}' } }),
      { ...call(), take: { token: '/token' }, expect: { body: { json: { '/again': '{{token}}' } } } },
      call({ json: { deep: ['{{token}}', '{{tokn}}'] } }),
      call({ url: '{{token|upper}}' }),
    ];
    const text = withSteps(steps);
    const reading = read(text);
    assert.deepEqual(found(reading), [
      '6 scenario/variable The variable "token" has no value here: no variable is called so, and no step before takes it.',
      '6 scenario/variable The variable "nope" has no value here: no variable is called so, and no step before takes it.',
      '8 scenario/variable The variable "tokn" has no value here; is "token" meant?',
      '9 scenario/variable There is no filter "upper"; there are url, base64, json and inJson.',
    ]);
    assert.deepEqual(
      [0, 1, 2].map((at) => marked(text, reading, at)),
      ['{{token}}', '{{ nope|url }}', '{{tokn}}'],
    );
  });

  it('readScenario hints at a variable that nobody uses, and at a key that is there twice', () => {
    const text = `{"name":"x","name":"y","actors":${JSON.stringify(ACTORS)},"variables":{"unused":1,"used":2},"steps":[${JSON.stringify(call({ url: '/{{used}}' }))}]}`;
    const reading = read(text);
    assert.deepEqual(
      reading.findings.map(({ code, severity }) => `${severity} ${code}`),
      ['hint scenario/duplicate-key', 'hint scenario/unused'],
    );
    assert.equal(marked(text, reading, 1), '"unused"');
    assert.ok(reading.scenario, 'hints do not keep it from running');
  });

  it('readScenario wants each step to be one thing, whole', () => {
    const reading = read(
      withSteps([
        { ...call(), note: 'x' },
        { title: 'x', from: 'App' },
        { request: { url: '/x' } },
        { note: 'x', expect: { status: 200 } },
        call({ json: 1, text: 'x' }),
        { clock: { advance: 'soon' } },
        { fault: { name: 'slow' } },
        { fault: { remove: 'slow' } },
        { ...call(), take: { a: { json: '/a', header: 'b' }, b: { match: 'x' } } },
      ]),
    );
    assert.deepEqual(
      reading.findings.map(({ range, code, pointer }) => `${range.start.line + 1} ${code} ${pointer}`),
      [
        '6 scenario/step /steps/0/note',
        '7 scenario/step /steps/1',
        '8 scenario/step /steps/2/request',
        '9 scenario/step /steps/3/expect',
        '10 scenario/step /steps/4/request/text',
        '11 scenario/step /steps/5/clock/advance',
        '12 scenario/step /steps/6/fault',
        '13 scenario/fault /steps/7/fault/remove',
        '14 scenario/step /steps/8/take/a',
        '14 scenario/step /steps/8/take/b',
      ],
    );
  });

  it('readScenario finds expectations that can never hold, and patterns that are none', () => {
    const expecting = (expect: object) => ({ ...call(), expect });
    const reading = read(
      withSteps([
        expecting({ cookies: { sid: { set: false, secure: true } } }),
        expecting({ cause: { has: 'a', lacks: ['b', 'a'] } }),
        expecting({ cause: { last: 'a', lacks: 'a' } }),
        expecting({ webSession: { exists: false, isGuest: true } }),
        expecting({ mobileSession: { exists: false, evicted: 3 } }),
        expecting({ status: 0, body: { contains: 'x' } }),
        expecting({ body: { contains: 'abc', lacks: 'b' } }),
        expecting({ body: { equals: 'abc', contains: 'x' } }),
        expecting({ body: { matches: '(' } }),
        expecting({ headers: { location: { matches: '[' } } }),
        { ...call(), take: { a: { body: true, match: '*' } } },
        expecting({ body: { matches: '^{{server.url}}$' }, cookies: { sid: { set: false } } }),
      ]),
    );
    assert.deepEqual(
      reading.findings.map(({ range, code }) => `${range.start.line + 1} ${code}`),
      [
        '6 scenario/never',
        '7 scenario/never',
        '8 scenario/never',
        '9 scenario/never',
        '11 scenario/never',
        '12 scenario/never',
        '13 scenario/never',
        '14 scenario/pattern',
        '15 scenario/pattern',
        '16 scenario/pattern',
      ],
    );
  });

  it('readScenario wants a request just before one that is sent alongside, and nothing that is taken from it', () => {
    const take = { token: '/token' };
    const alone = found(read(withSteps([{ note: 'Nothing is sent.' }, call({ url: '/', alongside: true })])));
    assert.match(String(alone), /^7 scenario\/step The step before is no request/);
    const early = withSteps([
      { ...call({ url: '/' }), take },
      { ...call({ url: '/{{token}}', alongside: true }), take: { other: '/token' } },
      call({ url: '/', headers: { a: '{{other}}' }, alongside: true }),
      call({ url: '/{{token}}{{other}}' }),
    ]);
    const findings = found(read(early));
    assert.equal(findings.length, 2);
    assert.match(String(findings[0]), /^7 scenario\/variable The variable "token" .* not there yet/);
    assert.match(String(findings[1]), /^8 scenario\/variable The variable "other" .* not there yet/);
    const given = withSteps([{ ...call({ url: '/' }), take }, call({ url: '/{{token}}', alongside: true })], {
      variables: { token: 'T' },
    });
    assert.deepEqual(found(read(given)), [], 'a value from before is there');
  });

  describe('includes', () => {
    const login = withSteps([{ ...call({ url: '/{{email}}' }), take: { token: '/token' } }], {
      actors: { ...ACTORS, Mail: { role: 'browser' } },
      variables: { email: 'included@example.com' },
    });

    it('an include brings steps with places of their own, actors, variables, and what they take', () => {
      const text = withSteps([{ include: 'login' }, call({ url: '/{{token}}', as: 'Mail' })], {
        variables: { email: 'mine@example.com' },
      });
      const { scenario, findings } = read(text, { login });
      assert.deepEqual(findings, []);
      assert.deepEqual(
        scenario?.steps.map(({ index, place }) => [index, place.file]),
        [
          [0, 'login'],
          [1, 'main.scenario.json'],
        ],
      );
      assert.deepEqual(scenario?.variables, { email: 'mine@example.com' });
      assert.deepEqual(Object.keys(scenario?.actors ?? {}), ['App', 'Server', 'Mail']);
      assert.deepEqual(scenario?.steps[0]?.placeOf('/request').range.start.line, 5);
    });

    it('an include must be there, be in order, and not go round', () => {
      const files = {
        bad: withSteps([call({ url: '/{{nothing}}' })]),
        round: withSteps([{ include: 'main.scenario.json' }]),
        'main.scenario.json': withSteps([{ include: 'round' }]),
        itself: withSteps([{ include: 'itself' }]),
      };
      const reading = read(
        withSteps([{ include: 'none' }, { include: 'bad' }, { include: 'round' }, { include: 'itself' }]),
        files,
      );
      const [none, bad, round, itself] = found(reading);
      assert.equal(none, '6 scenario/include There is no file "none".');
      assert.match(String(bad), /^7 scenario\/include "bad" is at fault in line 6: The variable "nothing"/);
      assert.match(String(round), /^8 scenario\/include .*circle/);
      assert.match(String(itself), /^9 scenario\/include .*circle/);
    });

    it('an include may be the same twice', () => {
      const { scenario } = read(withSteps([{ include: 'login' }, { include: 'login' }]), { login });
      assert.equal(scenario?.steps.length, 2);
    });
  });

  it('readScenario never throws, whatever the text is', () => {
    const whole = withSteps([call(), { include: 'x' }, { ...call(), take: { a: '/a' }, expect: { status: 200 } }]);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(12), fc.string(), (start, length, text) => {
        const { findings, scenario } = read(whole.slice(0, start) + text + whole.slice(start + length));
        assert.equal(
          scenario === undefined,
          findings.some(({ severity }) => severity === 'error'),
        );
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        read(text);
      }),
    );
  });
});
