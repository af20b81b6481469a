// The built page in a real browser, as VS Code frames it: the same HTML, the same policy, a message port.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { FlowPlace, FromPage, ToPage } from '../../src/core/flows/flowMessages';
import { FLOW_PROTOCOL } from '../../src/core/flows/flowMessages';
import { flowStrings } from '../../src/core/flows/flowWords';
import { SYSTEM_PARTS } from '../../src/core/systems';
import type { FlowSession } from '../../src/scenario/flowSession';
import { flowHtml } from '../../src/vscode/flows/flowHtml';
import type * as Chromium from '../vscode-host/chromium.mjs';
import { THEMES, type ThemeName } from './themes';

const repository = path.resolve(__dirname, '../../..');
const ORIGIN = 'http://flow.test';
/** After this long something hangs. Far more than it needs: the machine may be busy with other things. */
const PATIENCE_MS = 90_000;

export interface FlowPageOptions {
  readonly theme?: ThemeName;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly reducedMotion?: boolean;
  /** What the page has kept before the window was loaded anew. */
  readonly place?: FlowPlace;
  /** The folder with the built page. Default: this repository. */
  readonly built?: string;
}

/** One browser for the tests of a `describe`. Answers how a page is opened; after each test its pages are closed, and had no problems. */
export function flowPages(): (options?: FlowPageOptions) => Promise<FlowPage> {
  let browser: Browser;
  const pages: FlowPage[] = [];
  before(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    const opened = pages.splice(0);
    const problems = opened.flatMap((page) => page.problems);
    await Promise.all(opened.map((page) => page.close()));
    assert.deepEqual(problems, []);
  });
  after(() => browser.close());
  return async (options) => {
    const page = await FlowPage.open(browser, options);
    pages.push(page);
    return page;
  };
}

async function launchBrowser(): Promise<Browser> {
  const file = path.join(repository, 'test/vscode-host/chromium.mjs');
  const { ensureChromium, chromiumLaunchOptions }: typeof Chromium = await import(pathToFileURL(file).href);
  return chromium.launch(chromiumLaunchOptions(await ensureChromium()));
}

export class FlowPage {
  /** What the page has asked for, `ready` first. */
  readonly asked: FromPage[] = [];
  /** Errors of the page: what it threw, what its policy refused, what could not be loaded. */
  readonly problems: string[] = [];
  private place: FlowPlace | undefined;
  private onAsked: (message: FromPage) => void = () => {};

  private constructor(
    readonly page: Page,
    place: FlowPlace | undefined,
  ) {
    this.place = place;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.problems.push(message.text());
    });
  }

  static async open(browser: Browser, options: FlowPageOptions = {}): Promise<FlowPage> {
    const {
      theme = 'dark',
      viewport = { width: 1200, height: 800 },
      reducedMotion = true,
      place,
      built = repository,
    } = options;
    const context = await browser.newContext({ viewport, reducedMotion: reducedMotion ? 'reduce' : 'no-preference' });
    const flow = new FlowPage(await context.newPage(), place);
    await flow.prepare(theme, built);
    await flow.page.goto(`${ORIGIN}/`);
    return flow;
  }

  /** Tells the page something, as the extension does. */
  async tell(message: ToPage): Promise<void> {
    await this.page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  }

  /** What the page keeps over a reload. */
  get kept(): FlowPlace | undefined {
    return this.place;
  }

  /** Connects the page with a session, as the panel does. */
  async connect(session: FlowSession): Promise<void> {
    session.onDidHappen((event) => void this.tell({ kind: 'events', events: [event] }));
    session.onDidChangeStatus((status) => void this.tell({ kind: 'status', status }));
    session.onDidRestart(() => void this.tell(wholeFlow(session)));
    this.onAsked = (message) => {
      if (message.kind === 'ready') void this.tell(wholeFlow(session));
      else if (!['copyCurl', 'export', 'save', 'openStep'].includes(message.kind))
        void session.ask(message as Parameters<FlowSession['ask']>[0]);
    };
    await this.tell(wholeFlow(session));
  }

  /** Hears what the page asks for, in the place of a session. */
  hears(listener: (message: FromPage) => void): void {
    this.onAsked = listener;
  }

  /** The messages of a kind that the page has sent. */
  askedFor<K extends FromPage['kind']>(kind: K): Extract<FromPage, { kind: K }>[] {
    return this.asked.filter((message): message is Extract<FromPage, { kind: K }> => message.kind === kind);
  }

  /** Waits until the page has asked for something. */
  async untilAsked(kind: FromPage['kind'], count = 1): Promise<void> {
    await until(() => this.askedFor(kind).length >= count, `the page to ask for ${kind}`);
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(repository, 'out/screenshots', `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  private async prepare(theme: ThemeName, built: string): Promise<void> {
    const { page } = this;
    const html = flowHtml({
      source: ORIGIN,
      style: `${ORIGIN}/flow.css`,
      script: `${ORIGIN}/flow.js`,
      nonce: 'n0nce',
      language: 'en',
      title: 'Flow',
    });
    const bodies: Record<string, { contentType: string; body: string }> = {
      '/': { contentType: 'text/html', body: html },
      '/flow.css': {
        contentType: 'text/css',
        body: fs.readFileSync(path.join(repository, 'media/flow/flow.css'), 'utf8'),
      },
      '/flow.js': {
        contentType: 'text/javascript',
        body: fs.readFileSync(path.join(built, 'dist/flow.js'), 'utf8'),
      },
    };
    await page.route('**/*', async (route) => {
      const found = bodies[new URL(route.request().url()).pathname];
      await (found ? route.fulfill(found) : route.fulfill({ status: 204, body: '' }));
    });
    await page.exposeFunction('toExtension', (message: FromPage) => {
      this.asked.push(message);
      this.onAsked(message);
    });
    await page.exposeFunction('keepPlace', (place: FlowPlace) => {
      this.place = place;
    });
    await page.exposeFunction('cspViolation', (text: string) => this.problems.push(`CSP: ${text}`));
    const { bodyClass, variables } = THEMES[theme];
    const css = `:root { ${Object.entries({
      ...variables,
      'font-family': 'system-ui, sans-serif',
      'font-size': '13px',
      'editor-font-family': 'monospace',
    })
      .map(([name, value]) => `--vscode-${name}: ${value};`)
      .join(' ')} }`;
    await page.addInitScript(`
      window.keptPlace = ${JSON.stringify(this.place)};
      window.acquireVsCodeApi = () => ({
        postMessage: (message) => window.toExtension(message),
        getState: () => window.keptPlace,
        setState: (place) => { window.keptPlace = place; window.keepPlace(place); },
      });
      document.addEventListener('securitypolicyviolation', (event) => window.cspViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
      document.addEventListener('DOMContentLoaded', () => {
        document.body.classList.add('${bodyClass}');
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(${JSON.stringify(css)});
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      });
    `);
  }
}

/** All of a session, as the panel tells it. */
export function wholeFlow({ outline, events, status }: Pick<FlowSession, 'outline' | 'events' | 'status'>): ToPage {
  return {
    kind: 'flow',
    version: FLOW_PROTOCOL,
    strings: flowStrings(SYSTEM_PARTS),
    language: 'en',
    outline,
    events,
    status,
  };
}

/** Looks again and again until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
