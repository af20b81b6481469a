import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { type HtmlValue, html, onLines, raw } from '../../../src/core/base/html';
import { markup } from '../../../src/core/scenario/markup';
import { filesIn } from '../../support/filesIn';

const root = path.resolve(__dirname, '../../../..');

/** Files that read an entity, as texts from elsewhere have them. They write none. */
const READ_ENTITIES = ['src/core/scenario/recordedValues.ts', 'src/core/scenario/runSecrets.ts'];
/**
 * They write references in what is markup already, for characters that a terminal may obey, or that the encoding of a page
 * may lack, or of which Markdown makes links and cells of tables. The library escapes what is markup too.
 */
const WRITES_REFERENCES = [
  'src/cli/formats/summaryFile.ts',
  'src/cli/formats/xmlLines.ts',
  'src/server/systems/web/pageText.ts',
  'src/vscode/host/markdown.ts',
];
/** What a function that escapes HTML or XML has in it: an entity, whole or put together. */
const ENTITY = /&(?:amp|lt|gt|quot|apos|#x?\d+);|['"`]&#/;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** What a reader makes of escaped text. */
function read(text: string): string {
  return text.replace(/&([^;]+);/g, (_, name: string) => ENTITIES[name] ?? assert.fail(name));
}

describe('HTML that is written', () => {
  it('a text in HTML is read as the same text, and is no markup, between tags and in attributes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [, attribute = '', content = ''] =
          /^<p title="([^"]*)">([^<]*)<\/p>$/.exec(String(html`<p title="${text}">${text}</p>`)) ?? assert.fail(text);
        assert.equal(read(attribute), text);
        assert.equal(read(content), text);
      }),
    );
  });

  for (const [what, value, written] of [
    ['a text', '<b>&"\'', '&lt;b&gt;&amp;&quot;&#39;'],
    ['a number', 0, '0'],
    ['false', false, ''],
    ['undefined', undefined, ''],
    ['an empty text', '', ''],
    ['a piece', html`<b>${'<'}</b>`, '<b>&lt;</b>'],
    ['a piece in a piece', html`<i>${html`<b>${'&'}</b>`}</i>`, '<i><b>&amp;</b></i>'],
    ['a list', ['<', html`<br>`, [1, '&']], '&lt;<br>1&amp;'],
    ['text that is taken as HTML', raw('<hr>'), '<hr>'],
    ['pieces on lines', onLines([html`<b></b>`, '<', html`<i></i>`]), '<b></b>\n&lt;\n<i></i>'],
  ] as const satisfies readonly (readonly [string, HtmlValue, string])[]) {
    it(`HTML takes ${what}`, () => {
      assert.equal(String(html`${value}`), written);
      assert.equal(String(markup`${value}`), written);
    });
  }

  it('markup shows what hides in a text, in lists too, and leaves a piece as it is', () => {
    assert.equal(String(markup`${['\u202e\u0000', html`\u202e`]}`), '\\u{202e}�\u202e');
  });

  it('HTML and XML are escaped in one place, by the library', () => {
    const own = "const ESCAPES = { '&': '&amp;' };";
    for (const escaper of [own, "'&#' + code", '`&#`']) assert.match(escaper, ENTITY);
    const found = filesIn('src', /\.tsx?$/).filter((file) =>
      ENTITY.test(fs.readFileSync(path.join(root, file), 'utf8')),
    );
    assert.deepEqual(found, [...WRITES_REFERENCES, ...READ_ENTITIES].sort());
  });
});
