import assert from 'node:assert/strict';
import { devServers } from '../server/devServers';
import { call } from '../server/httpCall';
import { realBrowser } from './browser';

/** The server sends so many lines again to a page that comes back, and has so many streams at most. */
const SENT_AGAIN = 20;
const MOST_STREAMS = 16;

describe('the live journal in a browser', () => {
  const start = devServers();
  const inBrowser = realBrowser();

  it('a page whose stream was ended keeps its lines, and shows each line once and what it has missed', () =>
    inBrowser(async (context) => {
      const { url } = (await start({ tokens: {} })).address();
      const page = await context.newPage();
      await page.goto(url);
      await page.locator('#live', { hasText: /^connected$/ }).waitFor();
      const paths = Array.from({ length: SENT_AGAIN + 5 }, (_, at) => `/before-${at}`);
      for (const path of paths) await call(url + path);
      await page.getByText(`No such route: ${paths.at(-1)}`).waitFor();

      // The stream of the page is the oldest one.
      const ended = new AbortController();
      const others = Array.from({ length: MOST_STREAMS }, () =>
        fetch(`${url}/_workbench/events`, { signal: ended.signal }),
      );
      await Promise.all(others);
      await page.locator('#live', { hasText: 'trying again' }).waitFor();
      await call(`${url}/missed`);
      await page.getByText('No such route: /missed').waitFor();
      await call(`${url}/after`);
      await page.getByText('No such route: /after').waitFor();
      ended.abort();

      const shown = await page.locator('#journal .text').allTextContents();
      const expected = [...paths, '/missed', '/after'].map((path) => `No such route: ${path}`).reverse();
      assert.deepEqual(
        shown.filter((text) => text.startsWith('No such route')),
        expected,
      );
      assert.equal(new Set(shown).size, shown.length);
    }));
});
