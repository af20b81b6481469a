import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import { pagePieces } from '../../src/server/systems/web/pageTags';
import { tagExpression } from '../../src/server/systems/web/tagExpression';
import { WebHarness } from './webHarness';

const PAGE = `<p>Hello <!--#4DTEXT Session.userName-->, <!--#4DHTML Session.userName--></p>
$4DTEXT(Session.storage.cart.items[1]) <!--4DTEXT session.storage["cart"].open-->
<!--#4DTEXT greeting--> <!--#4DTEXT Session.isGuest()--> <!--#4DTEXT Session.constructor.name--><!-- kept -->
<!--#4DIF (Session.isGuest())-->inside<!--#4DENDIF--><!--#4DEVAL 1+1--><!--#4DLOOP x--><!--#4DENDLOOP--><!--#4DSCRIPT/x-->
<!--#4DINCLUDE y--><!--#4DBASE z--><!--#4DCODE secret()-->`;

describe('4D tags in pages', () => {
  async function withPage(page: string, run: (server: WebHarness, text: string) => Promise<void>): Promise<void> {
    const server = await WebHarness.start(
      {},
      {
        'WebFolder/page.shtml': page,
        'WebFolder/plain.html': page,
        'WebCode/methods/greeting.js': 'exports.greeting = () => "Good <b>day</b>";',
        'WebCode/methods/fails.js': 'exports.fails = () => { throw new Error("It was asked to."); };',
      },
    );
    try {
      const client = server.client();
      await client.call('/tools/session');
      const [session] = await server.sessions();
      await server.control.ask(
        WEB_CALLS.change(session?.id ?? '', {
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

  it('a method of a tag that fails makes the page fail with its message', async () => {
    await withPage('<!--#4DTEXT fails-->', async (_, text) => assert.match(text, /It was asked to\./));
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
