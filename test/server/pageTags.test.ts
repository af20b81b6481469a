import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import { pagePieces } from '../../src/server/systems/web/pageTags';
import { tagExpression } from '../../src/server/systems/web/tagExpression';
import type { WebOptions } from '../../src/server/systems/web/webOptions';
import { WebHarness } from './webHarness';

const PAGE = `<p>Hello <!--#4DTEXT Session.userName-->, <!--#4DHTML Session.userName--></p>
$4DTEXT(Session.storage.cart.items[1]) <!--4DTEXT session.storage["cart"].open-->
<!--#4DTEXT greeting--> <!--#4DTEXT Session.isGuest()--> <!--#4DTEXT Session.constructor.name--><!-- kept -->
<!--#4DIF (Session.isGuest())-->inside<!--#4DENDIF--><!--#4DEVAL 1+1--><!--#4DLOOP x--><!--#4DENDLOOP--><!--#4DSCRIPT/x-->
<!--#4DINCLUDE y--><!--#4DBASE z--><!--#4DCODE secret()-->`;

describe('4D tags in pages', () => {
  async function withPage(
    page: string,
    run: (server: WebHarness, text: string) => Promise<void>,
    web: WebOptions = {},
  ): Promise<void> {
    const server = await WebHarness.start(web, {
      'WebFolder/page.shtml': page,
      'WebFolder/plain.html': page,
      'WebCode/methods/greeting.js': 'exports.greeting = () => "Good <b>day</b>";',
      'WebCode/methods/fails.js': 'exports.fails = () => { throw new Error("It was asked to."); };',
      'WebCode/methods/throws.js': 'exports.throws = () => { throw new TypeError("<script>"); };',
      'WebCode/methods/slow.js': 'exports.slow = () => { for (;;); };',
      'WebCode/methods/none.js': '',
      'WebCode/methods/folder.js/file.txt': '',
      'WebCode/methods/ends.js': 'exports.ends = () => process.exit(0);',
      'WebCode/methods/map.js': 'exports.map = () => new Map();',
      'WebCode/methods/sends.js': 'exports.sends = () => { webSendText("lost"); };',
      'WebCode/methods/nothing.js': 'exports.nothing = () => {};',
      'WebCode/methods/seen.js': 'exports.seen = () => JSON.stringify(Session);',
      'WebCode/methods/long.js': 'exports.long = () => "x".repeat(999);',
    });
    try {
      const client = server.client();
      await client.call('/tools/session');
      const [session] = await server.sessions();
      if (session)
        await server.control.ask(
          WEB_CALLS.change(session.id, {
            userName: '<i>Ada</i>',
            storage: { cart: { items: ['a', 'b&c'], open: true } },
          }),
        );
      const { text } = await client.call('/page.shtml');
      await run(server, text);
    } finally {
      await server.stop();
    }
  }

  it('4DTEXT and 4DHTML show the session and what methods return, and all other tags are left out and named', async () => {
    await withPage(PAGE, async (server, text) => {
      assert.equal(
        text,
        `<p>Hello &lt;i&gt;Ada&lt;/i&gt;, <i>Ada</i></p>\nb&amp;c True\nGood &lt;b&gt;day&lt;/b&gt; True <!-- kept -->\ninside\n`,
      );
      const { causes } = await server.lastEntry();
      const told = causes.find(({ rule }) => rule === 'web.page.tags')?.message ?? '';
      for (const name of '4DIF 4DENDIF 4DEVAL 4DLOOP 4DENDLOOP 4DSCRIPT 4DINCLUDE 4DBASE 4DCODE'.split(' ')) {
        assert.ok(told.includes(name), told);
      }
      const missing = causes.find(({ rule }) => rule === 'web.page.expressions')?.message;
      assert.equal(missing, 'Expressions of 4D tags without a value: Session.constructor.name.');
    });
  });

  it('a page that 4D does not process is sent as it is', async () => {
    await withPage(PAGE, async (server) => {
      assert.equal((await server.client().call('/plain.html')).text, PAGE);
    });
  });

  it('nothing of a tag without an end is sent', async () => {
    await withPage('one <!--#4DTEXT Session.userName <b>secret', async (server, text) => {
      assert.equal(text, 'one ');
      assert.match((await server.lastEntry()).causes.map(({ message }) => message).join(), /4DTEXT without an end/);
    });
    await withPage('one $4DTEXT(secret(\ntwo', async (_, text) => assert.equal(text, 'one \ntwo'));
  });

  it('a page has the error of a method of a tag at its place, and all of the rest', async () => {
    const page = 'a<!--#4DTEXT fails-->b$4DHTML(fails)c<!--#4DTEXT greeting-->d<!--#4DHTML throws()-->e';
    await withPage(page, async (server, text) => {
      const error = (name: string, expression: string) => `<!--#${name} ${expression}--> : ## error # `;
      const parts = text.split(/(?<=## error # )[^<]*?(?=[bce]|$)/);
      assert.ok(text.startsWith(`a${error('4DTEXT', 'fails')}Error: It was asked to. (at `), text);
      assert.ok(text.includes(error('4DHTML', 'fails')), text);
      assert.ok(text.includes('Good &lt;b&gt;day&lt;/b&gt;d'), text);
      assert.ok(text.includes(`${error('4DHTML', 'throws()')}TypeError: &lt;script&gt;`), text);
      assert.ok(text.endsWith('e') && parts.length > 3, text);
      const { causes, status } = await server.lastEntry();
      assert.equal(status, 200);
      const told = causes.find(({ rule }) => rule === 'web.page.failed')?.message ?? '';
      assert.match(
        told,
        /^Methods of 4D tags that failed: fails \(Error: It was asked to\..*\), throws\(\) \(TypeError/,
      );
    });
  });

  it('a page has the error of a method that is slow, has no function, or is no module', async () => {
    const page =
      '1<!--#4DTEXT slow-->2<!--#4DTEXT none-->3<!--#4DTEXT folder-->4<!--#4DTEXT ends-->5<!--#4DTEXT map-->6';
    await withPage(
      page,
      async (_, text) => {
        assert.match(text, /^1<!--#4DTEXT slow--> : ## error # The code took longer than 500 ms/);
        assert.match(text, /2<!--#4DTEXT none--> : ## error # .* exports no function for the method none\.3/);
        assert.match(text, /3<!--#4DTEXT folder--> : ## error # .* is a folder/);
        assert.match(text, /4<!--#4DTEXT ends--> : ## error # /);
        assert.match(text, /5<!--#4DTEXT map--> : ## error # TypeError: The value of map is a Map/);
        assert.match(text, /6$/);
      },
      { codeTimeoutMs: 500 },
    );
  });

  it('a tag whose method sends or returns nothing is empty, and the journal says both', async () => {
    await withPage('[<!--#4DTEXT sends-->|<!--#4DTEXT nothing-->|<!--#4DTEXT nobody-->]', async (server, text) => {
      assert.equal(text, '[||]');
      const { causes } = await server.lastEntry();
      const told = (rule: string) => causes.find((cause) => cause.rule === rule)?.message;
      assert.equal(told('web.page.expressions'), 'Expressions of 4D tags without a value: sends, nothing, nobody.');
      assert.match(told('web.code.unused') ?? '', /^What sends has sent is not used/);
    });
  });

  it('a tag shows each member of the session as code sees it, quotas too', async () => {
    const paths = [
      'id',
      'userName',
      'idleTimeout',
      'expirationDate',
      ...['type', 'userName', 'machineName', 'IPAddress', 'hostType', 'state', 'ID'].map((name) => `info.${name}`),
      'quotas.defaultEntitySetTimeout',
      'quotas.currentValues',
      'info',
      'storage',
      'storage.cart.open',
    ];
    const page = `<!--#4DHTML seen-->\n${paths.map((name) => `<!--#4DHTML Session.${name}-->`).join('\n')}`;
    await withPage(page, async (server, text) => {
      const [seen = '', ...shown] = text.split('\n');
      const session = JSON.parse(seen) as Record<string, unknown>;
      for (const [at, name] of paths.entries()) {
        // biome-ignore lint/suspicious/noExplicitAny: any member
        const value = name.split('.').reduce<any>((object, member) => object[member], session);
        const expected = value === true ? 'True' : typeof value === 'object' ? JSON.stringify(value) : String(value);
        assert.equal(shown[at], expected, name);
      }
      assert.equal((session.quotas as Record<string, unknown>).defaultEntitySetTimeout, 7200);
      assert.ok(!(await server.rules()).includes('web.page.expressions'));
    });
  });

  it('a tag about the session is empty and named when there is no session', async () => {
    const tags = [
      'Session.id',
      'Session.isGuest()',
      'Session.getPrivileges()',
      'Session.quotas.defaultEntitySetTimeout',
    ];
    await withPage(
      tags.map((tag) => `[<!--#4DTEXT ${tag}-->$4DHTML(${tag})]`).join(''),
      async (server, text) => {
        assert.equal(text, '[]'.repeat(tags.length));
        const told = (await server.lastEntry()).causes.find(({ rule }) => rule === 'web.page.expressions');
        assert.equal(told?.message, `Expressions of 4D tags without a value: ${tags.join(', ')}.`);
      },
      { scalableSessions: false },
    );
  });

  it('a page in another encoding keeps its bytes, and the journal says that it is not UTF-8', async () => {
    for (const name of ['page.shtml', 'page.html']) {
      const server = await WebHarness.start({}, { 'WebCode/methods/name.js': 'exports.name = () => "é<😀";' });
      try {
        const page = Buffer.from('<meta charset="iso-8859-1">\xe9 $4DTEXT(name) \xe8', 'latin1');
        fs.writeFileSync(path.join(server.folder, 'WebFolder', name), page);
        const bytes = Buffer.from(await (await fetch(new URL(name, server.url))).arrayBuffer()).toString('latin1');
        const value = name === 'page.html' ? '$4DTEXT(name)' : '&#233;&lt;&#128512;';
        assert.equal(bytes, `<meta charset="iso-8859-1">\xe9 ${value} \xe8`);
        const told = (await server.lastEntry()).causes.find(({ rule }) => rule === 'web.page.encoding');
        assert.match(told?.message ?? '', /save it as UTF-8/);
        await server.client().call('/index.html');
        assert.ok(!(await server.rules()).includes('web.page.encoding'));
      } finally {
        await server.stop();
      }
    }
  });

  it('a page that its tags make too large is not sent, and the option is named', async () => {
    await withPage(
      '<!--#4DTEXT long-->'.repeat(3),
      async (server, text) => {
        assert.match(text, /With its tags filled, the page is larger than web\.maxPageBytes allows \(2000\)/);
        assert.ok((await server.rules()).includes('web.code.tooLarge'));
      },
      { maxPageBytes: 2000 },
    );
  });

  it('a page with very many tags is filled, and its journal entry stays short', async () => {
    const many = Array.from(
      { length: 20_000 },
      (_, index) => `<!--#4DTEXT Session.none${index}--><!--#4DX${'a'.repeat(index % 50)}-->.`,
    );
    await withPage(many.join(''), async (server, text) => {
      assert.equal(text, '.'.repeat(many.length));
      const { causes } = await server.lastEntry();
      const told = causes.map(({ message }) => message).join('\n');
      assert.match(told, /Session\.none19 and 19980 more\./);
      assert.ok(told.length < 5000, told);
    });
  });

  for (const text of [
    '',
    '1+1',
    'Session',
    'Session.x;y',
    'process.exit(1)',
    'Session.setPrivileges("x")',
    'Session.a.b()',
    'ds.Users.all()',
    'f(1)',
    '"x"',
  ]) {
    it(`a tag evaluates no ${JSON.stringify(text)}`, () => {
      assert.equal(tagExpression(text), undefined);
    });
  }

  it('pieces of any page have all of its text outside tags, and none inside', () => {
    const part = fc.oneof(
      fc.constantFrom('<!--#4DTEXT a-->', '<!--4DIF b', '-->', '$4DHTML(', ')', '<!-- x -->', '\n', '$4DTEXT("(")'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = [...pagePieces(parts.join(''))].map((piece) => (piece.kind === 'text' ? piece.text : '\u0000'));
        assert.doesNotMatch(text.join(''), /<!--#?4D|\$4D(?:TEXT|HTML|EVAL)\(/i);
      }),
    );
  });
});
