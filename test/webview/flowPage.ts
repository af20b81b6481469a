// The built page of the flow simulator in a real browser.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { FlowPlace, FromPage, ToPage } from '../../src/core/flows/flowMessages';
import { FLOW_PROTOCOL } from '../../src/core/flows/flowMessages';
import type { FlowSplit } from '../../src/core/flows/flowSplit';
import { flowStrings } from '../../src/core/flows/flowWords';
import { SLICES, SYSTEM_PARTS } from '../../src/core/systems';
import type { FlowSession } from '../../src/scenario/flowSession';
import { ToldSecrets } from '../../src/scenario/toldSecrets';
import { launchBrowser, openFramed, repository, until } from './framedPage';
import type { ThemeName } from './themes';

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
    await openFramed(flow.page, {
      theme,
      built,
      script: 'dist/flow.js',
      style: 'media/flow/flow.css',
      place: flow.place,
      asked: (message) => {
        flow.asked.push(message as FromPage);
        flow.onAsked(message as FromPage);
      },
      kept: (kept) => {
        flow.place = kept as FlowPlace;
      },
      problems: flow.problems,
    });
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
    const secrets = new ToldSecrets(session);
    session.onDidHappen(
      (event) => void this.tell({ kind: 'events', events: [event], secrets: secrets.fresh([event]) }),
    );
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

  /** What has the focus, by what it is called. */
  async focusedName(): Promise<string> {
    return this.page.evaluate<string>(
      '((each) => each.getAttribute("aria-label") ?? (each.querySelector(".spoken") ?? each).textContent)(document.activeElement)',
    );
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(repository, 'out/screenshots', `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** What the page needs of a session. What is said of secrets may be left out. */
type ShownSession = Pick<FlowSession, 'outline' | 'events' | 'status'> &
  Partial<Pick<FlowSession, 'ownSecrets' | 'secretSearch'>>;

/** All of a session, as the panel tells it. */
export function wholeFlow(session: ShownSession, split: FlowSplit = {}): ToPage {
  const { outline, events, status, ownSecrets = [], secretSearch = { slices: SLICES } } = session;
  return {
    kind: 'flow',
    version: FLOW_PROTOCOL,
    strings: flowStrings(SYSTEM_PARTS),
    language: 'en',
    outline,
    events,
    status,
    split,
    secrets: new ToldSecrets({ events, ownSecrets, secretSearch }).all(),
  };
}
