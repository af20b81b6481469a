import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { exampleAnswers } from '../../support/exampleAnswers';
import { until } from '../devServers';
import type { MobileHarness } from '../mobileHarness';
import { playedAnswers, product, type Written, why } from './playedAnswers';

describe('What is told of recorded answers', () => {
  const { data, write, playing } = playedAnswers();
  const told = (server: MobileHarness, words: RegExp) =>
    until(
      () => Promise.resolve(server.logs),
      (logs) => logs.some((line) => words.test(line)),
    );
  /** What is told when the files are read. */
  const lines = (server: MobileHarness) => server.logs.filter((line) => line.includes('“mobile.data”'));

  const slips: [text: string, meant: string][] = [
    ['{{ email }}', '“{{email}}” may be meant'],
    ['{{Email}}', '“{{email}}” may be meant'],
    ['{{emial}}', '“{{email}}” may be meant'],
    ['{{mail}}', '“{{email}}” may be meant'],
    ['{{session.email}}', '“{{email}}” may be meant'],
    ['{{userinfo.country}}', '“{{userInfo.country}}” may be meant'],
    ['{{ userInfo.email }}', '“{{userInfo.email}}” may be meant'],
    ['{{session.userInfo.a.b}}', '“{{userInfo.a.b}}” may be meant'],
    ['{{user.country}}', '“{{userInfo.country}}” may be meant'],
    ['{{userInfo}}', '“{{userInfo.NAME}}” may be meant'],
    ['{{country}}', '“{{userInfo.country}}” may be meant'],
    ['{{#each x}}', 'if that is meant, set “literal”'],
    ['{{}}', 'if that is meant, set “literal”'],
  ];
  const places: [where: string, file: (text: string) => Written, anchor: string][] = [
    ['the body', (text) => product({ answers: [{ body: [{ a: `to ${text}` }] }] }), '"a":'],
    ['the text', (text) => product({ answers: [{ text: `{{email}} ${text}` }] }), '"text"'],
    [
      'the query',
      (text) =>
        product({
          matters: ['$f'],
          answers: [
            { query: { $f: text }, body: 1 },
            { query: { $f: true }, body: 2 },
          ],
        }),
      '"$f":',
    ],
  ];
  for (const [where, file, anchor] of places) {
    it(`misspelt variables in ${where} are told with their place when the server starts, and when they are sent`, async () => {
      for (const [at, [text]] of slips.entries()) write(`f${at}`, { ...file(text), path: `/mobileapp/P${at}` });
      await playing(async (ask, server) => {
        for (const [at, [text, meant]] of slips.entries()) {
          await told(server, new RegExp(`f${at}\\.mobile-data\\.json: line 1, character `));
          const line = lines(server).find((each) => each.includes(`f${at}.mobile-data`)) ?? '';
          assert.ok(line.includes(`“${text}” is no variable, so it stands for itself; ${meant}.`), line);
          const place = JSON.stringify({ ...file(text), path: `/mobileapp/P${at}` }).indexOf(anchor) + 1;
          assert.ok(line.includes(`line 1, character ${place}: `), line);
          assert.equal((await ask(`P${at}?$f=a`)).status, 200);
          assert.ok((await server.rules()).includes('mobile.data.unclear'));
          assert.ok((await why(server)).includes(`“${text}” is no variable`));
        }
        assert.equal(lines(server).length, slips.length);
      });
    });
  }

  const changed: [written: string, words: string | undefined][] = [
    ['9007199254740993', 'the number 9007199254740993 is sent as 9007199254740992'],
    ['12345678901234567890.5', 'the number 12345678901234567890.5 is sent as 12345678901234567000'],
    ['0.1000000000000000055', 'the number 0.1000000000000000055 is sent as 0.1'],
    ['1e400', 'the number 1e400 is sent as null'],
    ['-1E-400', 'the number -1E-400 is sent as 0'],
    ['{"a":1,"b":{"a":2},"a":3}', '“a” comes twice, and only the last one counts'],
    ['9007199254740992', undefined],
    ['1.0', undefined],
    ['-0', 'the number -0 is sent as 0'],
    ['-0.0e2', 'the number -0.0e2 is sent as 0'],
    ['"2026-01-01", -0.5', undefined],
    ['1e21', undefined],
    ['1.50E+30', undefined],
    ['100000000000000000000000', undefined],
    ['0.00000000000000000000', undefined],
    ['"9007199254740993 1e400"', undefined],
    ['{"a":{"b":1},"b":[{"a":1},{"a":2}]}', undefined],
  ];
  it('what is sent otherwise than it is written in a body is told with its place, and a recording is not looked at', async () => {
    const text = (at: number, written: string, more = '') =>
      `{"method":"GET","path":"/mobileapp/P${at}",${more}"answers":[{"body":[true]},\n{"body":{"x":[${written}]}}]}`;
    for (const [at, [written]] of changed.entries()) {
      fs.writeFileSync(path.join(data(), `f${at}.mobile-data.json`), text(at, written));
      fs.writeFileSync(path.join(data(), `r${at}.mobile-data.json`), text(at + 100, written, '"recorded":true,'));
    }
    await playing(async (ask, server) => {
      await ask('P0');
      const unusual = (name: string) =>
        lines(server).filter((line) => line.includes(`${name}.mobile-data`) && !line.includes('never'));
      for (const [at, [written, words]] of changed.entries()) {
        const found = unusual(`f${at}`);
        assert.equal(found.length, words === undefined ? 0 : 1, `${written}: ${found}`);
        if (words !== undefined) assert.match(found[0] ?? '', /line 2, character \d+: /);
        assert.ok(
          found.every((line) => line.includes(`${words};`) && line.includes('give the answer as “text”')),
          `${found}`,
        );
        assert.deepEqual(unusual(`r${at}`), []);
      }
      assert.ok((await server.rules()).includes('mobile.data.unclear'));
    });
  });

  it('the first numbers and members that are sent otherwise are told one by one, and how many more there are', async () => {
    const numbers = Array.from({ length: 12 }, (_each, at) => `90071992547409${at + 10}3`);
    const members = Array.from({ length: 6 }, (_each, at) => `"m${at}":1,"m${at}":2`);
    // A list with more items than a call can have arguments.
    const long = Array.from({ length: 300_000 }, () => 1);
    fs.writeFileSync(
      path.join(data(), 'f.mobile-data.json'),
      `{"method":"GET","path":"/mobileapp/P","answers":[{"body":{"long":[${long}],\n"x":[${numbers}],\n${members}}}]}`,
    );
    await playing(async (ask, server) => {
      await ask('P');
      const found = lines(server).filter((line) => line.includes('f.mobile-data'));
      for (const number of numbers.slice(0, 5)) assert.ok(found.some((line) => line.includes(`number ${number} is`)));
      for (let at = 0; at < 5; at += 1) assert.ok(found.some((line) => line.includes(`“m${at}” comes twice`)));
      const place = `"x":[${numbers.slice(0, 5)},`.length + 1;
      const more = found.filter((line) => line.includes('from here on'));
      assert.equal(more.length, 2, `${found}`);
      assert.ok(
        more[0]?.includes(`line 2, character ${place}: from here on, 7 more numbers are sent otherwise;`),
        more[0],
      );
      assert.ok(more[1]?.includes('from here on, 1 more member comes twice;'), more[1]);
      assert.equal(found.length, 12);
    });
  });

  const silent: [what: string, file: Written][] = [
    ['variables', product({ answers: [{ body: ['{{email}}', '{{userInfo.a-b.c d}} {{userInfo.e}}'] }] })],
    ['a literal body', product({ answers: [{ literal: true, body: { a: '{{emial}}' } }] })],
    ['a literal text', product({ answers: [{ literal: true, text: '{{ email }}' }] })],
    [
      'a recorded body with braces of its own',
      product({ recorded: true, answers: [{ body: ['{{x}}', '{{#if a}}'] }] }),
    ],
    ['braces alone', product({ answers: [{ body: ['{email}', '{{', '}}', '{ {email} }'] }] })],
    [
      'answers of which none covers another',
      product({
        matters: ['$skip', '$filter'],
        answers: [
          { query: { $skip: '0' }, after: 'a' },
          { query: { $skip: '0' }, after: 'b' },
          { query: { $skip: '0', $filter: true } },
          { query: { $skip: true } },
          { query: { $skip: true, $filter: 'a' } },
          {},
        ],
      }),
    ],
    [
      'a recorded path that the server answers',
      product({ recorded: true, method: 'POST', path: '/mobileapp/$upload' }),
    ],
    ['a path with a percent sign', product({ path: '/mobileapp/Product(100%)' })],
    ['an action without a module', product({ method: 'POST', path: '/mobileapp/$action/a' })],
    ['the catalog', product({ path: '/mobileapp/$catalog/$all' })],
  ];
  for (const [what, file] of silent) {
    it(`nothing is told of a file with ${what}`, async () => {
      write('good', file);
      write('z-last', '');
      await playing(async (_ask, server) => {
        await told(server, /z-last/);
        assert.equal(lines(server).length, 1, lines(server).join('\n'));
      });
    });
  }

  it('nothing is told of the examples that ship', async () => {
    for (const example of exampleAnswers()) {
      fs.cpSync(example, data(), { recursive: true });
      write('z-last', '');
      await playing(async (_ask, server) => {
        await told(server, /z-last/);
        assert.equal(lines(server).length, 1, lines(server).join('\n'));
      });
    }
  });

  const dead: [what: string, file: Written, words: RegExp][] = [
    [
      'a query parameter that does not matter',
      product({ matters: ['$filter'], answers: [{ query: { $skip: '0' } }] }),
      /character 66: “query” has “\$skip”, which is not in “matters”, so it decides nothing; name it in “matters”/,
    ],
    [
      'a query parameter that is misspelt',
      product({ matters: ['$filter'], answers: [{ query: { $fitler: '0' } }] }),
      /“\$fitler”, which is not in “matters”.*; “\$filter” may be meant/,
    ],
    [
      'a percent-encoded path',
      product({ path: '/mobileapp/%24catalog' }),
      /character 17: “path” is compared without percent encoding.*; “\/mobileapp\/\$catalog” may be meant/,
    ],
    [
      'a path that the server answers',
      product({ path: '/mobileapp/$authenticate' }),
      /the server answers “\/mobileapp\/\$authenticate” itself/,
    ],
    ['a part of $info', product({ path: '/mobileapp/$info/sessionInfo' }), /the server answers .* itself/],
    [
      'an answer behind one that fits always',
      product({ answers: [{ body: 1 }, { after: 'add', body: 2 }] }),
      /“answers\[1\]” is never played, as “answers\[0\]” fits whenever it does/,
    ],
    [
      'an answer behind one for any value',
      product({ matters: ['$skip'], answers: [{ query: { $skip: true } }, { query: { $skip: '5' } }] }),
      /“answers\[1\]” is never played/,
    ],
    [
      'a variable in a header',
      product({ answers: [{ headers: { etag: '{{email}}' } }] }),
      /“\{\{email\}\}” is in “headers”, where variables are not filled/,
    ],
    [
      'a variable in the name of a member',
      product({ answers: [{ body: { '{{email}}': 1 } }] }),
      /“\{\{email\}\}” is in the name of a member, where variables are not filled/,
    ],
    [
      'a body in a file that is not there',
      product({ answers: [{ file: 'none.png' }] }),
      /its “file” none\.png is not there/,
    ],
    [
      'a body outside of the folder',
      product({ answers: [{ file: '../a.png' }] }),
      /its “file” leads out of the folder/,
    ],
    ['a body that is a folder', product({ answers: [{ file: 'sub' }] }), /its “file” sub is a folder/],
  ];
  for (const [what, file, words] of dead) {
    it(`what has no effect in a file is told once when the server starts: ${what}`, async () => {
      fs.mkdirSync(path.join(data(), 'sub'));
      write('sub/x', product({ path: '/mobileapp/Other' }));
      write('odd', file);
      await playing(async (ask, server) => {
        await told(server, words);
        assert.equal((await ask('Other')).status, 200);
        assert.equal(lines(server).length, 1);
      });
    });
  }

  it('actions and uploads of files are never played beside an action module, which is told', async () => {
    const actionModule = path.join(data(), 'act.mjs');
    fs.writeFileSync(actionModule, 'export default () => ({ success: true });');
    write('act', { method: 'POST', path: '/mobileapp/$action/add', answers: [{ body: { success: true } }] });
    await playing((_ask, server) => told(server, /answers “\/mobileapp\/\$action\/add” itself/).then(() => {}), {
      actionModule,
    });
  });

  it('a body that cannot be read is no failure of a database method', async () => {
    write('a', product({ answers: [{ file: 'none.png' }] }));
    await playing(async (ask, server) => {
      const { status, json } = await ask('Product');
      assert.equal(status, 500);
      assert.deepEqual([json.success, json.__ERRORS[0].errCode], [false, 1909]);
      assert.doesNotMatch(json.__ERRORS[0].message, /database method/);
      assert.match(await why(server), /none\.png is not there/);
    });
  });

  for (const [what, text] of [
    ['is no JSON', '{ "method": "GET", "path": "/mobileapp/Asked", "answers": [}'],
    ['does not go by the schema', '{ "path": "/mobileapp/Asked", "answers": [] }'],
  ] as const) {
    it(`the faulty file of the path that was asked for is named first, and nothing else is near: it ${what}`, async () => {
      for (const name of ['a', 'b', 'c', 'd']) write(name, '{');
      write('lit', product({ path: '/mobileapp/Askd' }));
      write('wanted', text);
      await playing(async (ask, server) => {
        assert.equal((await ask('Asked')).status, 404);
        const messages = (await server.lastEntry()).causes.map(({ message }) => message);
        assert.match(messages.find((each) => each.startsWith('A file is left out')) ?? '', /wanted\.mobile-data/);
        assert.ok(messages.includes('2 more files are left out; the log names each.'), messages.join('\n'));
        assert.match(messages.at(-1) ?? '', /The file for this path is left out: wanted\.mobile-data\.json\.$/);
      });
    });
  }

  const nearest: [what: string, answers: Written['answers'], words: RegExp][] = [
    [
      'the one that is only too early',
      [{ query: { $f: 'a' } }, { query: { $f: '{{userInfo.o}}' } }, { query: { $f: true }, after: 'nope' }],
      /nearest is .*: it fits only after the action “nope” has ended with success\.$/,
    ],
    [
      'the one with one difference',
      [{ query: { $f: 'a', $g: 'b' } }, { query: { $f: 'zz', $g: 'b' } }],
      /nearest is .*: the request has no “\$g”, and the answer wants “b”\.$/,
    ],
    [
      'with the value of a variable',
      [{ query: { $f: '{{userInfo.o}}' } }],
      /“\$f” is “zz” in the request, and “\{\{userInfo\.o\}\}” in the file, which is “oo” for this session\.$/,
    ],
    [
      'without the value of a secret',
      [{ query: { $f: '{{userInfo.apiToken}}' } }],
      /“\$f” is “zz” in the request, and “\{\{userInfo\.apiToken\}\}” in the file\.$/,
    ],
  ];
  for (const [what, answers, words] of nearest) {
    it(`the nearest answer is told: ${what}`, async () => {
      write('a', product({ matters: ['$f', '$g'], answers: answers ?? [] }));
      await playing(
        async (ask, server) => {
          assert.equal((await ask('Product?$f=zz')).status, 404);
          assert.match(await why(server), words);
        },
        { userInfo: { o: 'oo', apiToken: 'qqqq' } },
      );
    });
  }

  it('a file that was made by hand is played before a recorded one of the same route', async () => {
    write('a', product({ recorded: true, answers: [{ body: { fits: 'recorded' } }] }));
    write('b', product({ answers: [{ body: { fits: 'by hand' } }] }));
    await playing(async (ask) => assert.equal((await ask('Product')).json.fits, 'by hand'));
  });
});
