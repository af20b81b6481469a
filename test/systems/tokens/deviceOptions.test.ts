import assert from 'node:assert/strict';
import type { DeviceOptionSources } from '../../../src/core/scenario/systemDevice';
import { invalidGrant, PASSWORD, signedIn, status, TestPhone, tokens, UNAUTHORIZED } from './testPhone';

/** Options as a file may have them: of any type. */
function created(options: { readonly [name: string]: unknown }): TestPhone {
  return new TestPhone(options as DeviceOptionSources);
}

describe('The options of a device', () => {
  const presets = [
    ['fintech', 5, 1, true],
    ['corporate', 15, 5, false],
    ['consumer', undefined, undefined, false],
  ] as const;
  for (const [preset, inactivity, background, lock] of presets) {
    it(`the preset ${preset} has its own limits`, () => {
      const { shown, state } = signedIn({ preset });
      const limits = shown.timers.map(({ limitMs }) => (limitMs === undefined ? undefined : limitMs / 60_000));
      assert.deepEqual(limits, [inactivity, background]);
      assert.equal(state.options.lockOnStart, lock);
      assert.equal(state.options.pinTries, 5);
    });
  }

  it('a device without options is that of a consumer', () => {
    assert.deepEqual(new TestPhone().state, new TestPhone({ preset: 'consumer' }).state);
  });

  it('an option of its own comes before the preset', () => {
    const { timers } = signedIn({ preset: 'fintech', inactivity: '90s', background: 'off' }).shown;
    assert.deepEqual(
      timers.map(({ state, limitMs }) => [state, limitMs]),
      [
        ['running', 90_000],
        ['off', undefined],
      ],
    );
  });

  for (const [options, message] of [
    [{ preset: 'bank' }, 'The device option "preset" is one of "fintech", "corporate", "consumer", not "bank".'],
    [{ inactivity: '0s' }, /"inactivity" is a time above zero and up to 36500 days, .* or "off", not "0s"\./],
    [{ inactivity: '-5 min' }, /not "-5 min"\./],
    [{ background: 'soon' }, /"background" is a time above zero .*, not "soon"\./],
    [{ background: '36501d' }, /up to 36500 days/],
    [{ background: 60 }, /not 60\./],
    [{ pinTries: 0 }, 'The device option "pinTries" is a whole number from 1 to 100, not 0.'],
    [{ pinTries: 2.5 }, /not 2\.5\./],
    [{ pinTries: 101 }, /not 101\./],
    [{ lockOnStart: 'yes' }, 'The device option "lockOnStart" is true or false, not "yes".'],
    [{ clock: 'sun' }, /"clock" is one of "wall", "elapsed", "uptime", "larger", not "sun"\./],
    [{ offline: null }, /"offline" is one of "retry", "active", not null\./],
    [{ name: '' }, /"name" is a text that is not empty/],
    [{ clientId: 'x'.repeat(201) }, /"clientId" is a text that is not empty and has no more than 200 characters/],
    [{ inactvity: '5 min' }, 'There is no device option "inactvity". Did you mean "inactivity"?'],
    [{ colour: 'red' }, /There is no device option "colour"\. The options are preset, inactivity, /],
    [{ pauseInBackground: false, onReturn: 'restart' }, /"onReturn" .* Leave one of them out\./],
    [{ routes: 'api', clientId: 'app' }, /"clientId" is for the OAuth routes.* Leave one of them out\./],
  ] as const) {
    it(`a device with ${JSON.stringify(options).slice(0, 60)} is refused with a message that says why`, () => {
      assert.throws(() => created(options), typeof message === 'string' ? { message } : message);
    });
  }
});

describe('What the app of a device sends', () => {
  it('a sign-in is JSON with user name, password and what the app says of the device', () => {
    const { lastSent } = signedIn({ name: 'Ada’s', platform: 'iOS', model: 'X', appVersion: '2.1' });
    assert.equal(
      lastSent,
      `POST /api/login {"username":"ada","password":"${PASSWORD}","device":{"name":"Ada’s","platform":"iOS","model":"X","appVersion":"2.1"}}`,
    );
  });

  it('a call has the access token in its header', () => {
    const { lastSent } = signedIn().do({ call: '/api/me' }, status(200));
    assert.equal(lastSent, 'GET /api/me Bearer secret-access-A');
  });

  it('a call with a body is sent as it is written, and once more so after a refresh', () => {
    const phone = signedIn().do(
      { call: { method: 'PUT', url: '/api/note', json: { a: [1, null] } } },
      UNAUTHORIZED,
      tokens('B'),
      status(204),
    );
    assert.deepEqual(
      phone.sent.slice(1).map(({ request: { method, url, json } }) => [method, url, json]),
      [
        ['PUT', '/api/note', { a: [1, null] }],
        ['POST', '/oauth/token', undefined],
        ['PUT', '/api/note', { a: [1, null] }],
      ],
    );
    assert.equal(phone.lastSent, 'PUT /api/note {"a":[1,null]} Bearer secret-access-B');
  });

  it('a refresh is a form as RFC 6749 has it', () => {
    const { lastSent } = signedIn().do({ refresh: true }, tokens('B'));
    assert.equal(lastSent, 'POST /oauth/token grant_type=refresh_token&refresh_token=secret-refresh-A');
  });

  it('a sign-out is a form as RFC 7009 has it', () => {
    const { lastSent } = signedIn().do({ logout: true }, status(200));
    assert.equal(lastSent, 'POST /oauth/revoke token=secret-refresh-A&token_type_hint=refresh_token');
  });

  it('a sign-out without a refresh token revokes the access token', () => {
    const phone = new TestPhone().do({ launch: true });
    phone.do({ login: { username: 'ada', password: PASSWORD } }, status(200, { access_token: 'secret-access' }));
    phone.do({ logout: true }, status(200));
    assert.equal(phone.lastSent, 'POST /oauth/revoke token=secret-access&token_type_hint=access_token');
  });

  it('a client id is sent with refresh and sign-out', () => {
    const phone = signedIn({ clientId: 'app' }).do({ refresh: true }, tokens('B'));
    assert.match(phone.lastSent, /&client_id=app$/);
    assert.match(phone.do({ logout: true }, status(200)).lastSent, /&client_id=app$/);
  });

  it('paths and names of members are those of the options of the server, and the OAuth routes keep the standard’s', () => {
    const names = {
      paths: { login: '/session', token: '/token', revoke: '/revoke' },
      fields: { username: 'mail', device: 'phone', access_token: 'jwt', refresh_token: 'renew', expires_in: 'ttl' },
    };
    const phone = new TestPhone({}, { tokens: names }).do({ launch: true });
    const answer = status(200, { jwt: 'secret-1', renew: 'secret-2', ttl: 60, session: { id: 's' } });
    phone.do({ login: { username: 'ada', password: PASSWORD } }, answer);
    assert.match(phone.lastSent, /^POST \/session {"mail":"ada","password":"secret-password","phone":{/);
    assert.equal(phone.pass(60_000).shown.access, 'expired');
    phone.do({ refresh: true }, tokens('B'));
    assert.equal(phone.lastSent, 'POST /token grant_type=refresh_token&refresh_token=secret-2');
    phone.do({ logout: true }, status(200));
    assert.equal(phone.lastSent, 'POST /revoke token=secret-refresh-B&token_type_hint=refresh_token');
  });

  it('an app with a back end of its own refreshes and signs out by its JSON routes, with the names of the options', () => {
    const server = {
      tokens: { paths: { refresh: '/renew' }, fields: { refresh_token: 'renew', reason: 'why', error: 'e' } },
    };
    const phone = new TestPhone({ routes: 'api' }, server).do({ launch: true });
    phone.do(
      { login: { username: 'ada', password: PASSWORD } },
      status(200, { access_token: 'secret-1', renew: 'secret-2' }),
    );
    phone.do({ refresh: true }, status(200, { access_token: 'secret-3', renew: 'secret-4' }));
    assert.equal(phone.lastSent, 'POST /renew {"renew":"secret-2"}');
    const other = phone.do({ logout: true }, status(204));
    assert.equal(other.lastSent, 'POST /api/logout {"renew":"secret-4"} Bearer secret-3');
    phone.do(
      { login: { username: 'ada', password: PASSWORD } },
      status(200, { access_token: 'secret-1', renew: 'secret-2' }),
    );
    phone.do({ refresh: true }, status(401, { e: 'invalid_grant', why: 'password_changed' }));
    assert.deepEqual([phone.session, phone.shown.reason], ['Expired', 'password_changed']);
  });

  it('names of members that are no texts are left alone', () => {
    const phone = signedIn({}, { tokens: { fields: { access_token: 7 }, paths: null } });
    assert.equal(phone.session, 'Active');
  });

  it('a server that keeps the refresh token sends no new one, and the app goes on with the one it has', () => {
    const kept = status(200, { access_token: 'secret-access-B', expires_in: 60 });
    const phone = signedIn().do({ refresh: true }, kept).do({ refresh: true }, invalidGrant());
    assert.match(phone.lastSent, /refresh_token=secret-refresh-A$/);
  });
});
