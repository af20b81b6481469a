import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Answer } from './httpCall';
import { PICTURES } from './samplePictures';
import { webServer } from './webHarness';

const [, [, GIF] = ['', Buffer.alloc(0)]] = PICTURES;

/** Does what a text beside the project says. A module that was written anew would be run in a new process. */
const METHOD = `const body = require('node:path').join(__dirname, '../../body.txt');
module.exports = (text, request) =>
  new Function('text', 'request', 'require', require('node:fs').readFileSync(body, 'utf8'))(text, request, require);`;

describe('The web commands of a project method', () => {
  const server = webServer(
    { codeTimeoutMs: 600_000, maxPageBytes: 1000 },
    {
      'WebFolder/HTM/page.html': '<p>Page</p>',
      'WebFolder/with blank é.txt': 'blank',
      'WebFolder/large.txt': 'x'.repeat(1001),
      'WebFolder/.hidden.txt': 'hidden',
      'outside.txt': 'outside',
      'WebCode/methods/run.js': METHOD,
    },
  );
  const run = async (body: string, call: object = {}, target = '/4DACTION/run'): Promise<Answer> => {
    fs.writeFileSync(path.join(server().folder, 'body.txt'), body);
    return server().client().call(target, call);
  };
  const asJson = async (body: string, call: object = {}, target?: string) =>
    (await run(`webSendText(JSON.stringify((() => { ${body} })() ?? null), '.json');`, call, target)).json;
  const causes = async () => (await server().lastEntry()).causes.map(({ rule, message }) => `${rule}: ${message}`);

  it('a web command sends a file of the folder of pages, whatever separators its path has', async () => {
    const root = `${server().folder}/WebFolder/`;
    const names = ['HTM/page.html', '/HTM/page.html', 'HTM\\page.html', './HTM//page.html', `${root}HTM/page.html`];
    names.push('HTM/../HTM/page.html', 'none/../HTM/./page.html', 'HTM\\..\\HTM\\page.html', 'HTM/HTM/../page.html');
    names.push('HTM/deep/deeper/../../page.html', `${root}HTM/../HTM/page.html`);
    for (const name of names) {
      const { status, text, headers } = await run(
        `if (webSendFile(${JSON.stringify(name)}) !== true) throw new Error('not sent');`,
      );
      assert.deepEqual([status, text, headers['content-type']], [200, '<p>Page</p>', 'text/html; charset=utf-8'], name);
    }
    assert.ok((await server().rules()).includes('web.command.file'));
    const blank = await run(`webSendFile('with blank é.txt'); webSetHttpHeader('X-STATUS', '203');`);
    assert.deepEqual(
      [blank.status, blank.text, blank.headers['content-type']],
      [203, 'blank', 'text/plain; charset=utf-8'],
    );
  });

  it('a web command sends no file that is elsewhere, hidden or too large, and says why', async () => {
    fs.symlinkSync(path.join(server().folder, 'outside.txt'), path.join(server().folder, 'WebFolder/link.txt'));
    const refused = [
      '../outside.txt',
      '/../outside.txt',
      'HTM/../../outside.txt',
      'HTM/../HTM/../../outside.txt',
      `../${path.basename(server().folder)}/outside.txt`,
      '../WebFolder/HTM/page.html',
      'HTM/..%2f../outside.txt'.replaceAll('%2f', '/'),
      `${server().folder}/WebFolder/../outside.txt`,
      'link.txt',
      '.hidden.txt',
      'a\u0000b',
    ];
    for (const name of [...refused, '..\\outside.txt']) {
      const { status, json } = await run(`webSendFile(${JSON.stringify(name)});`);
      assert.equal(status, 500, name);
      assert.match(json.__ERROR[0].message, /webSendFile\(\) cannot send .* leads out of the folder of pages/, name);
    }
    const large = await run(`webSendFile('large.txt');`);
    assert.match(large.json.__ERROR[0].message, /web\.maxPageBytes/);
    assert.ok((await causes()).some((cause) => /^web\.command\.noFile: .*web\.maxPageBytes/.test(cause)));
  });

  it('a web command tells when a file is not there, and what the method sends then counts', async () => {
    for (const name of ['none.html', 'HTM', '', '/etc/passwd']) {
      assert.equal(await asJson(`return webSendFile(${JSON.stringify(name)});`), false, name);
    }
    const missing = await run(`webSendFile('none.html');`);
    assert.deepEqual([missing.status, missing.text], [404, '']);
    assert.ok((await server().rules()).includes('web.command.noFile'));
    const last = await run(`webSendFile('HTM/page.html'); webSendText('text');`);
    assert.deepEqual([last.status, last.text], [200, 'text']);
  });

  it('a web command reads the body as bytes and as a text', async () => {
    const call = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'é\n' };
    const read = 'return [[...webGetHttpBody()], webGetHttpBody("text")];';
    assert.deepEqual(await asJson(read, call), [[195, 169, 10], 'é\n']);
    assert.match((await run('webGetHttpBody("x");')).json.__ERROR[0].message, /takes 'blob' or 'text'/);
  });

  it('a web command reads the header by name, by the parts of its first line, and as a whole', async () => {
    const call = { headers: { 'X-Own': 'a', 'accept-language': 'fr' } };
    const [own, missing, verb, url, version, all] = await asJson(
      `return ['x-OWN', 'X-None', 'X-METHOD', 'x-url', 'X-VERSION', undefined].map((name) => webGetHttpHeader(name));`,
      call,
      '/4DACTION/run?a=1',
    );
    assert.deepEqual([own, missing, verb, url, version], ['a', '', 'GET', '/4DACTION/run?a=1', 'HTTP/1.1']);
    assert.match(all, /^GET \/4DACTION\/run\?a=1 HTTP\/1\.1\r\n/);
    assert.match(all, /\r\nX-Own: a(\r\n|$)/);
    assert.match(all, /\r\nAccept-Language: fr(\r\n|$)/);
  });

  it('a web command sets headers one by one or as lines, with the status and every cookie', async () => {
    const one = await run(
      `webSetHttpHeader('Set-Cookie', 'a=1'); webSetHttpHeader('Set-Cookie', 'b=2'); webSetHttpHeader('X-STATUS', '201 Created');`,
    );
    assert.equal(one.status, 201);
    assert.deepEqual(
      one.headers['set-cookie']?.filter((cookie) => /^[ab]=/.test(cookie)),
      ['a=1', 'b=2'],
    );
    for (const end of ['\\r\\n', '\\r', '\\n']) {
      const { status, headers } = await run(
        `webSendText('a'); webSetHttpHeader('HTTP/1.0 202 OK${end}X-A: b c ${end}Set-Cookie: d=e');`,
      );
      assert.deepEqual([status, headers['x-a']], [202, 'b c'], end);
      assert.ok(headers['set-cookie']?.includes('d=e'));
    }
    for (const wrong of [
      `'X-A'`,
      `'X-A: b\\r\\n\\r\\nbody'`,
      `'X A', 'b'`,
      `'X-A', 'b\\r\\nc: d'`,
      `'Set-Cookie', 'a\\nb'`,
      `'X-STATUS', 'no'`,
    ]) {
      assert.equal((await run(`webSetHttpHeader(${wrong});`)).status, 500, wrong);
    }
  });

  it('a web command sends raw data with its header, and adds what is missing there', async () => {
    const cases: [string, number, string, string][] = [
      ['HTTP/1.1 201 Made\\r\\nContent-Type: a/b\\r\\n\\r\\nbody', 201, 'a/b', 'body'],
      ['Content-Type: a/b\\n\\nbody\\n\\nmore', 200, 'a/b', 'body\n\nmore'],
      ['Location: /there\\r\\n\\r\\n', 302, 'text/html; charset=utf-8', ''],
      ['HTTP/1.1 302\\r\\nLocation: /there', 302, 'text/html; charset=utf-8', ''],
      ['just a body\\r\\n\\r\\nmore', 200, 'text/html; charset=utf-8', 'just a body\r\n\r\nmore'],
      [
        'HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\nContent-Type: a/b\\r\\n\\r\\nlong',
        200,
        'a/b',
        'long',
      ],
    ];
    for (const [data, status, type, text] of cases) {
      for (const raw of [`'${data}'`, `Buffer.from('${data}')`]) {
        const answer = await run(`webSendRawData(${raw});`);
        assert.deepEqual([answer.status, answer.headers['content-type'], answer.text], [status, type, text], data);
        assert.equal(answer.headers['content-length'], String(text.length));
      }
    }
    assert.equal((await run(`webSendRawData('Location: /there');`)).headers.location, '/there');
    assert.equal((await run(`webSendRawData('HTTP/1.1 999 No\\r\\n\\r\\n');`)).status, 500);
  });

  it('raw data with a header that cannot be read is refused with the line, and not sent as a body', async () => {
    const cases: [string, RegExp][] = [
      ['HTTP/1.1 200 OK\\r\\nX: a\\r\\n folded\\r\\n\\r\\nx', /its line 3 is not a header such as “Name: value”/],
      ['HTTP/1.1 99 x\\r\\n\\r\\nx', /its line 1 is not a status line/],
      ['http/1.0 OK\\r\\n\\r\\nx', /its line 1 is not a status line/],
      ['HTTP/1.1 200 OK\\r\\nNo Name: secret\\r\\n\\r\\nx', /its line 2 is not a header/],
      ['HTTP/1.1 200 OK\\r\\n<p>body without an empty line</p>', /An empty line ends the header/],
    ];
    for (const [data, words] of cases) {
      const { status, text } = await run(`webSendRawData('${data}');`);
      assert.equal(status, 500, data);
      assert.match(text, words);
      assert.ok(!text.includes('secret'), text);
    }
    const caught = await run(
      `try { webSendRawData('HTTP/1.1 99 x\\r\\n\\r\\n'); } catch (error) { webSendText(error.name); }`,
    );
    assert.deepEqual([caught.status, caught.text], [200, 'TypeError']);
  });

  it('raw data in chunks is one answer, which is sent without its length', async () => {
    const answer = await run(
      `webSendRawData('X-A: b\\r\\n\\r\\n', '*'); for (let i = 1; i <= 100; i++) webSendRawData('[' + i + ']', i % 2 ? '*' : undefined);`,
    );
    const numbers = Array.from({ length: 100 }, (_, index) => `[${index + 1}]`).join('');
    assert.deepEqual([answer.text, answer.headers['x-a']], [numbers, 'b']);
    assert.deepEqual([answer.headers['transfer-encoding'], answer.headers['content-length']], ['chunked', undefined]);
    assert.equal((await run(`webSendRawData('a', '*'); webSendText('b');`)).text, 'b');
  });

  it('a redirection prevails over what else a method sends, and its URL is encoded unless that is not wanted', async () => {
    const cases: [string, string | undefined][] = [
      ['/there', '/there'],
      ['/é a?b=c&d="e"#f', '/%C3%A9%20a?b=c&d=%22e%22#f'],
      ['/%41%zz', '/%41%25zz'],
      ['https://example.test/[1]', 'https://example.test/[1]'],
      ['/\\ud800', '/%EF%BF%BD'],
    ];
    for (const [url, location] of cases) {
      const answer = await run(`webSendText('before'); webSendHttpRedirect('${url}'); webSendFile('HTM/page.html');`);
      assert.deepEqual([answer.status, answer.headers.location, answer.text], [302, location, ''], url);
    }
    assert.equal((await run(`webSendHttpRedirect('/a"b', '*');`)).headers.location, '/a"b');
    assert.equal((await run(`webSendHttpRedirect('/a\\nb', '*');`)).status, 500);
    assert.equal((await run(`webSetHttpHeader('X-STATUS', '301'); webSendHttpRedirect('/there');`)).status, 301);
  });

  it('a blob and a text have the type that is named, by itself or by its extension', async () => {
    const gif = `Buffer.from('${GIF.toString('base64')}', 'base64')`;
    const cases: [string, string][] = [
      [`webSendBlob(${gif})`, 'image/gif'],
      [`webSendBlob(${gif}, '')`, 'image/gif'],
      [`webSendBlob(${gif}, '.JPEG')`, 'image/jpeg'],
      [`webSendBlob(${gif}, 'application/x-own')`, 'application/x-own'],
      [`webSendBlob(Buffer.from('a'), '.unknown')`, 'application/octet-stream'],
      [`webSendText('a', '.css')`, 'text/css; charset=utf-8'],
      [`webSendText('a')`, 'text/html; charset=utf-8'],
    ];
    for (const [body, type] of cases) assert.equal((await run(body)).headers['content-type'], type, body);
  });

  it('the parts of a form come one by one, with their bytes, names and types', async () => {
    const form = new FormData();
    form.append('vName', 'ROBERT é');
    form.append('file1', new Blob([GIF], { type: 'image/gif' }), 'a "b" é.gif');
    form.append('vName', 'second');
    form.append('empty', new Blob([]), 'empty.bin');
    const request = new Request('http://localhost', { method: 'POST', body: form });
    const call = {
      method: 'POST',
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
      body: Buffer.from(await request.arrayBuffer()),
    };
    const parts = await asJson(
      `const parts = [];
       for (let i = 1; i <= webGetBodyPartCount(); i++) { const p = webGetBodyPart(i); parts.push({ ...p, contents: Buffer.from(p.contents).toString('hex') }); }
       return { parts: parts.map(({ contents, text, ...rest }) => rest), bytes: parts[1].contents, text: parts[0].text, variables: webGetVariables() };`,
      call,
      '/4DACTION/run?vName=url&other=1&other=2',
    );
    assert.deepEqual(parts.parts.slice(0, 3), [
      { name: 'vName', mimeType: '', fileName: '' },
      { name: 'file1', mimeType: 'image/gif', fileName: 'a "b" é.gif' },
      { name: 'vName', mimeType: '', fileName: '' },
    ]);
    assert.equal(parts.parts.length, 4);
    assert.equal(parts.bytes, GIF.toString('hex'));
    assert.equal(parts.text, 'ROBERT é');
    assert.deepEqual(parts.variables, { vName: 'ROBERT é', other: '1' });
    for (const part of ['0', '5', '1.5', '"1"', 'undefined']) {
      const { json } = await run(`webGetBodyPart(${part});`, call);
      assert.match(json.__ERROR[0].message, /There is no part .*: the body has 4\./, part);
    }
    assert.equal(await asJson('return webGetBodyPartCount();', { method: 'POST', body: 'a' }), 0);
  });

  it('a request handler and a REST function read the request with web commands too, and cannot send with them', async () => {
    fs.writeFileSync(
      path.join(server().folder, 'Project/Sources/HTTPHandlers.json'),
      JSON.stringify([{ class: 'Upload', method: 'take', pattern: 'upload' }]),
    );
    const look = '[webGetBodyPartCount(), webGetVariables(), webGetHttpHeader("X-Own"), webGetHttpBody("text").length]';
    fs.writeFileSync(
      path.join(server().folder, 'WebCode/Upload.js'),
      `exports.Upload = class { static exposed = ['look', 'send'];
         take() { const part = webGetBodyPart(1); return [...${look}, part.fileName, part.text]; }
         look() { return ${look}; } send() { webSendText('a'); } }`,
    );
    const form = new FormData();
    form.append('file', new Blob(['bytes'], { type: 'text/plain' }), 'a.txt');
    const request = new Request('http://localhost', { method: 'POST', body: form });
    const body = Buffer.from(await request.arrayBuffer());
    const headers = { 'content-type': request.headers.get('content-type') ?? '', 'x-own': 'b' };
    const client = server().client();
    const taken = await client.call('/upload/?q=1', { method: 'POST', headers, body });
    assert.deepEqual(taken.json, [1, { q: '1' }, 'b', body.length, 'a.txt', 'bytes']);
    const looked = await client.call('/rest/$singleton/Upload/look?q=1', {
      method: 'POST',
      headers: { 'x-own': 'b' },
      body: '[]',
    });
    assert.deepEqual(looked.json.result, [0, { q: '1' }, 'b', 2]);
    const sent = await client.post('/rest/$singleton/Upload/send', []);
    assert.match(JSON.stringify(sent.json), /is for project methods/);
  });

  it('the tags of a text, a blob and a file that a method sends are filled, and those of raw data are not', async () => {
    const tag = '<i><!--#4DTEXT Session.userName--></i><!--#4DIF (1)-->';
    fs.writeFileSync(path.join(server().folder, 'WebFolder/tags.html'), tag);
    const name = `Session.setPrivileges({ userName: '<Ada>' });`;
    const cases: [string, string][] = [
      [`webSendText('${tag}');`, '<i>&lt;Ada&gt;</i>'],
      [`webSendBlob(Buffer.from('${tag}'), '.html');`, '<i>&lt;Ada&gt;</i>'],
      [`webSendFile('tags.html');`, '<i>&lt;Ada&gt;</i>'],
      [`webSendBlob(Buffer.from('${tag}'));`, tag],
      [`webSendRawData('${tag}');`, tag],
      [`webSendText('${tag}'); webSendHttpRedirect('/');`, ''],
    ];
    for (const [body, text] of cases) assert.equal((await run(name + body)).text, text, body);
    assert.equal((await run(`${name} webSendFile('tags.html');`)).headers['content-length'], '18');
    assert.ok((await causes()).some((cause) => /^web\.page\.tags: .*4DIF/.test(cause)));
  });

  it('a web command that is for legacy sessions is ignored, and the journal says so', async () => {
    const client = server().client();
    const { json } = await client.call('/4DACTION/whoAmI');
    assert.deepEqual(
      await asJson(
        `return [webLegacyCloseSession('${json.id}') ?? 0, webCloseSession('${json.id}') ?? 0, webLegacyGetSessionExpiration('${json.id}'), webGetSessionExpiration('${json.id}')];`,
      ),
      [0, 0, { expDate: null, expTime: null }, { expDate: null, expTime: null }],
    );
    assert.ok((await server().rules()).includes('web.command.ignored'));
    assert.deepEqual((await client.call('/4DACTION/whoAmI')).json, json);
  });

  it('a web command that is not here says what to use instead', async () => {
    const file = path.join(server().folder, 'WebCode/methods/run.js');
    fs.writeFileSync(file, `module.exports = () => { webSetRootFolder('a'); };`);
    const { json } = await server().client().call('/4DACTION/run');
    assert.match(json.__ERROR[0].message, /^Error: WEB SET ROOT FOLDER is not here: set the option web\.pages\./);
    assert.match(json.__ERROR[0].message, /run\.js:1/);
  });

  it('a project method gets the text that follows its name in the path, and then the request', async () => {
    const show = 'webSendText(JSON.stringify([arguments.length, text, request.verb, request.url]), ".json");';
    const body = `(function (text, request) { ${show} })(text, request);`;
    for (const [ending, text] of [
      ['', ''],
      ['/', ''],
      ['/hello', 'hello'],
      ['/par%20am/x', 'par am/x'],
      ['/a/', 'a/'],
      ['/%2Fa', '/a'],
      ['//a', '/a'],
      ['/a?b=c', 'a'],
      ['?b=c/d', ''],
      ['/%C3%A9%26%3C', 'é&<'],
      ['/1', '1'],
      ['/..%2Fx', '../x'],
    ] as const) {
      const { json } = await run(body, {}, `/4DACTION/run${ending}`);
      assert.deepEqual(json, [2, text, 'GET', `/4DACTION/run${ending}`], ending);
    }
    assert.equal((await run(body, {}, '/4DACTION/run/%zz')).status, 400);
    assert.equal((await run(body, {}, '/4DACTION/run/%ff')).status, 400);
  });

  it('what a method returns in place of sending it is named in the journal by its kind', async () => {
    const told = async () => (await causes()).filter((cause) => cause.startsWith('web.code.unused'));
    for (const [returned, kind] of [
      ['new OutgoingMessage()', 'an OutgoingMessage'],
      ['"secret"', 'a text'],
      ['({ secret: 1 })', 'an object'],
      ['[1]', 'a collection'],
      ['null', 'null'],
      ['7', 'a number'],
      ['true', 'a boolean'],
      ['1n', 'a bigint'],
      ['(() => 1)', 'a function'],
      ['Promise.resolve("secret")', 'a text'],
    ] as const) {
      const { status, text } = await run(`return ${returned};`);
      assert.deepEqual([status, text], [200, ''], returned);
      const [message = ''] = await told();
      assert.ok(message.includes(`has returned ${kind}, which is not sent`), `${returned}: ${message}`);
      assert.ok(!message.includes('secret'), message);
    }
    for (const quiet of ['', 'return webSendText("a");', 'return webSendFile("HTM/page.html");']) {
      await run(quiet);
      assert.deepEqual(await told(), [], quiet);
    }
    await run('webSendText("a"); return "b";');
    assert.equal((await told()).length, 1);
  });

  it('a web command refuses a value of another type with words, and then has changed nothing', async () => {
    const others = ['undefined', 'null', '7', 'true', '({ a: 1 })', '["a"]', 'new Date(0)', '(() => 1)', 'Symbol("a")'];
    const calls: [(value: string) => string, RegExp, readonly string[]][] = [
      [(value) => `webSendText(${value})`, /webSendText\(\) takes a text: write String\(value\)/, others],
      [(value) => `webSendText('a', ${value})`, /webSendText\(\) takes a text/, others.slice(1)],
      [(value) => `webSendBlob(${value})`, /webSendBlob\(\) takes bytes/, [...others, '"text"']],
      [(value) => `webSendRawData(${value})`, /webSendRawData\(\) takes a text or bytes/, others],
      [(value) => `webSendFile(${value})`, /webSendFile\(\) takes a text/, others],
      [(value) => `webSendHttpRedirect(${value})`, /webSendHttpRedirect\(\) takes a text/, others],
      [(value) => `webSendHttpRedirect(${value})`, /webSendHttpRedirect\(\) needs a URL/, ['""', '" "', '"\\t"']],
      [(value) => `webSendHttpRedirect(${value}, '*')`, /nvalid character/, ['"a\\r\\nX: y"', '"é\\u2028"', '"\\0"']],
      [(value) => `webSetHttpHeader(${value})`, /webSetHttpHeader\(\) takes a text/, others],
      [(value) => `webSetHttpHeader('X-A', ${value})`, /webSetHttpHeader\(\) takes a text/, ['null', '({})', '[]']],
      [(value) => `webSetHttpHeader(${value}, 'a')`, /webSetHttpHeader\(\) takes a text/, others],
    ];
    const body = calls.flatMap(([call, , values]) => values.map((value) => `() => ${call(value)}`)).join(',\n');
    const answer = await run(
      `const said = [${body}].map((call) => { try { call(); return ''; } catch (error) { return error.message; } });
       webSendText(JSON.stringify(said), '.json');`,
    );
    const expected = calls.flatMap(([call, words, values]) => values.map((value) => [call(value), words] as const));
    assert.deepEqual([answer.status, answer.headers.location, answer.headers['x-a']], [200, undefined, undefined]);
    for (const [at, [call, words]] of expected.entries()) assert.match(answer.json[at], words, call);
  });

  it('a command that is refused leaves the answer as it was', async () => {
    for (const refused of [
      `webSendText('no', 'a\\nb')`,
      `webSendBlob(Buffer.from('no'), 'a\\nb')`,
      `webSendRawData('HTTP/1.1 999 No\\r\\nX-B: b\\r\\n\\r\\nno')`,
      `webSendRawData('X-B: b\\r\\nX-STATUS: 99\\r\\n\\r\\nno')`,
      `webSendRawData('X-B: b\\r\\nX-C: \\0\\r\\n\\r\\nno')`,
      `webSetHttpHeader('HTTP/1.1 201 OK\\r\\nX-B: b\\r\\nX-C: \\0')`,
      `webSetHttpHeader('HTTP/1.1 999 OK\\r\\nX-B: b')`,
      `webSetHttpHeader('Set-Cookie', 'a=\\0')`,
      `webSendFile('../outside.txt')`,
    ]) {
      const { status, text, headers } = await run(
        `webSetHttpHeader('X-A', 'a'); webSendText('kept'); let thrown = false;
         try { ${refused}; } catch { thrown = true; } if (!thrown) throw new Error('not refused');`,
      );
      assert.deepEqual([status, text, headers['x-a'], headers['x-b']], [200, 'kept', 'a', undefined], refused);
      assert.equal(headers['content-type'], 'text/html; charset=utf-8', refused);
    }
  });

  it('a redirection that is refused leaves the answer as it was', async () => {
    const caught = `try { webSendHttpRedirect('a\\r\\nX: y', '*'); } catch { webSendText('caught'); }`;
    const { status, text, headers } = await run(caught);
    assert.deepEqual([status, text, headers.location], [200, 'caught', undefined]);
    const kept = await run(`webSendHttpRedirect('/first'); ${caught}`);
    assert.deepEqual([kept.status, kept.headers.location], [302, '/first']);
  });
});
