import assert from 'node:assert/strict';
import { webServer } from './webHarness';

const SHOP = `
exports.Shop = class Shop {
  static exposed = ['page', 'marked', 'bytes', 'result', 'fail', 'empty'];
  static onHTTPGet = ['marked', 'page'];
  marked() { return 'marked'; }
  page(status) {
    const message = new OutgoingMessage();
    message.setBody('<p>Hello</p>');
    message.setHeader('Content-Type', 'text/html');
    message.setHeader('X-Shop', 'open');
    message.setStatus(status);
    return message;
  }
  bytes() {
    const message = new OutgoingMessage();
    message.setBody(Uint8Array.of(0, 255, 7));
    return message;
  }
  result(code) { return new Function('OutgoingMessage', 'return ' + code)(OutgoingMessage); }
  fail(code) { throw new Function('return ' + code)(); }
  empty() {}
};
`;
const TEXTUAL = "exports.Textual = class Textual { static exposed = 'f'; f() { return 1; } };";
const TEXTUAL_GET =
  "exports.TextualGet = class TextualGet { static exposed = ['f']; static onHTTPGet = 'f'; f() { return 1; } };";

describe('Functions that REST calls', () => {
  const server = webServer(
    {},
    { 'WebCode/Shop.js': SHOP, 'WebCode/Textual.js': TEXTUAL, 'WebCode/TextualGet.js': TEXTUAL_GET },
  );
  const shop = (method: string, ...body: unknown[]) => server().client().post(`/rest/$singleton/Shop/${method}`, body);
  const lastWords = async () => (await server().lastEntry()).causes.map(({ message }) => message).join(' ');

  it('a GET runs an exposed function only with the mark onHTTPGet, and the journal names the mark', async () => {
    const client = server().client();
    assert.deepEqual((await client.call('/rest/$singleton/Shop/marked')).json, { result: 'marked' });
    const { status, json } = await client.call('/rest/$singleton/Shop/empty');
    assert.equal(status, 404);
    assert.match(json.__ERROR[0].message, /static onHTTPGet = \['empty'\]/);
    assert.ok((await server().rules()).includes('web.rest.get'));
    assert.match(await lastWords(), /onHTTPGet/);
    assert.equal((await client.post('/rest/$singleton/Shop/empty')).status, 200);
  });

  it('a message that a function returns is the answer itself: status, headers and body', async () => {
    const client = server().client();
    const { status, text, headers } = await client.post('/rest/$singleton/Shop/page', [201]);
    assert.deepEqual(
      [status, text, headers['content-type'], headers['x-shop']],
      [201, '<p>Hello</p>', 'text/html', 'open'],
    );
    assert.equal((await client.call(`/rest/$singleton/Shop/page?$params='[404]'`)).status, 404);
    assert.ok((await server().rules()).includes('web.code.refused'));
    const bytes = await shop('bytes');
    assert.equal(bytes.headers['content-type'], 'application/octet-stream');
    assert.equal(bytes.headers['content-length'], '3');
  });

  const results: [code: string, result: unknown][] = [
    ['undefined', null],
    ['[undefined, () => 1, NaN]', [null, null, null]],
    [
      '({ a: undefined, b: () => 1, c: new Date(0), d: new (class { x = 1 })() })',
      { c: '1970-01-01T00:00:00.000Z', d: { x: 1 } },
    ],
    ['({ toJSON() { return { a: [1] }; } })', { a: [1] }],
    ['JSON.parse(\'{"__proto__": 1}\')', JSON.parse('{"__proto__": 1}')],
    ['new String("a")', 'a'],
    ['(() => { const one = { a: 1 }; return [one, one]; })()', [{ a: 1 }, { a: 1 }]],
  ];
  for (const [code, result] of results) {
    it(`the result of a function is told as JSON says it: ${code}`, async () => {
      assert.deepEqual((await shop('result', code)).json, { result });
    });
  }

  const odd: [code: string, words: RegExp][] = [
    ['new Map([[1, 2]])', /returned a Map, which JSON cannot say/],
    ['({ a: [new Set()] })', /a Set/],
    ['new Error("secret")', /an? Error/],
    ['({ error: new RangeError("x") })', /Error/],
    ['new Response("x")', /a Response/],
    ['/a/', /RegExp/],
    ['[1].values()', /returned an Array Iterator/],
    ['Session', /returned the Session object, which is no data/],
    ['({ message: new OutgoingMessage() })', /return the message itself/],
    ['Buffer.from("abc")', /bytes \(Buffer\)/],
    ['({ a: new Float64Array(2) })', /bytes \(Float64Array\)/],
    ['new ArrayBuffer(2)', /bytes/],
    ['({ a: Promise.resolve(1) })', /await it/],
    ['({ a: 1n })', /BigInt/],
    ['(() => { const a = {}; a.a = a; return a; })()', /contains itself/],
    ['() => 1', /JSON cannot say/],
  ];
  for (const [code, words] of odd) {
    it(`a result that JSON would distort is refused with words: ${code}`, async () => {
      const { status, json } = await shop('result', code);
      assert.equal(status, 500);
      assert.match(json.__ERROR[0].message, words);
      assert.match(json.__ERROR[0].message, /Shop\.result\(\)/);
      assert.ok(!/webCodeWorker|CodeSession/.test(json.__ERROR[0].message));
    });
  }

  it('a result that is nested too deeply is refused', async () => {
    const { status, json } = await shop(
      'result',
      '(() => { let a = 1; for (let i = 0; i < 600; i++) a = [a]; return a; })()',
    );
    assert.equal(status, 500);
    assert.match(json.__ERROR[0].message, /deeper than 500 levels \(JSON_DEPTH\)/);
  });

  const thrown: [code: string, words: RegExp][] = [
    ['({ code: 17 })', /\{"code":17\}/],
    ['({ message: "no stock" })', /^no stock/],
    ['[1, 2]', /\[1,2\]/],
    ['[{ code: 17 }, {}]', /\[\{"code":17\},\{\}\]/],
    ['"text"', /^The code threw a text, which is no Error and has no line: text \(in .*Shop\.js\)$/],
    ['null', /^The code threw null, which is no Error .* \(in .*Shop\.js\)$/],
    ['undefined', /^The code threw undefined, which is no Error .* \(in .*Shop\.js\)$/],
    [
      'new OutgoingMessage()',
      /^The code threw an OutgoingMessage, which is no Error and has no line \(in .*Shop\.js\)$/,
    ],
    ['Object.create(null)', /fails when it is read|\{\}/],
    ['(() => { const a = {}; a.a = a; return a; })()', /fails when it is read/],
  ];
  for (const [code, words] of thrown) {
    it(`what a function throws is told usefully: ${code}`, async () => {
      const { status, json } = await shop('fail', code);
      assert.equal(status, 500);
      assert.match(json.__ERROR[0].message, words);
      assert.ok(!json.__ERROR[0].message.includes('[object Object]'));
    });
  }

  it('the lists of exposed functions are arrays, and a text in their place is refused with words', async () => {
    const client = server().client();
    for (const answer of [
      await client.post('/rest/$singleton/Textual/f'),
      await client.call('/rest/$singleton/TextualGet/f'),
    ]) {
      assert.equal(answer.status, 500);
      assert.match(answer.json.__ERROR[0].message, /“static (exposed|onHTTPGet)” of Textual(Get)? has to be an array/);
    }
    assert.equal((await client.post('/rest/$singleton/TextualGet/f')).status, 200);
  });
});
