import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { Look } from '../ui/pictures/page/flaw';
import { PageLook } from '../ui/pictures/pageLook';
import { launchBrowser } from './framedPage';

const ICON = '<svg class="icon" width="16" height="16"><path d="M0 0h16v16H0z" fill="COLOUR"/></svg>';
const TITLED =
  '<p title="far more than fits in here" style="width:60px;overflow:hidden;white-space:nowrap">far more than fits in here</p>';
const CLAMPED =
  '<p title="one line two lines" style="width:90px;overflow:hidden;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:1">one line<br>two lines</p>';
const ON_WHITE = 'position:absolute;left:0;top:0;background:#fff';

/** A page, and what is seen to be wrong with it. */
const PAGES: readonly [what: string, body: string, kinds: readonly string[], look?: Partial<Look>][] = [
  ['a page with nothing wrong', '<h1>Sessions</h1><p>All of it is seen.</p>', []],
  ['a text that is cut off', TITLED.replace(' title="far more than fits in here"', ''), ['cut off']],
  ['a text that is cut off without an ellipsis, whatever its tooltip says', TITLED, ['cut off']],
  ['a text with an ellipsis and a tooltip', TITLED.replace('overflow', 'text-overflow:ellipsis;overflow'), []],
  [
    'a text with an ellipsis whose tooltip says something else',
    TITLED.replace('overflow', 'text-overflow:ellipsis;overflow').replace('title="far more', 'title="much more'),
    ['cut off'],
  ],
  ['lines that end with an ellipsis and have a tooltip', CLAMPED, []],
  [
    'lines that end with an ellipsis, of which nothing says the rest',
    CLAMPED.replace(' title="one line two lines"', ''),
    ['cut off'],
  ],
  ['a text that can be scrolled to', TITLED.replace('overflow:hidden', 'overflow:auto'), []],
  ['a text that may vanish', TITLED.replace('<p', '<p class="rest"'), [], { mayVanish: '.rest' }],
  [
    'a text that may be shortened, of which too little is seen',
    TITLED.replace('<p', '<p class="label"'),
    ['cut off'],
    { mayBeShortened: '.label', leastShown: 100 },
  ],
  [
    'two texts over one another',
    `<div style="position:relative;height:40px"><p style="position:absolute;left:0;top:0">one text</p><p style="position:absolute;left:5px;top:4px">another one</p></div>`,
    ['overlapping'],
  ],
  [
    'a text behind a menu that covers it',
    `<p style="position:absolute;left:0;top:0">one text</p><div style="${ON_WHITE};padding:20px 90px 20px 0">menu</div>`,
    [],
  ],
  ['a faint text', '<p style="color:#999">hard to read</p>', ['faint text']],
  ['a text that is drawn fainter than its colour', '<p style="color:#000;opacity:.4">hard to read</p>', ['faint text']],
  ['a large text that may be fainter', '<p style="color:#888;font-size:24px">easy to read</p>', []],
  ['a faint text that is switched off', '<button disabled style="color:#999">off</button>', []],
  ['a faint icon', ICON.replace('COLOUR', '#ccc'), ['faint icon']],
  ['an icon that stands out', ICON.replace('COLOUR', '#888'), []],
  ['a faint text that is left out', '<p class="own" style="color:#999">not ours</p>', [], { leaveOut: '.own' }],
  ['a faint text in a part that is not looked at', '<p style="color:#999">elsewhere</p>', [], { parts: 'h1' }],
];

describe('what is seen to be wrong with a page', () => {
  let browser: Browser;
  let page: Page;
  let look: PageLook;

  before(async () => {
    look = await PageLook.load();
    browser = await launchBrowser();
    page = await browser.newPage();
  });

  after(() => browser?.close());

  for (const [what, body, kinds, asked] of PAGES) {
    it(`of ${what} is seen: ${kinds.join(', ') || 'nothing'}`, async () => {
      await page.setContent(`<!doctype html><html lang="en"><title>Page</title><body>${body}</body></html>`);
      const flaws = await look.flaws(page.mainFrame(), { parts: 'body', ...asked });
      assert.deepEqual(
        flaws.map(({ kind }) => kind),
        kinds,
        JSON.stringify(flaws),
      );
    });
  }

  it('what axe-core finds in a page is told with its element', async () => {
    await page.setContent(
      '<!doctype html><html lang="en"><title>Page</title><body><input id="nameless"></body></html>',
    );
    const [found = '', ...others] = await look.axe(page.mainFrame());
    assert.match(found, /^label: .*#nameless/);
    assert.deepEqual(others, []);
  });
});
