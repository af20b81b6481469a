import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MOBILE_ROUTES } from '../../../src/core/systems/mobile/mobileRoutes';
import { DevServer } from '../../../src/server/devServer';
import { MOBILE_ERRORS } from '../../../src/server/systems/mobile/mobileRestError';
import { SEED_NAME } from '../../support/seedSession';
import { call } from '../httpCall';
import { type MobileHarness, mobileServer, withServer } from '../mobileHarness';
import { androidErrors, androidLogin } from './androidDecoders';
import { iosErrors, iosServerVersion } from './iosDecoders';
import { androidApp, iosApp } from './sampleApps';
import { type SdkAnswer, SdkFailure } from './sdkCall';
import { decodersOf, IOS_INFO_PARTS } from './sdkDecoders';

const PART = 'GET /mobileapp/$info/:part';

/** What a route is called with, so that it succeeds. */
interface Sample {
  readonly target: string;
  readonly body?: unknown;
}

/** One call or more for each route of mobile apps, those of the list. */
function samplesOf(route: string, sessionId: string): readonly Sample[] {
  const target = route.slice(route.indexOf('/'));
  if (route === PART) return Object.keys(IOS_INFO_PARTS).map((part) => ({ target: target.replace(':part', part) }));
  const { tables: _tables, stamp: _stamp, team, pushToken, ...login } = iosApp({ tables: [] });
  const bodies: Readonly<Record<string, unknown>> = {
    $authenticate: { ...login, team: { id: team } },
    $verify: { token: '123456' },
    $userInfo: { device: { token: pushToken }, userInfo: { theme: 'dark' } },
  };
  const body = bodies[target.split('/')[2] ?? ''];
  return [
    {
      target: target.replace(':id', sessionId).replace(':table', 'Products').replace('*', 'order'),
      ...(body !== undefined && { body }),
    },
  ];
}

const METHOD = /^\w+/;

async function asked(server: MobileHarness, route: string, token: string | undefined): Promise<[Sample, SdkAnswer][]> {
  const method = METHOD.exec(route)?.[0] ?? 'GET';
  const all: [Sample, SdkAnswer][] = [];
  for (const sample of samplesOf(route, SEED_NAME)) {
    const { target, body } = sample;
    all.push([sample, await server.request(method, target, { token, ...(body !== undefined && { body }) })]);
  }
  return all;
}

async function tokenOf(server: MobileHarness): Promise<string> {
  const [sample] = samplesOf('POST /mobileapp/$authenticate', '');
  return (await server.post('/mobileapp/$authenticate', { body: sample?.body })).json.token;
}

/** Both SDKs must get from a refusal what the server says: the status, the code and a text. */
function assertErrorTold(route: string, target: string, answer: SdkAnswer): void {
  for (const [sdk, decode] of Object.entries(decodersOf(route, target))) {
    const where = `${sdk}, ${route}: ${answer.status} ${answer.text}`;
    // These two take a refusal for a sign of life.
    if (/^GET \/(mobileapp\/?|4dwebtest)$/.test(route)) continue;
    assert.throws(() => decode(answer), SdkFailure, where);
    const told = sdk === 'iOS' ? iosErrors(answer.text) : androidErrors(answer);
    assert.ok(told && told.codes.length > 0 && told.texts.every((text) => text !== ''), where);
    assert.ok(
      told.codes.every((code) => code in MOBILE_ERRORS),
      where,
    );
  }
}

describe('what the SDKs decode', () => {
  const server = mobileServer();

  for (const route of MOBILE_ROUTES) {
    it(`${route}: an SDK that calls it decodes its success, its refusals and its faults`, async () => {
      const token = await tokenOf(server());
      for (const [{ target }, answer] of await asked(server(), route, token)) {
        const decoders = decodersOf(route, target);
        assert.ok(Object.keys(decoders).length > 0, `No SDK has a decoder for ${route} (test/server/sdks).`);
        if (answer.status >= 400) assertErrorTold(route, target, answer);
        else for (const [sdk, decode] of Object.entries(decoders)) assert.ok(decode(answer), `${sdk} ${target}`);
      }
      // Nobody is logged in.
      for (const [{ target }, answer] of await asked(server(), route, undefined)) {
        if (answer.status >= 400) assertErrorTold(route, target, answer);
      }
      for (const fault of [{ status: 401 }, { status: 500, errCode: 1903 }, { status: 503, errCode: 1913 }]) {
        const again = await tokenOf(server());
        const { id } = await server().control.addFault({ kind: 'status', ...fault, scope: { route } });
        for (const [{ target }, answer] of await asked(server(), route, again)) {
          assert.equal(answer.status, fault.status);
          assertErrorTold(route, target, answer);
        }
        await server().control.removeFault(id);
      }
      // A fault that names no error of 4D is still an answer that both can read.
      const fault = { kind: 'status', status: 502, scope: { route } } as const;
      const again = await tokenOf(server());
      await server().control.addFault(fault);
      for (const [{ target }, answer] of await asked(server(), route, again)) {
        assert.equal(answer.status, 502);
        for (const [sdk, decode] of Object.entries(decodersOf(route, target))) {
          if (sdk === 'iOS') assert.throws(() => decode(answer), { status: 502 });
          else assert.doesNotThrow(() => androidErrors(answer));
        }
      }
    });
  }

  it('an action that no module runs is a failure with a text for both', async () => {
    const token = await tokenOf(server());
    const answer = await server().post('/mobileapp/$action/order', { token, body: {} });
    if (answer.status >= 400) assertErrorTold('POST /mobileapp/$action/*', '/mobileapp/$action/order', answer);
  });

  it('a pending login is a success without a token for both, and a refused one shows its text', async () => {
    const { team, tables: _tables, stamp: _stamp, ...ios } = iosApp({ tables: [] });
    const { tables: _none, stamp: _zero, team: _team, ...android } = androidApp({ tables: [] });
    const bodies = { iOS: { ...ios, team: { id: team } }, Android: android };
    const route = 'POST /mobileapp/$authenticate';
    await withServer({ policy: { otherwise: { outcome: 'pending', statusText: 'Wait' } } }, async (pending) => {
      for (const [sdk, body] of Object.entries(bodies)) {
        const answer = await pending.post('/mobileapp/$authenticate', { body });
        const login = decodersOf(route, '')[sdk]?.(answer) as ReturnType<typeof androidLogin>;
        assert.equal(login.token, undefined);
        assert.equal(login.statusText, 'Wait');
      }
    });
    for (const refusalStatus of [200, 401] as const) {
      const policy = { otherwise: { outcome: 'refuse', statusText: 'Not you' } } as const;
      await withServer({ policy, refusalStatus }, async (refusing) => {
        for (const [sdk, body] of Object.entries(bodies)) {
          const answer = await refusing.post('/mobileapp/$authenticate', { body });
          assert.equal(answer.status, refusalStatus);
          assert.equal(iosErrors(answer.text)?.statusText, 'Not you');
          if (sdk === 'iOS') assert.throws(() => decodersOf(route, '').iOS?.(answer), SdkFailure);
          else if (refusalStatus === 401) assert.deepEqual(androidErrors(answer)?.codes, [1912]);
          else assert.deepEqual([androidLogin(answer).token, androidLogin(answer).statusText], [undefined, 'Not you']);
        }
      });
    }
  });

  it('an upstream that is down is told so that both SDKs read it, on every route', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-down-'));
    // Port 1 takes no connection.
    const options = { mobileApps: path.join(folder, 'MobileApps'), upstream: 'http://127.0.0.1:1' };
    const down = await DevServer.start(options, { log: () => {} });
    try {
      const { url } = down.address();
      const ask = (method: string, { target, body }: Sample, token?: string) =>
        call(url, {
          method,
          path: target,
          body,
          headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
        });
      const login = async () => {
        const [sample] = samplesOf('POST /mobileapp/$authenticate', '');
        return (await ask('POST', sample as Sample)).json.token as string | undefined;
      };
      const routes = [...MOBILE_ROUTES, 'GET /mobileapp/$catalog/:table', 'POST /mobileapp/*'];
      let refusals = 0;
      for (const route of routes) {
        const token = await login();
        for (const sample of samplesOf(route, SEED_NAME)) {
          const answer = await ask(METHOD.exec(route)?.[0] ?? 'GET', sample, token);
          if (answer.status < 400) continue;
          refusals++;
          assertErrorTold(route, sample.target, answer);
        }
      }
      assert.ok(refusals > 2);
    } finally {
      await down.close();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });

  it('the Server header has a version and a build, on every answer', async () => {
    for (const target of ['/mobileapp/', '/4dwebtest', '/mobileapp/$info', '/mobileapp/none']) {
      const { headers } = await server().get(target);
      assert.deepEqual(iosServerVersion(String(headers.server)), { version: [20, 5, 0], build: '0.101864' }, target);
    }
    assert.throws(() => iosServerVersion('4D/20.5.0'), /no blank/);
    assert.throws(() => iosServerVersion('4D/18.4.0 (Build 0.1)'), /before 18 R5/);
  });

  const wrong: Record<string, [answer: SdkAnswer, iOS: string | undefined, android: string | undefined]> = {
    'HTML instead of JSON': [{ status: 200, headers: {}, text: '<html>' }, 'no JSON', 'no JSON'],
    'a list': [{ status: 200, headers: {}, text: '[]' }, 'jsonMapping', 'no JSON object'],
    'a login without an id': [
      { status: 200, headers: {}, text: '{"success":true,"token":"x"}' },
      'jsonMapping',
      undefined,
    ],
    'a login without success': [
      { status: 200, headers: {}, text: '{"id":"a","token":"x"}' },
      undefined,
      'success must',
    ],
    'errors that are no list': [
      { status: 200, headers: {}, text: '{"id":"a","success":true,"__ERRORS":{}}' },
      undefined,
      'no list',
    ],
  };
  for (const [what, [answer, iosProblem, androidProblem]] of Object.entries(wrong)) {
    it(`the decoders refuse as the SDKs do: ${what}`, () => {
      const { iOS, Android } = decodersOf('POST /mobileapp/$authenticate', '');
      for (const [decode, problem] of [
        [iOS, iosProblem],
        [Android, androidProblem],
      ] as const) {
        if (problem === undefined) assert.ok(decode?.(answer));
        else assert.throws(() => decode?.(answer), new RegExp(problem));
      }
    });
  }
});
