import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { MobileDataFile } from '../../../src/core/systems/mobile/mobileData';
import {
  MOBILE_DATA_ENDING,
  mobileDataFileName,
  mobileDataText,
  withAnswer,
} from '../../../src/core/systems/mobile/mobileData';
import { until } from '../devServers';
import { iosBody } from './devices';
import { playedAnswers, product, type Written, why } from './playedAnswers';

describe('Recorded answers for mobile apps', () => {
  const { folder, data, write, playing } = playedAnswers();

  const matching: [what: string, file: Written, target: string, fits: unknown][] = [
    ['without parameters that matter, any query fits', product(), 'Product?$filter=a&$skip=1', 'any'],
    [
      'a parameter with the same value fits, however it is encoded',
      product({ matters: ['$filter'], answers: [{ query: { $filter: '"a >= 1"' }, body: { fits: 'same' } }] }),
      'Product?%24filter=%22a%20%3E%3D+1%22&$limit=5',
      'same',
    ],
    [
      'a parameter with another value does not fit',
      product({ matters: ['$filter'], answers: [{ query: { $filter: 'a' }, body: {} }] }),
      'Product?$filter=b',
      /“\$filter” is “b” in the request, and “a” in the file/,
    ],
    [
      'a parameter that may have any value must be there',
      product({ matters: ['$skip'], answers: [{ query: { $skip: true }, body: {} }] }),
      'Product',
      /the request has no “\$skip”, and the answer wants any value/,
    ],
    [
      'a parameter that matters and is not named must not be there',
      product({ matters: ['$skip'], answers: [{ body: {} }] }),
      'Product?$skip=1',
      /it is for requests without “\$skip”/,
    ],
    [
      'the first answer that fits is played',
      product({
        matters: ['$skip'],
        answers: [
          { query: { $skip: '50' }, body: { fits: 'second page' } },
          { query: { $skip: null }, body: { fits: 'first page' } },
          { query: { $skip: true }, body: { fits: 'other page' } },
        ],
      }),
      'Product?$skip=100',
      'other page',
    ],
    [
      'names of members of objects in JavaScript are parameters like others',
      product({ matters: ['constructor', 'toString'], answers: [{ body: { fits: 'none of them' } }] }),
      'Product',
      'none of them',
    ],
    [
      'the query may have variables',
      product({
        matters: ['$params'],
        answers: [{ query: { $params: '\'{"mail":"{{email}}"}\'' }, body: { fits: 'mine' } }],
      }),
      `Product?$params=${encodeURIComponent('\'{"mail":"jane@example.com"}\'')}`,
      'mine',
    ],
    [
      'the path may have variables',
      product({ path: '/mobileapp/Product({{userInfo.key}})', answers: [{ body: { fits: 'key' } }] }),
      'Product(7)',
      'key',
    ],
    [
      'a query that needs what the session does not have does not fit',
      product({ matters: ['$filter'], answers: [{ query: { $filter: '{{userInfo.none}}' }, body: {} }] }),
      'Product?$filter=',
      /“\$filter” needs userInfo\.none, which the session does not have/,
    ],
    [
      'a path with encoded signs fits',
      product({ path: '/mobileapp/Größe(1)', answers: [{ body: { fits: 'ö' } }] }),
      'Gr%C3%B6%C3%9Fe(1)',
      'ö',
    ],
    [
      'a file for another method is the nearest',
      product({ method: 'POST' }),
      'Product',
      /The nearest is .*: it is for POST, not for GET/,
    ],
    [
      'a mistyped path has a nearest file',
      product(),
      'Prodct',
      /The nearest is .*: it is for GET \/mobileapp\/Product\./,
    ],
    [
      'a record that is not there has another one of its table as the nearest',
      product({ path: '/mobileapp/Product(1)' }),
      'Product(99999)',
      /The nearest is .*Product\(1\)/,
    ],
    [
      'a route of the server in other letters is named before a near file',
      product({ path: '/mobileapp/$INF' }),
      '$INFO',
      /The nearest is GET \/mobileapp\/\$info, in these letters\./,
    ],
    [
      'what is like nothing has no nearest file',
      product(),
      'Zyx',
      /^(?!.*nearest).*No recorded answer of “mobile.data” fits\.$/,
    ],
  ];
  for (const [what, file, target, fits] of matching) {
    it(`${what}, in the folder of recorded answers`, async () => {
      write('deep/er/file', file);
      await playing(
        async (ask, server) => {
          const { status, json } = await ask(target);
          if (fits instanceof RegExp) {
            assert.equal(status, 404);
            assert.equal(json.__ERRORS[0].errCode, 1909);
            assert.match(await why(server), fits);
          } else assert.deepEqual([status, json.fits], [200, fits]);
        },
        { userInfo: { key: 7 } },
      );
    });
  }

  it('a body has the values of variables, of any type, unless it is literal', async () => {
    const body = {
      a: '{{email}}',
      b: 'to {{email}}, {{userInfo.n}}',
      c: '{{userInfo.n}}',
      d: ['{{userInfo.o}}'],
      e: '{{x}}',
    };
    write('filled', product({ answers: [{ body }] }));
    write('literal', product({ path: '/mobileapp/Literal', answers: [{ literal: true, body }] }));
    write('text', product({ path: '/mobileapp/Text', answers: [{ text: 'I am {{email}}' }] }));
    await playing(
      async (ask) => {
        const mail = 'jane@example.com';
        assert.deepEqual((await ask('Product')).json, { a: mail, b: `to ${mail}, 3`, c: 3, d: [{ p: 1 }], e: '{{x}}' });
        assert.deepEqual((await ask('Literal')).json, body);
        assert.equal((await ask('Text')).text, `I am ${mail}`);
      },
      { userInfo: { n: 3, o: { p: 1 } } },
    );
  });

  it('a body that needs what the session does not have is answered with error 1279', async () => {
    write('needs', product({ answers: [{ body: { a: '{{userInfo.__proto__.b}}' } }] }));
    await playing(async (ask, server) => {
      const { json } = await ask('Product');
      assert.equal(json.__ERRORS[0].errCode, 1279);
      assert.match(await why(server), /needs userInfo\.__proto__\.b, which the session does not have/);
    });
  });

  it('status, headers, bytes and files are sent as they are', async () => {
    fs.writeFileSync(path.join(data(), 'photo.bin'), Buffer.from([0, 1, 255]));
    write('bytes', product({ answers: [{ status: 201, headers: { 'Content-Type': 'image/x' }, base64: 'AP8=' }] }));
    write('file', product({ path: '/mobileapp/File', answers: [{ headers: { etag: '"1"' }, file: 'photo.bin' }] }));
    write('empty', product({ path: '/mobileapp/Empty', answers: [{ status: 204 }] }));
    await playing(async (ask) => {
      const bytes = await ask('Product');
      assert.deepEqual(
        [bytes.status, bytes.headers['content-type'], bytes.headers['content-length']],
        [201, 'image/x', '2'],
      );
      const file = await ask('File');
      assert.deepEqual([file.headers.etag, file.headers['content-length']], ['"1"', '3']);
      assert.equal((await ask('Empty')).status, 204);
      const head = await ask('File', 'HEAD');
      assert.deepEqual([head.status, head.headers['content-length'], head.text], [200, '3', '']);
    });
  });

  const outside: [what: string, file: string, words: RegExp][] = [
    ['a path with dots', '../secret.txt', /leads out of the folder/],
    ['a link', 'link.txt', /over a link out of the folder/],
    ['a link of a folder', 'linked/secret.txt', /over a link out of the folder/],
    ['a file that is not there', 'none.txt', /none\.txt is not there/],
    ['a folder', '../answers/sub', /is a folder/],
  ];
  for (const [what, file, words] of outside) {
    it(`a body is not read from elsewhere, or from what is no file: ${what}`, async () => {
      fs.writeFileSync(path.join(folder(), 'secret.txt'), 'secret');
      fs.mkdirSync(path.join(data(), 'sub'));
      fs.symlinkSync(path.join(folder(), 'secret.txt'), path.join(data(), 'link.txt'));
      fs.symlinkSync(folder(), path.join(data(), 'linked'));
      write('file', product({ answers: [{ file }] }));
      await playing(async (ask, server) => {
        const answer = await ask('Product');
        assert.equal(answer.status, 500);
        assert.doesNotMatch(answer.text, /secret/);
        assert.match(await why(server), words);
      });
    });
  }

  const faulty: [what: string, text: string, words: RegExp][] = [
    ['no JSON', '{\n  "method": GET }', /bad\.mobile-data\.json: line 2, character 13: Not well-formed JSON/],
    ['nothing', '', /bad\.mobile-data\.json: it is empty/],
    ['no object', '[]', /line 1, character 1: the file must be/],
    [
      'no answers',
      JSON.stringify(product({ answers: [] }), undefined, 1),
      /line 4, character 2: “answers” must have at least one item/,
    ],
    [
      'a member that is not known',
      '{"method":"GET","path":"/mobileapp/a","answers":[{"boddy":1}]}',
      /character 51: .*“boddy”/,
    ],
    ['a path of another place', JSON.stringify(product({ path: '/rest/Product' })), /a path below “\/mobileapp\/”/],
    [
      'a cookie',
      '{"method":"GET","path":"/mobileapp/a","answers":[{"headers":{"Set-Cookie":"a=b"}}]}',
      /must not have “Set-Cookie”/,
    ],
    [
      'two bodies',
      '{"method":"GET","path":"/mobileapp/a","answers":[{"body":1,"text":"a"}]}',
      /“answers\.0\.text”|“answers\[0\]\.text”|text/,
    ],
  ];
  for (const [what, text, words] of faulty) {
    it(`a faulty file is told with its place and left out, and the others are played: ${what}`, async () => {
      write('bad', text);
      write('good', product());
      await playing(async (ask, server) => {
        await until(
          () => Promise.resolve(server.logs),
          (logs) => logs.some((line) => words.test(line)),
        );
        assert.equal((await ask('Product')).status, 200);
        assert.equal((await ask('Other')).status, 404);
        assert.match(await why(server), words);
        assert.equal(server.logs.filter((line) => /bad\.mobile-data/.test(line)).length, 1);
      });
    });
  }

  it('files that are not UTF-8 or are links are told and left out', async () => {
    write('latin', '');
    fs.writeFileSync(path.join(data(), `latin${MOBILE_DATA_ENDING}`), Buffer.from([0x22, 0xe4, 0x22]));
    fs.writeFileSync(path.join(folder(), 'other.json'), JSON.stringify(product()));
    fs.symlinkSync(path.join(folder(), 'other.json'), path.join(data(), `link${MOBILE_DATA_ENDING}`));
    await playing(async (ask, server) => {
      assert.equal((await ask('Product')).status, 404);
      assert.match(await why(server), /latin.*it is not UTF-8.*/);
      assert.match(await why(server), /link.*it is a link/);
    });
  });

  it('files that come, change and go are seen by the next request', async () => {
    await playing(async (ask) => {
      assert.equal((await ask('Product')).status, 404);
      write('a', product({ answers: [{ body: { fits: 1 } }] }));
      assert.equal((await ask('Product')).json.fits, 1);
      write('a', product({ answers: [{ body: { fits: 2 } }] }));
      assert.equal((await ask('Product')).json.fits, 2);
      fs.rmSync(path.join(data(), `a${MOBILE_DATA_ENDING}`));
      assert.equal((await ask('Product')).status, 404);
      fs.rmSync(data(), { recursive: true });
      assert.equal((await ask('Product')).status, 404);
      write('b', product({ answers: [{ body: { fits: 3 } }] }));
      assert.equal((await ask('Product')).json.fits, 3);
    });
  });

  it('recorded answers are for signed-in devices alone', async () => {
    write('a', product());
    await playing(async (_ask, server) => {
      assert.equal((await server.get('/mobileapp/Product')).status, 401);
      assert.equal((await server.get('/mobileapp/Product', { token: 'bm9uZQ==' })).status, 401);
    });
  });

  it('a recorded action that ends with success makes answers fit that come after it, until a reset', async () => {
    const action = { method: 'POST', path: '/mobileapp/$action/add' } as const;
    write('action', { ...action, answers: [{ body: { success: true } }] });
    write('failing', { ...action, path: '/mobileapp/$action/fail', answers: [{ body: { success: false } }] });
    write(
      'a',
      product({
        answers: [{ after: 'add', body: { fits: 'new' } }, { after: 'fail', body: {} }, { body: { fits: 'old' } }],
      }),
    );
    await playing(async (ask, server) => {
      assert.equal((await ask('$action/fail', 'POST')).json.success, false);
      assert.equal((await ask('Product')).json.fits, 'old');
      assert.equal((await ask('$action/add', 'POST')).json.success, true);
      assert.ok((await server.rules()).includes('mobile.action.remembered'));
      assert.equal((await ask('Product')).json.fits, 'new');
      await server.control.reset();
      const { json } = await server.post('/mobileapp/$authenticate', { body: iosBody() });
      assert.equal((await server.get('/mobileapp/Product', { token: json.token })).json.fits, 'old');
    });
  });

  it('a recorded answer to an action that an app cannot decode is told', async () => {
    write('action', {
      method: 'POST',
      path: '/mobileapp/$action/add',
      answers: [{ body: { success: true, errors: [1] } }],
    });
    await playing(async (ask, server) => {
      await ask('$action/add', 'POST');
      assert.ok((await server.rules()).includes('mobile.action.undecodable'));
    });
  });

  it('an answer to an action that comes after this action is for its second time', async () => {
    const second = { success: true, statusText: 'done already' };
    write('action', {
      method: 'POST',
      path: '/mobileapp/$action/add',
      answers: [{ after: 'add', body: second }, { body: { success: true } }],
    });
    await playing(async (ask, server) => {
      assert.deepEqual((await ask('$action/add', 'POST')).json, { success: true });
      assert.deepEqual((await ask('$action/add', 'POST')).json, second);
      assert.ok(!(await server.rules()).includes('mobile.action.remembered'));
    });
  });

  const SUCCESS = '{"success":true,"n":1,"ID":9007199254740993}';
  const saying: [how: string, answer: Written, isSuccess: boolean][] = [
    ['JSON', { body: { success: true, n: 1 } }, true],
    ['a text of JSON', { text: SUCCESS }, true],
    ['a text of JSON that says its type', { text: SUCCESS, headers: { 'content-type': 'application/json' } }, true],
    ['a text with a variable', { text: '{"success":true,"n":1,"mail":"{{email}}"}' }, true],
    ['a literal text', { text: '{"success":true,"n":1,"mail":"{{email}}"}', literal: true }, true],
    ['bytes', { base64: Buffer.from(SUCCESS).toString('base64') }, true],
    ['a file', { file: 'said.json' }, true],
    ['a file that begins with a mark of its encoding', { file: 'marked.json' }, true],
    ['a text with a status of failure', { text: SUCCESS, status: 409 }, false],
    ['a text of JSON that says failure', { text: '{"success":false,"n":1}' }, false],
    ['a text whose success is no truth value', { text: '{"success":"true","n":1}' }, false],
    ['a list of JSON', { text: '[{"success":true}]' }, false],
    ['a text that is no JSON', { text: '{"success":true,"n":1' }, false],
    ['a picture', { base64: 'iVBORw0KGgo=' }, false],
    ['nothing', {}, false],
  ];
  for (const [how, answer, isSuccess] of saying) {
    it(`an answer to an action is ${isSuccess ? 'a' : 'no'} success by what the app reads, given as ${how}`, async () => {
      fs.writeFileSync(path.join(data(), 'said.json'), SUCCESS);
      fs.writeFileSync(path.join(data(), 'marked.json'), `\uFEFF${SUCCESS}`);
      const second = { after: 'add', text: '{"n":2}' };
      write('action', { method: 'POST', path: '/mobileapp/$action/add', answers: [second, answer] });
      await playing(async (ask, server) => {
        const first = await ask('$action/add', 'POST');
        assert.notEqual(first.text, second.text);
        assert.equal((await server.rules()).includes('mobile.action.remembered'), isSuccess);
        const next = await ask('$action/add', 'POST');
        assert.equal(next.text, isSuccess ? second.text : first.text);
      });
    });
  }

  it('exactly one of many calls of an action at the same time is the first', async () => {
    const action = (name: string) => ({
      method: 'POST' as const,
      path: `/mobileapp/$action/${name}`,
      answers: [{ after: name, text: '{"n":2}' }, { text: '{"success":true,"n":1}' }],
    });
    const names = ['a', 'b', 'c'];
    for (const name of names) write(name, action(name));
    await playing(async (ask) => {
      const calls = Array.from({ length: 24 }, (_each, at) => names[at % names.length] ?? '');
      const answers = await Promise.all(calls.map((name) => ask(`$action/${name}`, 'POST')));
      for (const name of names) {
        const texts = answers.filter((_each, at) => calls[at] === name).map(({ text }) => text);
        assert.deepEqual(texts.toSorted(), [
          '{"n":2}',
          ...texts.slice(2).map(() => '{"n":2}'),
          '{"success":true,"n":1}',
        ]);
      }
    });
  });

  it('an action that fails here keeps no other one waiting', async () => {
    write('broken', { method: 'POST', path: '/mobileapp/$action/broken', answers: [{ file: 'none.json' }] });
    write('action', { method: 'POST', path: '/mobileapp/$action/add', answers: [{ body: { success: true } }] });
    await playing(async (ask) => {
      const [broken, none, add] = await Promise.all(
        ['broken', 'none', 'add'].map((name) => ask(`$action/${name}`, 'POST')),
      );
      assert.deepEqual([broken?.status, none?.status, add?.status], [500, 404, 200]);
    });
  });

  it('what a recording writes is played, each answer for its query', async () => {
    const route = { method: 'GET', path: '/mobileapp/Product' } as const;
    const queries = [{}, { $skip: '1' }, { $skip: '2', $filter: 'a' }, { $filter: 'a' }, { $skip: '1' }];
    const file = queries.reduce<MobileDataFile>(
      (before, query, at) => withAnswer(before, { query, body: { fits: at } }),
      { ...route, recorded: true, answers: [] },
    );
    fs.writeFileSync(path.join(data(), mobileDataFileName(route.method, route.path)), mobileDataText(file));
    await playing(async (ask) => {
      const fits = async (query: string) => (await ask(`Product?${query}`)).json.fits;
      assert.deepEqual(
        [await fits(''), await fits('$skip=1'), await fits('$skip=2&$filter=a'), await fits('$filter=a')],
        [0, 4, 2, 3],
      );
    });
  });

  it('names of recorded files are different for different routes, and can be names on every system', () => {
    const paths = [
      '/mobileapp/Product',
      '/mobileapp/product',
      '/mobileapp/Product(1)',
      '/mobileapp/a:b/c',
      '/mobileapp/a_b_c',
      `/mobileapp/${'x'.repeat(500)}`,
    ];
    const names = paths.flatMap((each) => [mobileDataFileName('GET', each), mobileDataFileName('POST', each)]);
    assert.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length);
    for (const name of names) assert.match(name, /^[\w $().-]{1,120}\.mobile-data\.json$/);
  });
});
