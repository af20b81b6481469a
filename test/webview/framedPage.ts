// A built page in a real browser, as VS Code frames it: the same HTML, the same policy, a message port.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { pageHtml } from '../../src/vscode/host/pageHtml';
import type * as Chromium from '../vscode-host/chromium.mjs';
import { THEMES, type ThemeName } from './themes';

export const repository = path.resolve(__dirname, '../../..');
const ORIGIN = 'http://flow.test';
const COMMON_STYLE = 'media/page/page.css';
/** After this long something hangs. Far more than it needs: the machine may be busy with other things. */
export const PATIENCE_MS = 90_000;

export interface FramedPage {
  readonly theme: ThemeName;
  /** Of the page, from the root of the repository. */
  readonly script: string;
  readonly style: string;
  /** The folder with the built page. Default: this repository. */
  readonly built?: string;
  /** What the page has kept before the window was loaded anew. */
  readonly place?: object | undefined;
  readonly asked: (message: object) => void;
  readonly kept?: (place: object) => void;
  /** Errors of the page: what it threw, what its policy refused, what could not be loaded. */
  readonly problems: string[];
}

export async function launchBrowser(): Promise<Browser> {
  const file = path.join(repository, 'test/vscode-host/chromium.mjs');
  const { ensureChromium, chromiumLaunchOptions }: typeof Chromium = await import(pathToFileURL(file).href);
  return chromium.launch(chromiumLaunchOptions(await ensureChromium()));
}

/** Opens a page in a frame like that of VS Code. */
export async function openFramed(page: Page, framed: FramedPage): Promise<void> {
  const { theme, script, style, built = repository, place, asked, kept = () => {}, problems } = framed;
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  const html = pageHtml({
    source: ORIGIN,
    styles: [COMMON_STYLE, style].map((each) => `${ORIGIN}/${each}`),
    script: `${ORIGIN}/${script}`,
    nonce: 'n0nce',
    language: 'en',
    title: 'Page',
  });
  const css = (file: string) => ({
    contentType: 'text/css',
    body: fs.readFileSync(path.join(repository, file), 'utf8'),
  });
  const bodies: Record<string, { contentType: string; body: string }> = {
    '/': { contentType: 'text/html', body: html },
    [`/${COMMON_STYLE}`]: css(COMMON_STYLE),
    [`/${style}`]: css(style),
    [`/${script}`]: { contentType: 'text/javascript', body: fs.readFileSync(path.join(built, script), 'utf8') },
  };
  await page.route('**/*', async (route) => {
    const found = bodies[new URL(route.request().url()).pathname];
    await (found ? route.fulfill(found) : route.fulfill({ status: 204, body: '' }));
  });
  await page.exposeFunction('toExtension', asked);
  await page.exposeFunction('keepPlace', kept);
  await page.exposeFunction('cspViolation', (text: string) => problems.push(`CSP: ${text}`));
  const { bodyClass, variables } = THEMES[theme];
  const declared = `:root { ${Object.entries({
    ...variables,
    'font-family': 'system-ui, sans-serif',
    'font-size': '13px',
    'editor-font-family': 'monospace',
  })
    .map(([name, value]) => `--vscode-${name}: ${value};`)
    .join(' ')} }`;
  await page.addInitScript(`
    window.keptPlace = ${JSON.stringify(place)};
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.toExtension(message),
      getState: () => window.keptPlace,
      setState: (place) => { window.keptPlace = place; window.keepPlace(place); },
    });
    document.addEventListener('securitypolicyviolation', (event) => window.cspViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
    document.addEventListener('DOMContentLoaded', () => {
      document.body.classList.add('${bodyClass}');
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(${JSON.stringify(declared)});
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    });
  `);
  await page.goto(`${ORIGIN}/`);
}

/** Looks again and again until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
