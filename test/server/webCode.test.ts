import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import type { Answer } from './httpCall';
import { type WebHarness, webServer, withWebServer } from './webHarness';

/** `body` as the function `run` of a class `Code`, which a request to /run calls. */
const code = (body: string, more = '') => ({
  'Project/Sources/HTTPHandlers.json': [{ class: 'Code', method: 'run', regexPattern: '^/run' }],
  'WebCode/Code.js': `${more}
const say = (value) => { const message = new OutgoingMessage(); message.setBody(value); return message; };
exports.Code = class Code { run(request) { ${body} } };`,
});

function write(server: WebHarness, name: string, text: string): void {
  const file = path.join(server.folder, name);
  // What was written anew is run in a new process.
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** Replaces the code that /run calls. */
function become(server: WebHarness, body: string, more?: string): void {
  for (const [name, content] of Object.entries(code(body, more))) {
    if (typeof content === 'string') write(server, name, content);
  }
}

async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('The code of a project', () => {
  // The time limit is also that for waiting, and here code waits for a test that may be slow.
  const server = webServer({ codeTimeoutMs: 600_000 }, code('return say(request.verb);'));
  const run = async (body: string, more?: string): Promise<Answer> => {
    become(server(), body, more);
    return server().client().call('/run');
  };
  /** Why the last request failed. */
  const failure = async () => {
    const cause = (await server().lastEntry()).causes.find(({ rule }) => /^web\.code\./.test(rule));
    return cause && `${cause.rule}: ${cause.message}`;
  };

  describe('modules', () => {
    it('a module is CommonJS or an ES module, exported by name or as the default', async () => {
      const body = 'run() { const m = new OutgoingMessage(); m.setBody(FROM); return m; }';
      const modules = [
        ['js', `exports.Code = class { ${body} }`],
        ['js', `module.exports = class Code { ${body} }`],
        ['cjs', `exports.default = 1; exports.Code = class { ${body} }`],
        ['mjs', `export class Code { ${body} }`],
        ['mjs', `export default class { ${body} }`],
      ] as const;
      for (const [index, [extension, text]] of modules.entries()) {
        fs.rmSync(path.join(server().folder, 'WebCode'), { recursive: true });
        write(server(), `WebCode/Code.${extension}`, text.replace('FROM', JSON.stringify(`${index}`)));
        assert.equal((await server().client().call('/run')).text, `${index}`, text);
      }
    });

    it('a module is found whatever the case of its name, and only in its folder', async () => {
      write(server(), 'WebCode/methods/Hello.js', 'exports.hello = () => webSendText("hello");');
      write(server(), 'outside.js', 'exports.outside = () => webSendText("outside");');
      const client = server().client();
      assert.equal((await client.call('/4DACTION/HELLO')).text, 'hello');
      for (const name of ['..%2F..%2Foutside', '..%2FCode', 'nothing', '%00']) {
        assert.equal((await client.call(`/4DACTION/${name}`)).status, 404, name);
      }
      assert.match((await failure()) ?? '', /^web\.code\.noModule: There is no methods\//);
    });

    it('a module is read anew when it, or what it imports, was edited', async () => {
      write(server(), 'WebCode/lib/text.js', 'module.exports = "first";');
      const body = 'return say(require("./lib/text.js"));';
      assert.equal((await run(body)).text, 'first');
      write(server(), 'WebCode/lib/text.js', 'module.exports = "second";');
      assert.equal((await server().client().call('/run')).text, 'second');
      assert.equal((await run('return say("third");')).text, 'third');
    });

    it('a singleton has one instance in a process', async () => {
      become(server(), 'this.count = (this.count ?? 0) + 1; return say(this.count);');
      const client = server().client();
      const counts: unknown[] = [];
      for (let i = 0; i < 3; i++) counts.push((await client.call('/run')).json);
      assert.deepEqual(counts, [1, 2, 3]);
    });

    it('a module may be wrong in all ways, and the request is answered', async () => {
      const wrong: [string, RegExp][] = [
        ['exports.Code = class { other() {} }', /^web\.code\.noFunction: Code has no run\(\)/],
        ['exports.Code = class { run = 1 }', /^web\.code\.noFunction/],
        ['exports.Code = { run() {} }', /^web\.code\.noSingleton: .*Code\.js exports no class Code/],
        [
          'exports.Code = class { constructor() { throw new Error("no instance"); } run() {} }',
          /^web\.code\.threw: Error: no instance/,
        ],
        [
          'exports.Code = class { run() { return () => "text"; } }',
          /^web\.code\.threw: Code\.run\(\) returned what cannot be sent/,
        ],
        [
          'exports.Code = class { run() { throw "a text"; } }',
          /^web\.code\.threw: The code threw a text, .*: a text \(in .*Code\.js\)/,
        ],
        [
          'exports.Code = class { run() { throw undefined; } }',
          /^web\.code\.threw: The code threw undefined, .*Code\.js\)/,
        ],
        ['exports.Code = class { run() { return Promise.reject(17n); } }', /: The code threw 17, .*Code\.js\)/],
        ['exports.Code = class { async run() { null.x; } }', /^web\.code\.threw: TypeError: .*Code\.js:1/],
        ['exports.Code = class {', /^web\.code\.threw: SyntaxError/],
        ['throw new Error("at once")', /^web\.code\.threw: Error: at once/],
      ];
      for (const [text, expected] of wrong) {
        write(server(), 'WebCode/Code.js', text);
        assert.equal((await server().client().call('/run')).status, 500, text);
        assert.match((await failure()) ?? '', expected);
      }
      for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
        write(server(), 'WebCode/Code.js', `exports.Code = class { static exposed = ['${name}']; }`);
        assert.equal((await server().client().post(`/rest/$singleton/Code/${name}`, [])).status, 404, name);
      }
    });

    it('a module can be called through REST only as far as it is exposed', async () => {
      write(
        server(),
        'WebCode/Code.js',
        'exports.Code = class { static exposed = ["open"]; open(a, b) { return { a, b }; } shut() {} }',
      );
      const client = server().client();
      assert.deepEqual((await client.post('/rest/$singleton/Code/open', [1, { x: null }])).json.result, {
        a: 1,
        b: { x: null },
      });
      assert.equal((await client.post('/rest/$singleton/Code/shut', [])).status, 404);
      assert.match((await failure()) ?? '', /^web\.code\.noFunction: Code\.shut\(\) is not exposed/);
    });
  });

  describe('code that takes too much', () => {
    const limited = webServer({ codeTimeoutMs: 1500 }, code('return say("fine");'));
    const call = () => limited().client().call('/run');
    const rule = async () => (await limited().rules()).find((each) => each.startsWith('web.code.'));

    it('code is ended when its time is over; others go on meanwhile, and the next request works', async () => {
      write(limited(), 'WebCode/methods/endless.js', 'exports.endless = () => { for (;;); };');
      const endless = limited().client().call('/4DACTION/endless');
      assert.equal((await call()).text, 'fine');
      assert.equal((await endless).status, 500);
      assert.equal(await rule(), 'web.code.timeout');
      assert.equal((await call()).text, 'fine');
    });

    it('code that waits is ended when its time is over, asynchronously too', async () => {
      become(limited(), 'return new Promise(() => {});');
      assert.equal((await call()).status, 500);
      assert.equal(await rule(), 'web.code.timeout');
    });

    it('code that is ended leaves nothing locked', async () => {
      const client = limited().client();
      become(
        limited(),
        'Use(Session.storage, () => Use(Storage, () => { if (request.urlQuery.hang) for (;;); Session.storage.a = 1; })); return say(Session.storage);',
      );
      await client.call('/run');
      // The second waits for the lock of the first, and its own time is over as well, or it gets the lock.
      const [first] = await Promise.all([client.call('/run?hang=1'), client.call('/run?hang=1')]);
      assert.equal(first.status, 500);
      assert.deepEqual((await client.call('/run')).json, { a: 1 });
    });

    it('code that fills its memory is ended', async () => {
      const fill =
        'if (request.urlQuery.fill) for (const all = []; ; ) all.push(new Array(100_000).fill(0.5)); return say("fine");';
      const check = async (patient: WebHarness) => {
        assert.equal((await patient.client().call('/run?fill=1')).status, 500);
        const { causes } = await patient.lastEntry();
        assert.match(
          causes.find(({ rule: each }) => each === 'web.code.memory')?.message ?? '',
          /256 MiB \(the option web\.codeLimits\.memoryMb, in VS Code/,
        );
        assert.equal((await patient.client().call('/run')).text, 'fine');
      };
      await withWebServer({ codeTimeoutMs: 50_000 }, check, code(fill));
    });

    it('code that ends its process ends only its own', async () => {
      become(limited(), 'if (request.urlQuery.exit) process.exit(3); return say("fine");');
      assert.equal((await limited().client().call('/run?exit=1')).status, 500);
      assert.equal(await rule(), 'web.code.threw');
      assert.equal((await call()).text, 'fine');
    });

    it('code may fail after its answer, and nobody else is hurt', async () => {
      become(limited(), 'setImmediate(() => { throw new Error("late"); }); return say("fine");');
      for (let i = 0; i < 5; i++) assert.ok([200, 500].includes((await call()).status));
      become(limited(), 'return say("fine");');
      assert.equal((await call()).text, 'fine');
    });
  });

  it('a request is refused when too many wait for the code', async () => {
    const go = path.join(server().folder, 'go');
    become(
      server(),
      `const fs = require("node:fs"), cell = new Int32Array(new SharedArrayBuffer(4));
      while (!fs.existsSync(${JSON.stringify(go)})) Atomics.wait(cell, 0, 0, 20);
      return say("done");`,
    );
    const statuses: number[] = [];
    const calls = Array.from({ length: 112 }, async () => statuses.push((await server().client().call('/run')).status));
    await until(() => statuses.length >= 8);
    assert.deepEqual(statuses, Array(8).fill(503));
    fs.writeFileSync(go, '');
    await Promise.all(calls);
    assert.equal(statuses.filter((status) => status === 200).length, 104);
  });

  it('code prints into the log, and knows nothing of how the server was started', async () => {
    const { json } = await run(
      'console.log("hello", "log"); console.error("trouble"); return say({ env: process.env, args: process.argv.slice(2), exec: process.execArgv });',
    );
    assert.deepEqual(json, { env: {}, args: [], exec: [] });
    await until(() =>
      ['hello log', 'trouble'].every((text) => server().logs.some((line) => line === `Web code: ${text}`)),
    );
  });

  it('code of an earlier request cannot touch the session of a later one', async () => {
    become(
      server(),
      `if (request.urlQuery.leave) {
        const mine = Session;
        const attempt = (each) => { try { each(); return 'did'; } catch (error) { return error.message; } };
        globalThis.left = new Promise((resolve) => setTimeout(() => resolve([
          () => mine.id, () => Session.id, () => Storage.x, () => mine.setPrivileges('a'), () => Use(mine.storage, () => {}),
        ].map(attempt)), 0));
        return say("left");
      }
      return globalThis.left.then((all) => say(all));`,
    );
    const client = server().client();
    assert.equal((await client.call('/run?leave=1')).text, 'left');
    const { json } = await client.call('/run');
    assert.equal(json.length, 5);
    for (const message of json) assert.match(message, /answered already/);
  });

  it('code has its session until its answer is there, and not a moment longer', async () => {
    // Every step of what it leaves behind comes before the server can hear of the answer: the thread is not idle until then.
    become(
      server(),
      `if (request.urlQuery.leave) {
        const mine = Session;
        const attempt = (each) => { try { each(); return 'did'; } catch (error) { return error.message; } };
        globalThis.steps = [];
        void (async () => {
          for (let step = 0; step < 100; step++) {
            globalThis.steps.push([() => Session.id, () => mine.id, () => mine.setPrivileges('a')].map(attempt));
            await null;
          }
        })();
        return say("left");
      }
      return say(globalThis.steps);`,
    );
    const client = server().client();
    assert.equal((await client.call('/run?leave=1')).text, 'left');
    const steps = (await client.call('/run')).json as string[][];
    assert.equal(steps.length, 100);
    assert.deepEqual(steps[0], ['did', 'did', 'did']);
    const over = steps.findIndex(([session]) => session !== 'did');
    assert.ok(over > 0, 'the request was answered while the steps were taken');
    for (const messages of steps.slice(over)) {
      for (const message of messages) assert.match(message, /answered already/);
    }
  });

  describe('the request that code sees', () => {
    const see = `return say({
      verb: request.verb, url: request.url, path: request.urlPath, query: request.urlQuery, host: request.headers.host !== undefined,
      header: [request.getHeader('X-Test'), request.getHeader('none'), request.headers['x-test']],
      text: request.getText(), blob: [...request.getBlob()], picture: request.getPicture() === null,
    });`;

    it('code sees a request with all its members', async () => {
      become(server(), see);
      const { json } = await server()
        .client()
        .call('/run/a%20b?x=1&y=', {
          method: 'PUT',
          headers: { 'X-Test': 'yes', 'content-type': 'text/plain' },
          body: 'é',
        });
      assert.deepEqual(json, {
        verb: 'PUT',
        url: '/run/a%20b?x=1&y=',
        path: ['run', 'a b'],
        query: { x: '1', y: '' },
        host: true,
        header: ['yes', '', 'yes'],
        text: 'é',
        blob: [195, 169],
        picture: true,
      });
    });

    it('code sees a body that is JSON, or a picture, or of another charset', async () => {
      become(
        server(),
        'if (request.urlQuery.json) return say(request.getJSON()); return say({ text: request.getText(), picture: [...(request.getPicture() ?? [])] });',
      );
      const client = server().client();
      assert.deepEqual((await client.post('/run?json=1', { a: [1] })).json, { a: [1] });
      const picture = { method: 'POST', headers: { 'content-type': 'image/svg+xml' }, body: '<svg/>' };
      assert.deepEqual((await client.call('/run', picture)).json.picture, [...Buffer.from('<svg/>')]);
      const latin = { method: 'POST', headers: { 'content-type': 'text/plain; charset=windows-1252' }, body: 'é' };
      assert.equal((await client.call('/run', latin)).json.text, 'Ã©');
      const wrong = await client.call('/run?json=1', {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: '{',
      });
      assert.equal(wrong.status, 500);
      assert.match((await failure()) ?? '', /^web\.code\.threw: SyntaxError/);
    });

    it('a project method has the variables of its form', async () => {
      write(
        server(),
        'WebCode/methods/form.js',
        `exports.form = (text, request) => { webSetHttpHeader('X-Verb', request.verb + text); webSendText(JSON.stringify(webGetVariables()), 'application/json'); };`,
      );
      const client = server().client();
      const sent = await client.form('/4DACTION/form?a=query&c=3', { a: 'é&', b: '' });
      assert.deepEqual([sent.json, sent.headers['x-verb']], [{ a: 'é&', b: '', c: '3' }, 'POST']);
      const parts = ['a', 'b', 'a'].map(
        (name, index) => `--part\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${index}\r\n`,
      );
      const { json } = await client.call('/4DACTION/form', {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=part' },
        body: `${parts.join('')}--part--\r\n`,
      });
      assert.deepEqual(json, { a: '0', b: '1' });
    });
  });

  describe('the answer of code', () => {
    it('code that returns nothing answers with an empty page', async () => {
      const { status, text } = await run('');
      assert.deepEqual([status, text], [200, '']);
    });

    it('code answers with a text, bytes or JSON, each with its type, unless it sets another one afterwards', async () => {
      const cases: [string, string, string][] = [
        ["'é'", 'text/plain; charset=utf-8', 'é'],
        ['new Uint8Array([72, 105])', 'application/octet-stream', 'Hi'],
        ["Buffer.from('Hi')", 'application/octet-stream', 'Hi'],
        ['{ a: 1 }', 'application/json', '{"a":1}'],
        ['[null]', 'application/json', '[null]'],
      ];
      for (const [body, type, text] of cases) {
        const { headers, text: got } = await run(`return say(${body});`);
        assert.deepEqual([headers['content-type'], got], [type, text], body);
      }
      const { headers, status } = await run(
        `const m = say('<b>'); m.setHeader('content-TYPE', 'text/html'); m.setHeader('X-A', '1'); m.setStatus(418);
         if (m.body !== '<b>' || m.status !== 418 || m.headers['X-A'] !== '1') throw new Error('members'); return m;`,
      );
      assert.deepEqual([status, headers['content-type'], headers['x-a']], [418, 'text/html', '1']);
    });

    it('code cannot answer with what HTTP cannot carry', async () => {
      const wrong = [
        "m.setHeader('X-A', 'a\\r\\nSet-Cookie: b')",
        "m.setHeader('X A', 'a')",
        "m.setHeader('X-A', 1)",
        'm.setStatus(99)',
        "m.setStatus('200')",
        'm.setBody(undefined)',
        'm.setBody(() => {})',
      ];
      for (const each of wrong) {
        assert.equal((await run(`const m = new OutgoingMessage(); ${each}; return m;`)).status, 500, each);
        assert.match((await failure()) ?? '', /^web\.code\.threw/);
      }
    });

    it('code may set every header, also one that the connection needs itself', async () => {
      const names: readonly string[] = [
        ...['Accept-Ranges', 'Age', 'Allow', 'Alt-Svc', 'Cache-Control', 'Clear-Site-Data', 'Connection'],
        ...['Content-Encoding', 'Content-Length', 'Content-Range', 'Date', 'ETag', 'Expect', 'Host', 'HTTP2-Settings'],
        ...['Keep-Alive', 'Link', 'Location', 'Proxy-Authenticate', 'Proxy-Connection', 'Retry-After', 'Server'],
        ...['Status', 'TE', 'Trailer', 'Transfer-Encoding', 'Upgrade', 'Vary', 'Via', 'WWW-Authenticate'],
      ];
      become(
        server(),
        "const { name, value } = request.urlQuery; const m = say('Hi'); m.setHeader(name, value); return m;",
      );
      for (const name of names) {
        for (const value of ['chunked', '']) {
          const { status, text } = await server().client().call(`/run?name=${name}&value=${value}`);
          assert.deepEqual([status, text], [200, 'Hi'], `${name}: ${value}`);
        }
      }
    });

    it('a project method answers with what the web commands send', async () => {
      const cases: [string, number, string, string | undefined][] = [
        ["webSendText('<i>é')", 200, '<i>é', 'text/html; charset=utf-8'],
        ["webSendText('a', 'text/css')", 200, 'a', 'text/css'],
        ["webSendBlob(Buffer.from('b'))", 200, 'b', 'application/octet-stream'],
        ["webSendHttpRedirect('/there')", 302, '', 'text/plain; charset=utf-8'],
        ["webSetHttpHeader('X-Host', webGetHttpHeader('HOST'))", 200, '', 'text/plain; charset=utf-8'],
      ];
      for (const [body, status, text, type] of cases) {
        write(server(), 'WebCode/methods/send.js', `module.exports = () => { ${body} };`);
        const answer = await server().client().call('/4DACTION/send');
        assert.deepEqual([answer.status, answer.text, answer.headers['content-type']], [status, text, type], body);
      }
      assert.equal((await run("webSendText('a');")).status, 500);
      assert.match((await failure()) ?? '', /is for project methods/);
    });
  });

  describe('shared objects', () => {
    it('no concurrent change of a shared object is lost', async () => {
      become(
        server(),
        `for (let i = 0; i < 3; i++) {
          Use(Session.storage, () => { Session.storage.count = (Session.storage.count ?? 0) + 1; });
          Use(Storage, () => { Storage.count = (Storage.count ?? 0) + 1; });
        }
        return say({ own: Session.storage.count, all: Storage.count });`,
      );
      const clients = [server().client(), server().client()];
      for (const client of clients) await client.call('/run');
      await Promise.all(clients.flatMap((client) => Array.from({ length: 20 }, () => client.call('/run'))));
      assert.deepEqual((await clients[0]?.call('/run'))?.json, { own: 66, all: 129 });
    });

    it('the control API may change a shared object in the middle of Use', async () => {
      const go = path.join(server().folder, 'go');
      const waiting = path.join(server().folder, 'waiting');
      become(
        server(),
        `if (!request.urlQuery.wait) return say(Session.id);
        const fs = require("node:fs"), cell = new Int32Array(new SharedArrayBuffer(4));
        Use(Session.storage, () => {
          Session.storage.mine = 1;
          fs.writeFileSync(${JSON.stringify(waiting)}, "");
          while (!fs.existsSync(${JSON.stringify(go)})) Atomics.wait(cell, 0, 0, 10);
        });`,
      );
      const client = server().client();
      const { text: id } = await client.call('/run');
      const running = client.call('/run?wait=1');
      await until(() => fs.existsSync(waiting));
      const patched = server().control.ask(WEB_CALLS.change(id, { storage: { theirs: 2 } }));
      // It may wait until Use ends; what counts is that neither change is lost.
      await Promise.race([patched, new Promise((resolve) => setImmediate(resolve))]);
      fs.writeFileSync(go, '');
      await Promise.all([running, patched]);
      assert.equal((await server().sessions())[0]?.storage.theirs, 2);
    });

    it('a shared object can be read by anybody, and written only inside Use', async () => {
      const { json } = await run(`
        const attempt = (change) => { try { change(); return 'changed'; } catch (error) { return error.message; } };
        Use(Session.storage, () => { Session.storage.a = { list: [1, { x: 2 }] }; });
        const held = Session.storage;
        const outside = [
          () => { Session.storage.b = 1; }, () => { Session.storage.a.list.push(1); }, () => { delete held.a; },
          () => { Object.defineProperty(held, 'b', { value: 1 }); }, () => { Object.assign(held.a, { b: 1 }); }, () => { Storage.b = 1; },
        ].map(attempt);
        const inside = Use(held, (storage) => {
          storage.a.list.push({ y: held.a.list.length });
          held.a.list[1].x = 3;
          delete Session.storage.a.none;
          Use(Session.storage.a, (a) => { a.nested = true; });
          return JSON.stringify(Session.storage);
        });
        return say({ outside, inside, after: Session.storage, keys: Object.keys(Session.storage.a), has: ['a' in held, 'b' in held],
          isList: Array.isArray(Session.storage.a.list), sum: Session.storage.a.list.length });`);
      assert.equal(json.outside.length, 6);
      for (const message of json.outside) assert.match(message, /can only be changed inside Use\(/);
      const expected = { a: { list: [1, { x: 3 }, { y: 2 }], nested: true } };
      assert.deepEqual(JSON.parse(json.inside), expected);
      assert.deepEqual(json.after, expected);
      assert.deepEqual([json.keys, json.has, json.isList, json.sum], [['list', 'nested'], [true, false], true, 3]);
      assert.deepEqual((await server().sessions())[0]?.storage, expected);
    });

    it('changes of a shared object stay when Use ends by an error', async () => {
      const { json } = await run(`
        try { Use(Session.storage, () => { Session.storage.a = 1; throw new Error('midway'); }); } catch (error) { return say([error.message, Session.storage.a]); }`);
      assert.deepEqual(json, ['midway', 1]);
    });

    it('a shared object holds what JSON can say', async () => {
      const { json } = await run(`
        const attempt = (value) => { try { Use(Session.storage, (s) => { s.v = value; }); return JSON.stringify(Session.storage.v); } catch (error) { return error.name; } };
        const circle = {}; circle.circle = circle;
        return say([1, 'a', null, [true], { a: { b: 1 } }, new Date(0), undefined, () => {}, 1n, circle].map(attempt));`);
      assert.deepEqual(json, [
        '1',
        '"a"',
        'null',
        '[true]',
        '{"a":{"b":1}}',
        'TypeError',
        'TypeError',
        'TypeError',
        'TypeError',
        'TypeError',
      ]);
    });

    it('a shared object may have names that are special elsewhere', async () => {
      const { json } = await run(`
        Use(Session.storage, (s) => { s.constructor = 1; Object.defineProperty(s, '__proto__', { value: { x: 2 } }); });
        return say([Session.storage.constructor, Object.keys(Session.storage), ({}).x ?? null]);`);
      assert.deepEqual(json, [1, ['constructor', '__proto__'], null]);
    });

    it('code is told when it uses Use wrongly', async () => {
      const { json } = await run(`
        const attempt = (call) => { try { call(); return ''; } catch (error) { return error.message; } };
        return say([
          () => Use({}, () => {}), () => Use(Session.storage), () => Use(Session.storage, async () => {}),
          () => Use(Session.storage, () => Session.restore('x')),
        ].map(attempt));`);
      const expected = [
        /needs a shared object/,
        /needs a function/,
        /cannot be asynchronous/,
        /restore\(\) cannot be called inside/,
      ];
      for (const [index, pattern] of expected.entries()) assert.match(json[index], pattern);
    });

    it('code that was restored to a session shares the objects of that one, and no more of the one before', async () => {
      become(
        server(),
        `if (!request.urlQuery.state) {
          Use(Session.storage, () => { Session.storage.owner = true; });
          return say(Session.createOTP({ lifespan: 60 }));
        }
        const before = Session.storage;
        const id = Session.id;
        const done = Session.restore(request.urlQuery.state);
        let stale = '';
        try { Use(before, () => { before.owner = false; }); } catch (error) { stale = error.message; }
        return say({ done, other: id !== Session.id, owner: Session.storage.owner, none: Session.restore(undefined), stale });`,
      );
      const { text: otp } = await server().client().call('/run');
      const { json } = await server().client().call(`/run?state=${otp}`);
      assert.match(json.stale, /storage of another session/);
      assert.deepEqual({ ...json, stale: '' }, { done: true, other: true, owner: true, none: false, stale: '' });
    });
  });
});
