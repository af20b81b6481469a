import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { JournalEntry } from '../../src/core/protocol/journal';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import type { WebOptions } from '../../src/server/systems/web/webOptions';
import { until } from '../server/devServers';
import { type WebHarness, withWebServer } from '../server/webHarness';
import type * as Chromium from '../vscode-host/chromium.mjs';

const repository = path.resolve(__dirname, '../../..');
/** After this long something hangs. Far more than it needs: the machine may be busy with other things. */
const PATIENCE_MS = 90_000;
/** A name that is this machine for this browser only: what DNS rebinding makes of it. */
export const EVIL_HOST = 'evil.test';

/** Chromium for a suite: each context is a device of its own, with cookies of its own. */
export function realBrowser(): (run: (context: BrowserContext) => Promise<void>) => Promise<void> {
  let browser: Browser | undefined;
  before(async () => {
    const file = path.join(repository, 'test/vscode-host/chromium.mjs');
    const { ensureChromium, chromiumLaunchOptions }: typeof Chromium = await import(pathToFileURL(file).href);
    const options = chromiumLaunchOptions(await ensureChromium());
    browser = await chromium.launch({
      ...options,
      args: [...(options.args ?? []), `--host-resolver-rules=MAP ${EVIL_HOST} 127.0.0.1`],
    });
  });
  after(() => browser?.close());
  return async (run) => {
    if (!browser) throw new Error('the browser runs only during the suite');
    // The certificate is made for the run; what is proved here is about cookies.
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    context.setDefaultTimeout(PATIENCE_MS);
    try {
      await run(context);
    } finally {
      await context.close();
    }
  };
}

/** A server with the shipped example. */
export function withExample(
  web: WebOptions,
  run: (server: WebHarness) => Promise<void>,
  options: Omit<ServerOptions, 'web'> = {},
): Promise<void> {
  return withWebServer({ project: path.join(repository, 'media/examples/otp'), ...web }, run, {}, options);
}

/** Ada signs in by the page of the example. */
export async function signIn(page: Page, { url }: WebHarness): Promise<void> {
  await page.goto(`${url}/authenticate.shtml`);
  await page.getByLabel('UserId').fill('1');
  await page.getByLabel('Password').fill('jade');
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.getByText('You are logged in.').waitFor();
}

/** The youngest entry of a path that is fit, once it is written. */
export async function entryOf(
  { control }: WebHarness,
  path: string,
  fits: (entry: JournalEntry) => boolean = () => true,
): Promise<JournalEntry> {
  const found = await until(
    async () => (await control.journal(0, 1000)).entries.findLast((each) => each.url.startsWith(path) && fits(each)),
    (entry) => entry !== undefined,
  );
  return found as JournalEntry;
}

export function rulesOf({ causes }: JournalEntry): string[] {
  return causes.map(({ rule }) => rule);
}

/** The page sends a form, as the scripts of any page may. A text: the types of a page are not those of these tests. */
export async function submitForm(page: Page, action: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate(`{
    const form = Object.assign(document.createElement('form'), { method: 'post', action: ${JSON.stringify(action)} });
    for (const [name, value] of Object.entries(${JSON.stringify(fields)})) {
      form.append(Object.assign(document.createElement('input'), { name, value }));
    }
    document.body.append(form);
    form.submit();
  }`);
}

/** What the page shows, without what a browser adds to plain text. */
export async function textOf(page: Page): Promise<string> {
  return (await page.locator('body').innerText()).trim();
}
