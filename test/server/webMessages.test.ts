import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Answer } from './httpCall';
import { NO_PICTURES, PICTURES } from './samplePictures';
import { webServer } from './webHarness';

/** `body` as the function that a request to /run calls. */
const handling = (body: string) => `exports.Code = class Code { async run(request) { ${body} } };`;

describe('The messages of a handler', () => {
  const server = webServer(
    { codeTimeoutMs: 600_000 },
    {
      'Project/Sources/HTTPHandlers.json': [{ class: 'Code', method: 'run', regexPattern: '^/run' }],
      'WebCode/Code.js': handling(''),
    },
  );
  const run = async (body: string, target = '/run', sent: object = {}): Promise<Answer> => {
    const file = path.join(server().folder, 'WebCode/Code.js');
    // What was written anew is run in a new process.
    if (fs.readFileSync(file, 'utf8') !== handling(body)) fs.writeFileSync(file, handling(body));
    return server().client().call(target, sent);
  };
  /** Runs what returns one of several values. All are in one text. */
  const runOneOf = (values: readonly string[], at: number) =>
    run(`return [${values.map((value) => `() => ${value}`).join(', ')}][request.urlQuery.at]();`, `/run?at=${at}`);
  const failure = async () =>
    (await server().lastEntry()).causes.find(({ rule }) => rule === 'web.code.threw')?.message ?? '';

  it('a handler may return a text, an object, bytes, a picture or nothing in place of a message', async () => {
    const cases: [string, string, string][] = [
      ["'é'", 'text/plain; charset=utf-8', 'é'],
      ["''", 'text/plain; charset=utf-8', ''],
      ['{ a: [1, null] }', 'application/json', '{"a":[1,null]}'],
      ['[1]', 'application/json', '[1]'],
      ['0', 'application/json', '0'],
      ['false', 'application/json', 'false'],
      ["Buffer.from('Hi')", 'application/octet-stream', 'Hi'],
      ["new TextEncoder().encode('Hi').buffer", 'application/octet-stream', 'Hi'],
      ["Buffer.from('<svg/>')", 'image/svg+xml', '<svg/>'],
      ["Promise.resolve('later')", 'text/plain; charset=utf-8', 'later'],
      ['undefined', 'text/plain; charset=utf-8', ''],
      ['null', 'text/plain; charset=utf-8', ''],
    ];
    const values = cases.map(([value]) => `(${value})`);
    for (const [at, [value, type, text]] of cases.entries()) {
      const answer = await runOneOf(values, at);
      assert.deepEqual([answer.status, answer.headers['content-type'], answer.text], [200, type, text], value);
    }
  });

  it('a handler that returns what no body can be is told what, and what to use instead', async () => {
    const cases: [string, RegExp][] = [
      ['() => 1', /Code\.run\(\) returned what cannot be sent\. The body is a function, which JSON cannot say\./],
      ["Symbol('a')", /The body is a symbol, which JSON cannot say/],
      ['[1].values()', /The body is an iterator, which JSON cannot say: use \[\.\.\.iterator\]\./],
      ['(function* () { yield 1; })()', /is an iterator/],
      ['new Map([[1, 2]])', /The body is a Map, which JSON cannot say: use Object\.fromEntries\(map\)\./],
      ['{ deep: [new Set([1])] }', /The body has in “0” a Set, which JSON cannot say: use \[\.\.\.set\]/],
      ["new Error('secret')", /The body is an Error, which JSON cannot say: use its message/],
      ["{ bytes: Buffer.from('a') }", /The body has in “bytes” bytes, .*: use a text in base64/],
      ["new Response('a')", /a message of fetch\(\), .*: use its text\(\) or json\(\)/],
      ["new Blob(['a'])", /The body is a Blob, .*: use its arrayBuffer\(\)/],
      ['{ a: Promise.resolve(1) }', /in “a” a Promise, .*: use await/],
      ['1n', /The body is a BigInt, which JSON cannot say: use a number or a text\./],
      ['{ a: [1n] }', /has in “0” a BigInt/],
      ['Session', /The body is the Session object, which JSON cannot say/],
      ['[new OutgoingMessage()]', /has in “0” an OutgoingMessage, which JSON cannot say/],
      ['{ asked: request }', /has in “asked” an IncomingMessage/],
      ['new (class Cust extends DataClass {})()', /The body is a dataclass/],
      ['{ each: new Map().keys() }', /has in “each” an iterator/],
    ];
    const values = cases.map(([value]) => `(${value})`);
    for (const [at, [value, words]] of cases.entries()) {
      assert.equal((await runOneOf(values, at)).status, 500, value);
      assert.match(await failure(), words, value);
    }
    for (const body of ['m.setBody(new Map())', 'm.body = new Map()', 'm.body = new OutgoingMessage()']) {
      assert.equal((await run(`const m = new OutgoingMessage(); ${body}; return m;`)).status, 500, body);
      const message = await failure();
      assert.match(message, /Code\.js:1/, message);
    }
  });

  it('the body of a message can be set without its headers, and then has the type of what it is', async () => {
    const answer = await run(`const m = new OutgoingMessage(); m.body = { a: 1 }; return m;`);
    assert.deepEqual([answer.headers['content-type'], answer.json], ['application/json', { a: 1 }]);
    const kept = await run(`const m = new OutgoingMessage(); m.setBody('a'); m.body = 'b'; m.body += 'c'; return m;`);
    assert.deepEqual([kept.headers['content-type'], kept.text], ['text/plain; charset=utf-8', 'bc']);
    const own = await run(
      `const m = new OutgoingMessage(); m.setHeader('Content-Type', 'a/b'); m.body = 'c'; return m;`,
    );
    assert.equal(own.headers['content-type'], 'a/b');
  });

  it('bytes of a picture have the type of the picture, and other bytes have none', async () => {
    const store = path.join(server().folder, 'picture');
    const sent = async (bytes: Buffer) => {
      fs.writeFileSync(store, bytes);
      return run(
        `const m = new OutgoingMessage(); m.setBody(require('node:fs').readFileSync(${JSON.stringify(store)})); return m;`,
      );
    };
    for (const [type, bytes] of PICTURES) {
      const { headers } = await sent(bytes);
      assert.deepEqual(
        [headers['content-type'], headers['content-length']],
        [type, String(bytes.length)],
        String(bytes),
      );
    }
    for (const bytes of NO_PICTURES) {
      assert.equal((await sent(bytes)).headers['content-type'], 'application/octet-stream', String(bytes));
    }
  });

  it('getPicture gives the bytes of a body that is a picture and is said to be one, and null otherwise', async () => {
    const asked = async (type: string, body: Buffer) => {
      const call = { method: 'POST', headers: { 'content-type': type }, body };
      return (
        await run('const p = request.getPicture(); return { p: p && Buffer.from(p).toString("hex") };', '/run', call)
      ).json.p;
    };
    for (const [type, bytes] of PICTURES) {
      assert.equal(await asked(type, bytes), bytes.toString('hex'));
      assert.equal(await asked('application/octet-stream', bytes), null);
    }
    for (const bytes of NO_PICTURES) assert.equal(await asked('image/png', bytes), null);
  });

  it('JSON in quotes in the query comes without its quotes, and every other value as it is', async () => {
    const cases: [string, string][] = [
      [`'[{"firstname": "Marie","isWoman": true,"id": 3}]'`, '[{"firstname": "Marie","isWoman": true,"id": 3}]'],
      ["'[]'", '[]'],
      [`'{"a":"it''s"}'`, `{"a":"it''s"}`],
      [`' [\n1] '`, ' [\n1] '],
      ["'text'", "'text'"],
      ["'[1", "'[1"],
      ["[1]'", "[1]'"],
      ['[1]', '[1]'],
      ["''", "''"],
      ["'", "'"],
      ['```4d', '```4d'],
    ];
    for (const [sent, got] of cases) {
      const { json } = await run('return { p: request.urlQuery.p };', `/run?p=${encodeURIComponent(sent)}`);
      assert.equal(json.p, got, sent);
    }
  });

  it('the query of a message has the last of several values with one name, and the variables have the first', async () => {
    const { json } = await run('return { query: request.urlQuery, variables: webGetVariables() };', '/run?a=1&b=&a=2');
    assert.deepEqual(json, { query: { a: '2', b: '' }, variables: { a: '1', b: '' } });
  });

  it('the members of messages show in JSON, and those that are read-only say so', async () => {
    const { json } = await run(
      `const attempt = (change) => { try { change(); return 'done'; } catch (error) { return error.message; } };
       const message = new OutgoingMessage(); message.setBody('a'); message.setStatus(201);
       return {
         incoming: JSON.parse(JSON.stringify(request)), outgoing: JSON.parse(JSON.stringify(message)),
         keys: [Object.keys(request), Object.keys(message)],
         tries: [
           () => { message.status = 404; }, () => { message.headers = {}; }, () => { message.headers['X-A'] = 'b'; },
           () => { delete message.headers['Content-Type']; }, () => { request.url = '/'; }, () => { message.setHeader('X-A', 1); },
         ].map(attempt),
       };`,
      '/run/now?a=1',
    );
    assert.deepEqual(json.outgoing, {
      body: 'a',
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      status: 201,
    });
    const { headers, ...incoming } = json.incoming;
    assert.deepEqual(incoming, { url: '/run/now?a=1', urlPath: ['run', 'now'], urlQuery: { a: '1' }, verb: 'GET' });
    assert.equal(typeof headers.host, 'string');
    assert.deepEqual(json.keys, [
      ['url', 'urlPath', 'urlQuery', 'verb', 'headers'],
      ['body', 'headers', 'status'],
    ]);
    assert.deepEqual(json.tries, [
      'OutgoingMessage.status is read-only: use setStatus().',
      'OutgoingMessage.headers is read-only: use setHeader().',
      'OutgoingMessage.headers is read-only: use setHeader().',
      'OutgoingMessage.headers is read-only: use setHeader().',
      'IncomingMessage.url is read-only.',
      'OutgoingMessage.setHeader() takes two texts; write String(value) for another value.',
    ]);
  });

  it('a member that an object of 4D does not have is refused with words, also in code that is not strict', async () => {
    const { json } = await run(
      `const attempt = (change) => { try { change(); return 'done'; } catch (error) { return error.message; } };
       class Own extends OutgoingMessage { constructor() { super(); this.extra = 1; } }
       const message = new OutgoingMessage();
       return [
         () => { message.nope = 1; }, () => { Session.foo = 1; }, () => { Session.quotas.foo = 1; },
         () => { message.body = 'a'; Session.quotas.nbEntitySets = 7; if (new Own().extra !== 1) throw new Error('lost'); },
         () => { if (!(message instanceof OutgoingMessage) || !(message instanceof Object)) throw new Error('no instance'); },
         () => { message.constructor.prototype.toString.call(message); Object.keys(message).join(); 'nope' in message; },
       ].map(attempt);`,
    );
    assert.deepEqual(json, [
      'OutgoingMessage has no member nope that can be set: it has body, setBody(), setHeader() and setStatus().',
      'Session has no member foo that can be set: keep values in Session.storage, inside Use(Session.storage, …).',
      'Session.quotas has no member foo that can be set: it has nbEntitySets, defaultEntitySetTimeout and maxEntitySetTimeout.',
      'done',
      'done',
      'done',
    ]);
  });

  it('a charset that nobody knows is taken as UTF-8', async () => {
    const call = { method: 'POST', headers: { 'content-type': 'text/plain; charset=no-such' }, body: 'é' };
    assert.equal((await run('return request.getText();', '/run', call)).text, 'é');
  });
});
