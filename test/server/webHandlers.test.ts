import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type WebHarness, webServer } from './webHarness';

const FILE = 'Project/Sources/HTTPHandlers.json';
const ECHO = `exports.Echo = class Echo {
  one(request) { return this.say('one', request); }
  two(request) { return this.say('two', request); }
  three(request) { return this.say('three', request); }
  say(name, { verb, url }) {
    const message = new OutgoingMessage();
    message.setBody(name + ' ' + verb + ' ' + url);
    return message;
  }
};`;
const handler = (method: string, rest: object) => ({ class: 'Echo', method, ...rest });
const files = (...handlers: object[]) => ({ [FILE]: handlers, 'WebCode/Echo.js': ECHO });

/** What the journal says of the handlers that the last request met. */
async function handlerCauses(server: WebHarness): Promise<string[]> {
  const { causes } = await server.lastEntry();
  return causes.filter(({ rule }) => rule.startsWith('web.handler')).map(({ rule, message }) => `${rule}: ${message}`);
}

describe('The request handlers of a project', () => {
  describe('HTTPHandlers.json', () => {
    const server = webServer(
      {},
      files(
        handler('one', { pattern: 'docs', verbs: 'get, put' }),
        handler('two', { regexPattern: '/docs/(past|today)' }),
        handler('two', { regexPattern: 'tail$', verbs: 'REPORT,GET' }),
      ),
    );
    const call = async (target: string, method = 'GET') => (await server().client().call(target, { method })).text;

    it('request handlers take what their patterns fit, the first of them first, with the query handed on', async () => {
      assert.equal(await call('/docs/today?a=1'), 'one GET /docs/today?a=1');
      assert.equal(await call('/docs/'), 'one GET /docs/');
      assert.equal(await call('/x/docs/past/more'), 'two GET /x/docs/past/more');
      assert.equal(await call('/long/tail'), 'two GET /long/tail');
    });

    it('a later request handler may be for other verbs, and the journal says which were passed over', async () => {
      assert.equal(await call('/docs/today', 'POST'), 'two POST /docs/today');
      assert.deepEqual(await handlerCauses(server()), [
        'web.handler.passed: Handler 1 (Echo.one) fits, but not with this verb.',
        'web.handler: An entry of HTTPHandlers.json takes the request: Echo.two.',
      ]);
    });

    it('a request handler does not take a prefix without its closing slash, and the journal says what is missing', async () => {
      assert.equal((await server().client().call('/docs')).status, 404);
      assert.match((await handlerCauses(server()))[0] ?? '', /^web\.handler\.passed: Handler 1 .* a slash at the end/);
    });

    it('request handlers are read again when the file has changed, and the journal says so', async () => {
      assert.equal(await call('/docs/'), 'one GET /docs/');
      assert.ok(!(await server().rules()).includes('web.handler.read'));
      const file = path.join(server().folder, FILE);
      fs.writeFileSync(file, JSON.stringify([handler('two', { pattern: 'docs' })]));
      assert.equal(await call('/docs/'), 'two GET /docs/');
      assert.ok((await server().rules()).includes('web.handler.read'));
      fs.rmSync(file);
      assert.equal((await server().client().call('/docs/')).status, 404);
      assert.ok((await server().rules()).includes('web.handler.read'));
    });

    it('request handlers that are at fault take nothing, and log and journal say where', async () => {
      const file = path.join(server().folder, FILE);
      fs.writeFileSync(
        file,
        `[\n${JSON.stringify(handler('one', { regexPattern: '/docs(' }))},\n${JSON.stringify(handler('two', { pattern: 'docs' }))}]`,
      );
      assert.equal(await call('/docs/'), 'two GET /docs/');
      const fault = (await handlerCauses(server())).find((cause) => cause.startsWith('web.handler.fault'));
      assert.match(fault ?? '', /HTTPHandlers\.json, line 2: This regular expression does not compile/);
      assert.ok(server().logs.some((line) => line.includes('HTTPHandlers.json, line 2:')));
    });
  });

  describe('expressions that explode in JavaScript', () => {
    const server = webServer(
      {},
      files(
        handler('one', { regexPattern: '^/(\\w|_)+$' }),
        handler('two', { regexPattern: '^/refers(a|a)+\\1b$' }),
        handler('three', { regexPattern: '^/_' }),
      ),
    );

    it('a request handler takes the path that fits, and the next one takes a path for which JavaScript needs minutes', async () => {
      const client = server().client();
      assert.equal((await client.call('/aaa')).text, 'one GET /aaa');
      const evil = `/${'_'.repeat(28)}!`;
      assert.equal((await client.call(evil)).text, `three GET ${evil}`);
    });

    it('a path that nobody can judge is refused with the expression, and the server goes on', async () => {
      const client = server().client();
      const { status, json } = await client.call(`/refers${'a'.repeat(60)}!`);
      assert.equal(status, 500);
      assert.ok((await server().rules()).includes('web.unjudged'));
      assert.equal(json.error.code, 'handler-unjudged');
      assert.match(
        json.error.message,
        /^Handler 2 \(\w+\.\w+\) has the expression “\^\/refers\(a\|a\)\+\\1b\$”, which takes too many steps/,
      );
      assert.equal((await client.call('/aaa')).text, 'one GET /aaa');
    });
  });

  describe('patterns that are bound to the beginning', () => {
    const server = webServer({ patternAnchor: 'start' }, files(handler('one', { regexPattern: '/validateEmail' })));

    it('a request handler bound to the beginning does not take a path that has the pattern further on', async () => {
      const client = server().client();
      assert.equal((await client.call('/validateEmail/now')).text, 'one GET /validateEmail/now');
      assert.equal((await client.call('/tools/validateEmail')).status, 404);
    });
  });
});
