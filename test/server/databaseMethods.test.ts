import assert from 'node:assert/strict';
import type { WebOptions } from '../../src/server/systems/web/webOptions';
import { WebHarness } from './webHarness';

const CONNECTION = `
exports.onWebConnection = (...given) => {
  if (given[0] === '/nothing') return;
  if (given[0] === '/throws') throw new Error('It was asked to.');
  webSendText(JSON.stringify(given), 'application/json');
};
`;
const AUTHENTICATION = `
exports.onWebAuthentication = (url, http, client, server, user, password) => {
  if (url.startsWith('/closed')) return false;
  if (url.startsWith('/fails')) throw new Error('It was asked to.');
  if (url.startsWith('/silent')) return;
  if (user !== '') return user === 'anna' && password === 'päss:word';
  return true;
};
`;
const WITH_CONNECTION = { 'WebCode/databaseMethods/onWebConnection.js': CONNECTION };
const WITH_BOTH = { ...WITH_CONNECTION, 'WebCode/databaseMethods/onWebAuthentication.js': AUTHENTICATION };

async function withProject(
  files: Readonly<Record<string, unknown>>,
  run: (server: WebHarness) => Promise<void>,
  web: WebOptions = {},
): Promise<void> {
  const server = await WebHarness.start(web, files);
  try {
    await run(server);
  } finally {
    await server.stop();
  }
}

function basic(user: string, password: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

describe('the database method On Web Connection', () => {
  it('a path that nothing else takes comes to On Web Connection with what 4D tells it', async () => {
    await withProject(WITH_CONNECTION, async (server) => {
      const { status, text } = await server.client().call('/activation/7023?x=1', {
        method: 'POST',
        headers: { 'content-type': 'text/plain', 'x-mark': 'here' },
        body: 'the body',
      });
      assert.equal(status, 200, text);
      const [url, http, client, own, user, password] = JSON.parse(text);
      assert.equal(url, '/activation/7023?x=1');
      assert.match(http, /^POST \/activation\/7023\?x=1 HTTP\/1\.1\r\n/);
      assert.match(http, /\r\nx-mark: here\r\n/i);
      assert.ok(http.endsWith('\r\n\r\nthe body'), http);
      assert.deepEqual([client, own, user, password], ['::ffff:127.0.0.1', '::ffff:127.0.0.1', '', '']);
      assert.ok((await server.rules()).includes('web.connection'));
    });
  });

  for (const [target, isCalled] of [
    ['/', false],
    ['/index.html', false],
    ['/style.css', false],
    ['/tools/session', false],
    ['/4DACTION/whoAmI', false],
    ['/rest/$info', false],
    ['/mobileapp/none', false],
    ['/missing.html', true],
    ['/folder/', true],
    ['/4DCGI/index.html', true],
    ['/4dcgi', true],
  ] as const) {
    it(`On Web Connection is ${isCalled ? '' : 'not '}called for ${target}`, async () => {
      await withProject(WITH_CONNECTION, async (server) => {
        await server.client().call(target);
        const rules = (await server.control.journal(0, 100)).entries.at(-1)?.causes.map(({ rule }) => rule);
        assert.equal(rules?.includes('web.connection') ?? false, isCalled, String(rules));
      });
    });
  }

  it('a method that sends nothing is 404, and one that fails is 500, each with its reason', async () => {
    await withProject(WITH_CONNECTION, async (server) => {
      assert.equal((await server.client().call('/nothing')).status, 404);
      assert.ok((await server.rules()).includes('web.connection.nothing'));
      assert.equal((await server.client().call('/throws')).status, 500);
      assert.ok((await server.rules()).includes('web.code.threw'));
    });
  });

  it('a project without the method answers 404 as before', async () => {
    await withProject({}, async (server) => {
      assert.equal((await server.client().call('/missing.html')).status, 404);
      assert.ok((await server.rules()).includes('web.page.missing'));
    });
  });
});

describe('the database method On Web Authentication', () => {
  it('what it refuses is 401 and runs no code, also when it fails, and what it says nothing about is accepted', async () => {
    await withProject(WITH_BOTH, async (server) => {
      for (const [target, status, rule] of [
        ['/closed/a', 401, 'web.authentication.refused'],
        ['/fails/a', 401, 'web.authentication.failed'],
        ['/silent/a', 200, 'web.authentication.accepted'],
        ['/open', 200, 'web.authentication.accepted'],
        ['/4DACTION/whoAmI', 200, 'web.authentication.accepted'],
      ] as const) {
        const answer = await server.client().call(target);
        assert.equal(answer.status, status, target);
        const rules = await server.rules();
        assert.ok(rules.includes(rule), `${target}: ${rules}`);
        assert.equal(rules.includes('web.connection'), status === 200 && !target.startsWith('/4D'));
        assert.equal(answer.headers['www-authenticate'], undefined);
      }
    });
  });

  it('pages, handlers and REST do not ask it', async () => {
    await withProject(
      { ...WITH_BOTH, 'WebCode/databaseMethods/onWebAuthentication.js': 'exports.onWebAuthentication = () => false;' },
      async (server) => {
        for (const target of ['/', '/style.css', '/tools/session', '/rest/$info']) {
          assert.equal((await server.client().call(target)).status, 200, target);
        }
        assert.equal((await server.client().call('/4DACTION/whoAmI')).status, 401);
      },
    );
  });

  it('basic authentication asks for a password, and gives it to the method alone', async () => {
    await withProject(
      WITH_BOTH,
      async (server) => {
        const ask = (headers: Record<string, string> = {}) => server.client().call('/open', { headers });
        const first = await ask();
        assert.equal(first.status, 401);
        assert.equal(first.headers['www-authenticate'], 'Basic realm="Contact", charset="UTF-8"');
        for (const [headers, status] of [
          [basic('anna', 'päss:word'), 200],
          [basic('anna', 'wrong'), 401],
          [basic('jane', 'example'), 200],
          [basic('jane', 'wrong'), 401],
          [{ authorization: 'Basic ???' }, 401],
          [{ authorization: 'Bearer anna' }, 401],
        ] as const) {
          assert.equal((await ask(headers)).status, status, JSON.stringify(headers));
        }
        assert.equal((await server.client().call('/index.html')).status, 200);
        const journal = JSON.stringify(await server.control.journal(0, 1000));
        assert.ok(!journal.includes(basic('anna', 'päss:word').authorization.slice(6)), 'the header is in the journal');
      },
      { authentication: 'basic', users: [{ name: 'jane', password: 'example' }] },
    );
  });

  it('basic authentication refuses whom nobody knows when there is no method', async () => {
    await withProject(
      {},
      async (server) => {
        const { status } = await server.client().call('/4DACTION/whoAmI', { headers: basic('anna', 'x') });
        assert.equal(status, 401);
        assert.ok((await server.rules()).includes('web.authentication.missing'));
      },
      { authentication: 'basic' },
    );
  });
});
