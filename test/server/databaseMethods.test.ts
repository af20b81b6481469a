import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { WebOptions } from '../../src/server/systems/web/webOptions';
import { onPosix, unprivileged } from '../disk/temporaryFolder';
import { DENIED_FILE, UNREADABLE_FILES } from '../disk/unreadableFiles';
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
    ['/.well-known/apple-app-site-association', true],
    ['/a:b', true],
    ['/aux', true],
    ['/%2e%2e%2fx', true],
    ['/large.html', false],
    ['/4DCGI/index.html', true],
    ['/4dcgi', true],
  ] as const) {
    it(`On Web Connection is ${isCalled ? '' : 'not '}called for ${target}`, async () => {
      await withProject(
        WITH_CONNECTION,
        async (server) => {
          fs.writeFileSync(path.join(server.folder, 'WebFolder/large.html'), 'x'.repeat(2000));
          await server.client().call(target);
          const rules = (await server.control.journal(0, 100)).entries.at(-1)?.causes.map(({ rule }) => rule);
          assert.equal(rules?.includes('web.connection') ?? false, isCalled, String(rules));
        },
        { maxPageBytes: 1000 },
      );
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

  it('what On Web Connection returns in place of sending it is 404, and named in the journal', async () => {
    for (const [returned, kind] of [
      ['new OutgoingMessage()', 'an OutgoingMessage'],
      ['"text"', 'a text'],
    ] as const) {
      const text = `exports.onWebConnection = () => ${returned};`;
      await withProject({ 'WebCode/databaseMethods/onWebConnection.js': text }, async (server) => {
        assert.equal((await server.client().call('/none.html')).status, 404);
        const told = (await server.lastEntry()).causes.find(({ rule }) => rule === 'web.code.unused');
        assert.ok(told?.message.includes(`onWebConnection has returned ${kind}, which is not sent`), told?.message);
      });
    }
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

const METHODS = 'WebCode/databaseMethods';
const REFUSING = 'exports.onWebAuthentication = () => false;';

/** The status, the rule of the refusal, and what the journal says about it. */
async function asked(server: WebHarness, target = '/4DACTION/whoAmI'): Promise<[number, string, string]> {
  const { status } = await server.client().call(target);
  const cause = (await server.lastEntry()).causes.find(({ rule }) => rule.startsWith('web.authentication'));
  return [status, cause?.rule ?? '', cause?.message ?? ''];
}

describe('what On Web Authentication returns', () => {
  for (const [value, isAccepted, words] of [
    ['true', true, /accepted the request/],
    ['undefined', true, /returned nothing, which accepts/],
    ['Promise.resolve(true)', true, /accepted the request/],
    ['false', false, /refused the request/],
    ['Promise.resolve(false)', false, /refused the request/],
    ['0', false, /returned the number 0, which refuses/],
    ['1', false, /returned the number 1, which refuses/],
    ['NaN', false, /returned NaN, which refuses/],
    ['-Infinity', false, /returned -Infinity, which refuses/],
    ['null', false, /returned null, which refuses/],
    ['""', false, /returned an empty text, which refuses/],
    ['"secret"', false, /returned a text, which refuses/],
    ['[]', false, /returned a collection, which refuses/],
    ['({})', false, /returned an object, which refuses/],
    ['new OutgoingMessage()', false, /returned an OutgoingMessage, which refuses/],
    ['1n', false, /returned a BigInt, which refuses/],
    ['(() => true)', false, /returned a function, which refuses/],
    ['Symbol("secret")', false, /returned a symbol, which refuses/],
    ['Session', false, /returned the Session object, which refuses/],
    ['new Map()', false, /On Web Authentication failed, which refuses/],
    ['Promise.reject(new Error("no"))', false, /On Web Authentication failed, which refuses/],
  ] as const) {
    it(`a request is ${isAccepted ? 'accepted' : 'refused'} by a method that returns ${value}`, async () => {
      const text = `exports.onWebAuthentication = () => ${value};`;
      await withProject({ [`${METHODS}/onWebAuthentication.js`]: text }, async (server) => {
        const [status, rule, message] = await asked(server);
        assert.equal(status, isAccepted ? 200 : 401);
        assert.equal(rule.endsWith('.accepted'), isAccepted, rule);
        assert.match(message, words);
        assert.ok(!message.includes('secret'), message);
      });
    });
  }

  for (const [what, text, words] of [
    ['exports no function', 'exports.other = () => true;', /exports no function for the method onWebAuthentication/],
    ['exports a class', 'exports.onWebAuthentication = class {};', /exports no function/],
    ['is empty', '', /exports no function/],
    ['has a mistake in its syntax', 'exports.onWebAuthentication = (', /SyntaxError/],
    ['throws while it loads', 'throw new Error("at load");', /at load/],
    ['throws what is no error', 'exports.onWebAuthentication = () => { throw null; };', /failed/],
    [
      'throws what cannot be shown',
      'exports.onWebAuthentication = () => { throw { get message() { throw 1; } }; };',
      /failed/,
    ],
    ['ends its process', 'exports.onWebAuthentication = () => { process.exit(0); };', /failed/],
    ['takes too long', 'exports.onWebAuthentication = () => { for (;;); };', /web\.codeTimeoutMs/],
    ['never settles', 'exports.onWebAuthentication = () => new Promise(() => {});', /web\.codeTimeoutMs|failed/],
    [
      'returns more than an answer may have',
      'exports.onWebAuthentication = () => "x".repeat(2 ** 21);',
      /web\.codeLimits\.answerMb/,
    ],
  ] as const) {
    it(`a request is refused when the module of the method ${what}`, async () => {
      await withProject(
        { [`${METHODS}/onWebAuthentication.js`]: text },
        async (server) => {
          const [status, rule, message] = await asked(server);
          assert.deepEqual([status, rule], [401, 'web.authentication.failed'], message);
          assert.match(message, words);
        },
        {
          codeTimeoutMs: what.startsWith('takes') || what.startsWith('never') ? 500 : 600_000,
          codeLimits: { answerMb: 1 },
        },
      );
    });
  }

  it('what the method sends before it refuses is not sent, as in 4D, and the journal says so', async () => {
    for (const sends of [
      'webSendText("login page")',
      'webSendHttpRedirect("/login")',
      'webSetHttpHeader("X-A", "b")',
    ]) {
      const text = `exports.onWebAuthentication = () => { ${sends}; return false; };`;
      await withProject({ [`${METHODS}/onWebAuthentication.js`]: text }, async (server) => {
        const { status, text: body, headers } = await server.client().call('/4DACTION/whoAmI');
        assert.deepEqual([status, headers.location, headers['x-a']], [401, undefined, undefined]);
        assert.doesNotMatch(body, /login page/);
        const told = (await server.lastEntry()).causes.find(({ rule }) => rule === 'web.code.unused');
        assert.match(told?.message ?? '', /What onWebAuthentication has sent is not used/);
      });
    }
  });
});

describe('a thing in the place of On Web Authentication', () => {
  for (const [what, { make, words }] of Object.entries(UNREADABLE_FILES)) {
    const as = what === DENIED_FILE ? unprivileged : <T>(run: () => Promise<T>) => run();
    onPosix(`no code runs while On Web Authentication is ${what}, and the journal says why`, async () => {
      await withProject({ [`${METHODS}/other.js`]: '' }, async (server) => {
        fs.chmodSync(server.folder, 0o755);
        const end = await make(path.join(server.folder, METHODS, 'onWebAuthentication.js'));
        for (const target of ['/4DACTION/whoAmI', '/none.html']) {
          const [status, rule, message] = await as(() => asked(server, target));
          assert.deepEqual([status, rule], [401, 'web.authentication.failed'], `${target}: ${message}`);
          assert.match(message, words);
        }
        const logged = server.logs.filter((line) => /^On Web Authentication cannot be called/.test(line));
        assert.equal(logged.length, 1, server.logs.join());
        assert.match(logged[0] ?? '', words);
        assert.equal((await server.client().call('/index.html')).status, 200);
        await end();
      });
    });

    if (what === 'a folder') continue;
    onPosix(`no code runs while the folder of database methods is ${what}, and the journal says why`, async () => {
      await withProject({}, async (server) => {
        const end = await make(path.join(server.folder, METHODS));
        const [status, rule, message] = await asked(server);
        assert.deepEqual([status, rule], [401, 'web.authentication.failed'], message);
        assert.match(message, /databaseMethods/);
        await end();
      });
    });
  }

  for (const folder of ['WebCode', METHODS]) {
    onPosix(`no code runs while the folder ${folder} may not be looked into, and the journal says why`, async () => {
      await withProject({ [`${METHODS}/onWebAuthentication.js`]: REFUSING }, async (server) => {
        const closed = path.join(server.folder, folder);
        fs.chmodSync(server.folder, 0o755);
        fs.chmodSync(closed, 0o000);
        const [status, rule, message] = await unprivileged(() => asked(server));
        fs.chmodSync(closed, 0o755);
        assert.deepEqual([status, rule], [401, 'web.authentication.failed'], message);
        assert.match(message, /may not be|permission/);
      });
    });
  }

  onPosix('no code runs while the folder of code is a link that leads nowhere, and the journal says why', async () => {
    await withProject({}, async (server) => {
      fs.rmSync(path.join(server.folder, 'WebCode'), { recursive: true });
      fs.symlinkSync('nowhere', path.join(server.folder, 'WebCode'));
      const [status, rule, message] = await asked(server);
      assert.deepEqual([status, rule], [401, 'web.authentication.failed'], message);
      assert.match(message, /WebCode is a link that leads nowhere/);
    });
  });

  it('a project without a folder of code has no database method, and says that the project method is missing', async () => {
    await withProject({}, async (server) => {
      fs.rmSync(path.join(server.folder, 'WebCode'), { recursive: true });
      const { status } = await server.client().call('/4DACTION/whoAmI');
      assert.deepEqual([status, (await server.rules()).includes('web.code.noModule')], [404, true]);
    });
  });

  for (const name of [
    'onWebAuthentication',
    'OnWebAuthentication.4dm',
    'onWebAuthentication.ts',
    'onwebauthentication.MTS',
  ]) {
    it(`no code runs while ${name} is in the place of the module`, async () => {
      await withProject({ [`${METHODS}/${name}`]: REFUSING }, async (server) => {
        const [status, rule, message] = await asked(server);
        assert.deepEqual([status, rule], [401, 'web.authentication.failed'], message);
        assert.match(message, /is no module: its name has to end with \.js, \.mjs or \.cjs/);
      });
    });
  }

  it('a note, a backup or declared types beside nothing are no database method', async () => {
    const files = ['onWebAuthentication.js.bak', 'onWebAuthentication.txt', 'onWebAuthentication.d.ts', 'x.ts'];
    await withProject(Object.fromEntries(files.map((file) => [`${METHODS}/${file}`, 'x'])), async (server) => {
      assert.deepEqual(await asked(server), [200, '', '']);
    });
  });

  it('a link to nowhere in the place of On Web Connection is told, and not taken for nothing', async function () {
    if (process.platform === 'win32') this.skip();
    await withProject({ [`${METHODS}/other.js`]: '' }, async (server) => {
      fs.symlinkSync('nowhere', path.join(server.folder, METHODS, 'onWebConnection.js'));
      assert.equal((await server.client().call('/none.html')).status, 404);
      const told = (await server.lastEntry()).causes.find(({ rule }) => rule === 'web.code.noModule');
      assert.match(told?.message ?? '', /is a link that leads nowhere/);
    });
  });
});

describe('the case of the folders of methods', () => {
  for (const folder of ['databaseMethods', 'DatabaseMethods', 'DATABASEMETHODS']) {
    for (const name of ['onWebAuthentication', 'OnWebAuthentication']) {
      it(`the database method ${folder}/${name}.js is called`, async () => {
        await withProject({ [`WebCode/${folder}/${name}.js`]: REFUSING }, async (server) => {
          assert.deepEqual((await asked(server)).slice(0, 2), [401, 'web.authentication.refused']);
        });
      });
    }
  }

  for (const folder of ['methods', 'Methods', 'METHODS']) {
    it(`the project method ${folder}/Greet.js is found for each spelling of its name`, async () => {
      await withProject(
        { [`WebCode/${folder}/Greet.js`]: 'exports.greet = () => webSendText("hi");' },
        async (server) => {
          for (const name of ['Greet', 'greet', 'GREET']) {
            assert.equal((await server.client().call(`/4DACTION/${name}`)).text, 'hi', name);
          }
        },
      );
    });
  }

  it('a project method with an accent is found, however its file and the request encode it', async () => {
    for (const name of ['\u00e9t\u00e9', 'e\u0301te\u0301']) {
      await withProject(
        { [`WebCode/methods/${name}.js`]: 'module.exports = () => webSendText("hi");' },
        async (server) => {
          for (const asked of ['\u00e9t\u00e9', 'e\u0301te\u0301', '\u00c9T\u00c9']) {
            const { text } = await server.client().call(`/4DACTION/${encodeURIComponent(asked)}`);
            assert.equal(text, 'hi', encodeURIComponent(asked));
          }
        },
      );
    }
  });

  it('a name with a separator leads to no module further inside, or of another kind', async () => {
    const text = 'exports.deep = exports.greet = exports.Users = () => webSendText("reached");';
    const files = { 'WebCode/methods/lib/deep.js': text, 'WebCode/methods/greet.js': text, 'WebCode/Users.js': text };
    await withProject(files, async (server) => {
      for (const name of [
        'lib%2Fdeep',
        'lib%2fdeep',
        'lib%5Cdeep',
        '..%2FUsers',
        '%2e%2e%2FUsers',
        '.%2Fgreet',
        '%2Fgreet',
        'greet.js',
        'greet%00',
        'methods%2Fgreet',
        '__proto__',
        'constructor',
      ]) {
        const { status, text: answer } = await server.client().call(`/4DACTION/${name}`);
        assert.deepEqual([status, answer.includes('reached')], [404, false], `${name}: ${answer}`);
      }
      for (const name of ['methods%2Fgreet', 'methods%2Flib%2Fdeep', '.%2FUsers']) {
        const { status, text: answer } = await server.client().post(`/rest/$singleton/${name}/greet`, []);
        assert.equal(status, 404, `${name}: ${answer}`);
      }
    });
  });

  onPosix('a folder with the name as it is spelled here goes before one with other case', async () => {
    const method = (text: string) => `exports.greet = () => webSendText("${text}");`;
    await withProject(
      { 'WebCode/Methods/greet.js': method('other'), 'WebCode/methods/greet.js': method('own') },
      async (server) => {
        if (!fs.readdirSync(path.join(server.folder, 'WebCode')).includes('Methods')) return;
        assert.equal((await server.client().call('/4DACTION/greet')).text, 'own');
      },
    );
  });

  onPosix('a link to a folder elsewhere is followed for database methods', async () => {
    await withProject({ 'shared/onWebAuthentication.js': REFUSING }, async (server) => {
      fs.symlinkSync(path.join(server.folder, 'shared'), path.join(server.folder, METHODS));
      assert.deepEqual((await asked(server)).slice(0, 2), [401, 'web.authentication.refused']);
    });
  });
});
