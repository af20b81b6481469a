import assert from 'node:assert/strict';
import path from 'node:path';
import { lanAddresses } from '../../src/server/kernel/guard/hostNames';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { temporaryFolder } from '../disk/temporaryFolder';
import { devServers } from '../server/devServers';
import { call } from '../server/httpCall';
import { PageLook } from '../ui/pictures/pageLook';
import { realBrowser } from './browser';

const MEDIA = path.resolve(__dirname, '../../../media');

describe('what the start page looks like', () => {
  const start = devServers();
  const folder = temporaryFolder();
  const inBrowser = realBrowser();
  let look: PageLook;
  before(async () => {
    look = await PageLook.load();
  });
  const apps = () => ({ mobileApps: path.join(folder(), 'MobileApps') });
  const SERVERS: Readonly<Record<string, () => ServerOptions>> = {
    tokens: () => ({ tokens: {} }),
    'mobile apps with web sessions and tokens': () => ({ ...apps(), web: {}, tokens: {} }),
    'mobile apps, web sessions and tokens for the network': () => ({ ...apps(), web: {}, tokens: {}, host: '0.0.0.0' }),
  };

  for (const [what, options] of Object.entries(SERVERS)) {
    for (const [language, colorScheme] of [
      ['en', 'light'],
      ['fr', 'dark'],
      ['ja', 'light'],
    ] as const) {
      it(`in ${language} and ${colorScheme} colours nothing of the page for ${what} is cut off, and axe-core finds nothing wrong`, () =>
        inBrowser(async (context) => {
          const { url } = (await start(options(), { media: MEDIA })).address();
          await call(`${url}/${'a-long-path-without-an-end-'.repeat(8)}`);
          const page = await context.newPage();
          await page.emulateMedia({ colorScheme });
          await page.setExtraHTTPHeaders({ 'accept-language': language });
          await page.goto(url);
          await page.locator('#journal li.refused').first().waitFor();
          const hasCode = options().host !== undefined && lanAddresses().length > 0;
          assert.equal(await page.locator('svg').count(), hasCode ? 1 : 0);
          for (const details of await page.locator('summary').all()) await details.click();
          for (const width of [320, 360, 853, 1280]) {
            await page.setViewportSize({ width, height: 700 });
            assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
            await page.screenshot({
              path: path.resolve(MEDIA, `../out/screenshots/start-page/${what}-${language}-${width}.png`),
              fullPage: true,
            });
          }
          assert.deepEqual(await look.axe(page.mainFrame()), []);
        }));
    }
  }
});
