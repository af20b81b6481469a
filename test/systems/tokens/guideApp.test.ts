import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { parsedUrl } from '../../../src/core/base/parsedUrl';
import { titlesIn } from '../../support/testTitles';
import { type AppRequest, type HttpAnswer, SessionError } from './guideApp';
import { AppProcess, GuideServer } from './guideProcess';

const ME: AppRequest = { method: 'GET', url: '/api/me' };

describe('the app of the guide and its requests', () => {
  let server: GuideServer;
  let app: AppProcess;

  before(async () => {
    server = await GuideServer.start();
  });
  beforeEach(async () => {
    app = new AppProcess(server.url);
    await app.signIn('phone');
  });
  after(() => server.close());

  const failsWith = (sending: Promise<unknown>, kind: SessionError['kind']) =>
    assert.rejects(sending, (error) => error instanceof SessionError && error.kind === kind);

  /** The next refresh is answered by the server at once; the answer arrives when told. */
  const holdRefresh = () => {
    let arrives = () => {};
    let isAsked = () => {};
    const held = new Promise<void>((resolve) => {
      arrives = resolve;
    });
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    app.network = async (request, send) => {
      const answer = await send();
      if (request.url !== '/oauth/token') return answer;
      isAsked();
      await held;
      return answer;
    };
    return { asked, arrives: () => arrives() };
  };

  it('a cold start of the app of the guide shows nothing private before its tokens were looked at', async () => {
    await server.age(app);
    const next = app.restarted();
    const seen: string[] = [];
    next.network = (_, send) => {
      seen.push(next.state);
      return send();
    };
    await next.gate.start();
    assert.deepEqual(
      [seen, next.sessions.seen],
      [
        ['loading', 'loading', 'loading'],
        ['loading', 'active'],
      ],
    );
    const empty = new AppProcess(server.url, next.clocks);
    await empty.gate.start();
    assert.deepEqual([empty.sessions.seen, empty.sent], [['loading', 'expired'], []]);
  });

  it('an old access token is renewed by the app of the guide, and the request is sent once more', async () => {
    await server.advance(61_000);
    assert.equal((await app.client.send(ME)).status, 200);
    assert.deepEqual(app.sent, ['GET /api/me', 'POST /oauth/token', 'GET /api/me']);
    assert.equal(app.state, 'active');
  });

  it('two requests of the app of the guide that are refused at once cause one refresh', async () => {
    await server.advance(61_000);
    const answers = await Promise.all([app.client.send(ME), app.client.send(ME), app.client.send(ME)]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal(app.sent.filter((each) => each === 'POST /oauth/token').length, 1);
  });

  it('a refused refresh ends the session of the app of the guide, and the reason is kept', async () => {
    await new AppProcess(server.url).signIn('tablet');
    await failsWith(app.client.send(ME), 'over');
    assert.deepEqual([app.state, app.reason, app.store.read()], ['expired', 'signed_in_elsewhere', undefined]);
    await failsWith(app.client.send(ME), 'over');
    assert.equal(app.sent.length, 2);
  });

  it('no failure of the network ends the session of the app of the guide', async () => {
    await server.age(app);
    const kept = app.store.read();
    const failures: [string, (send: () => Promise<HttpAnswer>) => Promise<HttpAnswer>][] = [
      ['no network', () => Promise.reject(new Error('no route'))],
      ['500', async () => ({ status: 500, json: undefined })],
      ['503', async () => ({ status: 503, json: { error: 'temporarily_unavailable' } })],
      ['a 400 of something between', async () => ({ status: 400, json: undefined })],
      ['a 401 of a proxy', async () => ({ status: 401, json: { error: 'proxy' } })],
    ];
    for (const [what, fails] of failures) {
      app.network = (request, send) => (request.url === '/oauth/token' ? fails(send) : send());
      await failsWith(app.client.send(ME), 'unreachable');
      assert.deepEqual([app.state, app.store.read()], ['active', kept], what);
      const next = app.restarted();
      next.network = app.network;
      assert.deepEqual([await next.gate.start(), next.state], [false, 'loading'], what);
    }
    app.network = undefined;
    assert.equal((await app.client.send(ME)).status, 200);
  });

  it('a request of the app of the guide that is refused after a refresh is not sent a third time', async () => {
    app.network = async (request, send) => (request.url === '/api/me' ? { status: 401, json: {} } : send());
    await failsWith(app.client.send(ME), 'refused');
    assert.deepEqual(app.sent, ['GET /api/me', 'POST /oauth/token', 'GET /api/me']);
    assert.equal(app.state, 'active');
  });

  it('a late answer for the session before changes nothing in the app of the guide', async () => {
    await server.advance(61_000);
    const { asked, arrives } = holdRefresh();
    const sending = failsWith(app.client.send(ME), 'over');
    await asked;
    await app.signIn('phone');
    const kept = app.store.read();
    arrives();
    await sending;
    assert.deepEqual([app.state, app.store.read()], ['active', kept]);
  });

  it('a new session of the app of the guide refreshes although a refresh of the session before is under way', async () => {
    await server.advance(61_000);
    const { asked, arrives } = holdRefresh();
    const before = failsWith(app.client.send(ME), 'over');
    await asked;
    app.network = undefined;
    await app.signIn('phone');
    await server.advance(61_000);
    const answers = await Promise.all([app.client.send(ME), app.client.send(ME)]);
    assert.deepEqual([answers.map(({ status }) => status), app.state], [[200, 200], 'active']);
    const kept = app.store.read();
    arrives();
    await before;
    assert.deepEqual([app.state, app.store.read()], ['active', kept]);
    assert.equal(app.sent.filter((each) => each === 'POST /oauth/token').length, 2);
  });

  it('a request of the app of the guide is never sent again with the token of another session', async () => {
    let isFirst = true;
    app.network = async (_, send) => {
      if (!isFirst) return send();
      isFirst = false;
      await app.signIn('phone');
      return { status: 401, json: {} };
    };
    await failsWith(app.client.send(ME), 'over');
    assert.deepEqual([app.sent, app.state], [['GET /api/me'], 'active']);
  });

  it('a refresh whose answer is lost is made up for by the app of the guide within the grace', async () => {
    await server.advance(61_000);
    const used = app.store.read();
    app.network = async (request, send) => {
      const answer = await send();
      if (request.url === '/oauth/token') throw new Error('the answer is lost');
      return answer;
    };
    await failsWith(app.client.send(ME), 'unreachable');
    assert.deepEqual(app.store.read(), used);
    app.network = undefined;
    await server.advance(9_000);
    assert.equal((await app.client.send(ME)).status, 200);
    assert.notDeepEqual(app.store.read(), used);
  });

  const ELSEWHERE = [
    'https://api.example/x',
    'http://127.0.0.1:1/api/me',
    'http://localhost:PORT/api/me',
    'https://127.0.0.1:PORT/api/me',
    'http://127.0.0.1:PORT.evil.example/api/me',
    'http://127.0.0.1:PORT@evil.example/api/me',
    '//evil.example/api/me',
  ];
  for (const pattern of ELSEWHERE)
    it(`no token of the app of the guide goes to ${pattern}`, async () => {
      const headers: (AppRequest['headers'] | undefined)[] = [];
      app.network = async (request) => {
        headers.push(request.headers);
        return { status: 401, json: {} };
      };
      const url = pattern.replace('PORT', new URL(server.url).port);
      const unreadable = !parsedUrl(() => new URL(url, server.url));
      if (unreadable) await assert.rejects(app.client.send({ method: 'GET', url }));
      else assert.equal((await app.client.send({ method: 'GET', url })).status, 401);
      assert.deepEqual([headers, app.sent.length], unreadable ? [[], 0] : [[undefined], 1]);
    });

  it('the app of the guide sends its token by scheme, host and port of the API, and nowhere else', async () => {
    for (const url of ['/api/me', `${server.url}/api/me`])
      assert.equal((await app.client.send({ method: 'GET', url })).status, 200);
    const other = { method: 'GET', url: `${server.url.replace('127.0.0.1', 'localhost')}/api/me` };
    assert.equal((await app.client.send(other)).status, 401);
  });

  it('no answer of another host refreshes or ends anything in the app of the guide', async () => {
    await server.age(app);
    const kept = app.store.read();
    for (const status of [200, 400, 401, 403, 503]) {
      app.network = async () => ({ status, json: { error: 'invalid_grant', reason: 'password_changed' } });
      assert.equal((await app.client.send({ method: 'GET', url: 'https://images.example/ada.png' })).status, status);
    }
    assert.deepEqual([app.state, app.store.read(), app.sent.length], ['active', kept, 5]);
  });

  it('docs/mobile-app-sessions.md names a test for each of its rules', async () => {
    const root = path.resolve(__dirname, '../../../..');
    const text = fs.readFileSync(path.join(root, 'docs/mobile-app-sessions.md'), 'utf8');
    const [, table = ''] = /\n\| Rule \| Test \|\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(text) ?? [];
    const named = [...table.matchAll(/^\| .+ \| (.+) \|$/gm)].map(([, title = '']) => title);
    assert.ok(named.length > 10);
    const titles = (await titlesIn(['App', 'Lock', 'Device'].map((part) => `systems/tokens/guide${part}.test.ts`))).map(
      ({ title }) => title,
    );
    assert.deepEqual(
      named.filter((title) => !titles.includes(title)),
      [],
    );
  });

  it('docs/mobile-app-sessions.md has each part by the same name in Swift, in Kotlin and here', () => {
    const root = path.resolve(__dirname, '../../../..');
    const text = fs.readFileSync(path.join(root, 'docs/mobile-app-sessions.md'), 'utf8');
    const code = (language: string) =>
      [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, each]) => each).join('\n');
    for (const name of ['SessionManager', 'LockTimer', 'Gate', 'Moment', 'LastUse', 'Tokens'])
      for (const language of ['swift', 'kotlin'])
        assert.match(code(language), new RegExp(`(class|struct) ${name}\\b`), `${language} ${name}`);
    const names = [
      'used',
      'left',
      'returned',
      'isLocked',
      'lock',
      'begin',
      'start',
      'unlock',
      'tokensAreGood',
      'unlocked',
      'signedIn',
    ];
    for (const name of [...names, 'isOver', 'mayEnter', 'reached', 'run', 'end'])
      for (const language of ['swift', 'kotlin'])
        assert.match(code(language), new RegExp(`(func|fun) ${name}\\(`), `${language} ${name}`);
    for (const language of ['swift', 'kotlin']) assert.match(code(language), /\bstore\.replace\(/, language);
  });
});
