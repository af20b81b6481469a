import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { run, Scratch } from '../cli/commandLine';
import { PageLook } from '../ui/pictures/pageLook';
import { realBrowser } from './browser';

const ROOT = path.resolve(__dirname, '../../..');
const PICTURES = path.join(ROOT, 'out/screenshots/report');
/** A name that a CI server would take for a command in a log. */
const CI_NAME = '##[error] the second one ::error::';
const LONG = 'A-name-without-an-end-'.repeat(6);
/** As operating systems and people ask for them. */
const LOOKS = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced light': { colorScheme: 'light', forcedColors: 'active' },
  'forced dark': { colorScheme: 'dark', forcedColors: 'active' },
} as const;

/** Runs in the page: whether what a hash names is unfolded and in the window, and the line above it too. A long line may begin above. */
const AT_TARGET = `(() => {
  const target = document.getElementById(location.hash.slice(1));
  const summary = target?.closest('details').querySelector('summary');
  const { bottom } = summary?.getBoundingClientRect() ?? { bottom: -1 };
  return target !== null && target.checkVisibility({ contentVisibilityAuto: true }) && bottom > 16 && bottom < innerHeight;
})()`;
/** Runs in the page: how many diagrams of two actors have to be moved sideways. */
const WIDER = `[...document.querySelectorAll('.broad, .narrow')].filter((each) => each.scrollWidth > each.clientWidth).length`;
/** Runs in the page: how many diagrams have more actors. */
const MOVED = `[...document.querySelectorAll('.diagram')].filter((each) => !each.matches('.broad, .narrow') && each.checkVisibility()).length`;
/** Runs in the page. */
const UNFOLD = `for (const each of document.querySelectorAll('details')) each.open = true`;

describe('the report of a run in a browser', () => {
  const inBrowser = realBrowser();
  let look: PageLook;
  let scratch: Scratch;
  let address: string;

  const scenario = (name: string, status: number, more: object = {}) => {
    const json = { username: 'ada', password: 'example' };
    const step = { title: 'Log in', from: 'App', to: 'Server', request: { url: '/api/login', json } };
    const users = [{ name: 'ada', password: 'example' }];
    return JSON.stringify({
      name,
      actors: { App: { role: 'app' }, Server: { role: 'server' } },
      server: { tokens: { users } },
      steps: [
        { ...step, expect: { status: 200 } },
        { ...step, title: 'Log in again', expect: { status } },
      ],
      ...more,
    });
  };

  before(async () => {
    look = await PageLook.load();
    scratch = new Scratch();
    scratch.file('a.scenario.json', scenario('A device signs in twice', 401));
    scratch.file('b.scenario.json', scenario(CI_NAME, 403));
    scratch.file('c.scenario.json', '{ "steps": [], "actors": {} }');
    scratch.file('d.scenario.json', scenario(LONG, 200));
    for (const name of ['otp-4dsid', 'tokens-first-start', 'mendix-session']) {
      scratch.file(`${name}.scenario.json`, fs.readFileSync(path.join(ROOT, `media/scenarios/${name}.scenario.json`)));
    }
    const ended = await run(['run', '.', '--report', 'report'], { cwd: scratch.root });
    assert.equal(ended.code, 1, ended.stderr);
    address = pathToFileURL(scratch.path('report/index.html')).href;
    fs.mkdirSync(PICTURES, { recursive: true });
  });
  after(() => scratch.remove());

  const opened = async (context: BrowserContext, width = 1280): Promise<Page> => {
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 800 });
    await page.goto(address);
    return page;
  };
  const picture = (page: Page, name: string) =>
    page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });

  for (const [name, media] of Object.entries(LOOKS)) {
    it(`in ${name} colours the report of a run has nothing that axe-core finds wrong`, () =>
      inBrowser(async (context) => {
        const page = await opened(context);
        await page.emulateMedia(media);
        await picture(page, name);
        await page.evaluate(UNFOLD);
        assert.deepEqual(await look.axe(page.mainFrame()), []);
      }));
  }

  it('the report of a run says without a click which step failed, why, and what was sent and answered', () =>
    inBrowser(async (context) => {
      const page = await opened(context);
      const failed = page.locator('.scenario.failed').filter({ hasText: 'A device signs in twice' });
      for (const words of ['What failed: Log in again', 'Step 2, App → Server', 'Status 200, expected 401']) {
        assert.ok(await failed.getByText(words).first().isVisible(), words);
      }
      const sent = failed.locator('.steps pre:visible');
      assert.deepEqual(
        (await sent.allInnerTexts()).map((each) => each.slice(0, 4)),
        ['POST', '200 '],
      );
      assert.equal(await page.locator('.scenario.passed .content').first().isVisible(), false);
    }));

  for (const width of [1280, 390]) {
    it(`each link inside of the report of a run leads with one key to what it names, ${width} pixels wide`, () =>
      inBrowser(async (context) => {
        const page = await opened(context, width);
        const links = await page.locator('a[href^="#"]:visible').all();
        assert.ok(links.length > 7, String(links.length));
        for (const link of links) {
          const hash = await link.getAttribute('href');
          await page.goto(address);
          await link.focus();
          await page.keyboard.press('Enter');
          await page.waitForFunction(AT_TARGET, undefined, { timeout: 10_000 }).catch(() => assert.fail(String(hash)));
        }
      }));
  }

  it('the report of a run can be opened at a scenario that passed, and at one of its messages', () =>
    inBrowser(async (context) => {
      const page = await opened(context);
      for (const id of await page.evaluate<string[]>(
        `[...document.querySelectorAll('details [id]')].map(({ id }) => id)`,
      )) {
        if (!/^s\d+(?:-m\d+)?$/.test(id)) continue;
        await page.goto('about:blank');
        await page.goto(`${address}#${id}`);
        await page.waitForFunction(AT_TARGET, undefined, { timeout: 10_000 }).catch(() => assert.fail(id));
      }
    }));

  it('the headings of the report of a run go down by one level at a time', () =>
    inBrowser(async (context) => {
      const page = await opened(context);
      await page.evaluate(UNFOLD);
      const tags = await page.evaluate<string[]>(
        `[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) => tagName)`,
      );
      const deep = tags.filter((tag, at) => at > 0 && Number(tag[1]) > Number(tags[at - 1]?.[1]) + 1);
      assert.deepEqual([tags.filter((tag) => tag === 'H1').length, deep], [1, []]);
      const inScenario = await page.locator('.scenario h2').count();
      assert.equal(inScenario, await page.locator('.scenario').count());
    }));

  it('the report of a run shows only what is chosen, by the keyboard too', () =>
    inBrowser(async (context) => {
      const page = await opened(context);
      const shown = async () => [
        await page.locator('.scenario:visible').count(),
        await page.locator('.overview tbody tr:visible').count(),
      ];
      assert.deepEqual(await shown(), [7, 7]);
      await page.getByRole('radio', { name: /^All/ }).focus();
      await page.keyboard.press('ArrowDown');
      assert.deepEqual(await shown(), [3, 3]);
      await page.keyboard.press('ArrowDown');
      assert.deepEqual(await shown(), [4, 4]);
      assert.equal(await page.getByRole('radio').count(), 3);
    }));

  it('the report of a run asks for nothing but itself, and the browser complains of nothing', () =>
    inBrowser(async (context) => {
      const asked = new Set<string>();
      const said: string[] = [];
      context.on('request', (request) => asked.add(request.url()));
      context.on('console', (message) => said.push(message.text()));
      const page = await opened(context);
      await page.evaluate(UNFOLD);
      await page.locator('a[href^="#"]').first().click();
      await page.waitForFunction(AT_TARGET);
      assert.deepEqual([[...asked].map((each) => each.split('#')[0]), said], [[address], []]);
    }));

  for (const width of [320, 360, 390, 700]) {
    it(`the report of a run is no wider than a window of ${width} pixels, and a flow of two actors neither`, () =>
      inBrowser(async (context) => {
        const page = await opened(context, width);
        await picture(page, String(width));
        await page.evaluate(UNFOLD);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
        const shown = page
          .locator('.scenario')
          .filter({ hasText: 'A device signs in twice' })
          .locator('.diagram:visible');
        assert.equal(await shown.count(), 1);
        assert.equal(await page.evaluate(WIDER), 0);
        // A diagram that has to be moved says so.
        const moved = await page.evaluate<number>(MOVED);
        assert.ok(moved > 0, 'no flow of three actors is in the report');
        assert.equal(await page.locator('.sideways:visible').count(), width < 640 ? moved : 0);
        // The overview is read without moving anything.
        const cells = await page.locator('.overview :is(td, th, a, span):visible').all();
        for (const cell of cells) {
          const box = await cell.boundingBox();
          assert.ok(box === null || (box.x >= 0 && box.x + box.width <= width), await cell.innerText());
        }
      }));
  }

  it('the report of a run is printed with all of it unfolded, dark on white also from a dark screen', () =>
    inBrowser(async (context) => {
      const page = await opened(context, 718);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await picture(page, 'print');
      const [page1, text] = await page.evaluate<string[]>(
        `(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))`,
      );
      assert.deepEqual([page1, text], ['rgb(255, 255, 255)', 'rgb(29, 31, 35)']);
      const folded = await page.evaluate<string[]>(
        `[...document.querySelectorAll('.content, .steps pre, details li')].filter((each) => !each.checkVisibility() || each.offsetHeight === 0).map((each) => each.outerHTML.slice(0, 80))`,
      );
      assert.deepEqual(folded, []);
      assert.equal(await page.getByRole('radio').first().isVisible(), false);
    }));

  it('the report of a run shows a name as it is, and has no command of a CI server in a line', () =>
    inBrowser(async (context) => {
      const page = await opened(context);
      assert.ok(await page.getByRole('heading', { name: CI_NAME, exact: true }).isVisible());
      assert.doesNotMatch(fs.readFileSync(scratch.path('report/index.html'), 'utf8'), /##\[|^\s*::/m);
    }));
});
