// The built page of the request composer in a real browser. What the extension would say is said by the test.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import validateComposerFromPage from '../../src/core/composer/compiledComposerFromPage';
import type { RequestDraft } from '../../src/core/composer/composedRequest';
import {
  COMPOSER_PROTOCOL,
  COMPOSER_WORDS,
  type ComposedAnswer,
  type ComposerFromPage,
  type ComposerState,
  type ComposerStrings,
  type ComposerToPage,
} from '../../src/core/composer/composerMessages';
import { messageProblem } from '../../src/core/flows/messageProblem';
import { launchBrowser, openFramed, repository, until } from './framedPage';
import type { ThemeName } from './themes';

export const RUNNING: ComposerState = {
  isRunning: true,
  locked: undefined,
  canStart: false,
  origin: 'http://127.0.0.1:8044',
  routes: [
    { id: 'POST /mobileapp/$authenticate', system: 'mobile' },
    { id: 'GET /rest/$info', system: 'web' },
  ],
  senders: [
    { id: '', text: 'Nobody' },
    { id: 'mobile:a', text: 'bob@example.com – iPhone X, accepted' },
  ],
};
export const DRAFT: RequestDraft = { method: 'GET', path: '/', headers: '', body: '', sender: '' };

export const ANSWER: ComposedAnswer = {
  id: 1,
  title: 'POST /mobileapp/$authenticate',
  status: 401,
  statusText: 'Unauthorized',
  ms: 12,
  headers: [['Content-Type', 'application/json']],
  body: '{"ok":false,"why":"<b>&amp;"}',
  causes: [
    { rule: 'mobile.session.pending', kind: 'refused', message: 'The session is pending.' },
    { rule: 'mobile.note', kind: 'noted', message: 'Noted.' },
  ],
  changes: ['Mobile session a: created'],
  refusal: 'mobile.session.pending',
};

export interface ComposerFrameOptions {
  readonly theme?: ThemeName;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly state?: ComposerState;
}

/** One browser for the tests of a `describe`. After each test its pages are closed, and had no problems. */
export function composerFrames(): (options?: ComposerFrameOptions) => Promise<ComposerFrame> {
  let browser: Browser;
  const frames: ComposerFrame[] = [];
  before(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    const opened = frames.splice(0);
    const problems = opened.flatMap((frame) => frame.problems);
    await Promise.all(opened.map(({ page }) => page.context().close()));
    assert.deepEqual(problems, []);
  });
  after(() => browser.close());
  return async (options) => {
    const frame = await ComposerFrame.open(browser, options);
    frames.push(frame);
    return frame;
  };
}

export class ComposerFrame {
  readonly asked: ComposerFromPage[] = [];
  readonly problems: string[] = [];

  private constructor(readonly page: Page) {}

  static async open(browser: Browser, options: ComposerFrameOptions = {}): Promise<ComposerFrame> {
    const { theme = 'dark', viewport = { width: 1200, height: 760 }, state = RUNNING } = options;
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    const frame = new ComposerFrame(await context.newPage());
    await openFramed(frame.page, {
      theme,
      script: 'dist/composer.js',
      style: 'media/page/composer.css',
      asked: (message) => {
        frame.asked.push(message as ComposerFromPage);
        const problem = messageProblem(validateComposerFromPage, message);
        if (problem !== undefined || (message as ComposerFromPage).kind === 'misunderstood')
          frame.problems.push(JSON.stringify([message, problem]));
        if ((message as ComposerFromPage).kind === 'ready') void frame.tell(whole(state));
      },
      problems: frame.problems,
    });
    await frame.page.locator('form').waitFor();
    return frame;
  }

  async tell(message: ComposerToPage): Promise<void> {
    await this.page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  }

  async untilAsked<K extends ComposerFromPage['kind']>(kind: K): Promise<Extract<ComposerFromPage, { kind: K }>> {
    const found = () =>
      this.asked.findLast((message): message is Extract<ComposerFromPage, { kind: K }> => message.kind === kind);
    await until(() => found() !== undefined, `the page to ask for ${kind}`);
    return found() as Extract<ComposerFromPage, { kind: K }>;
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(repository, 'out/screenshots', `${name}.png`) });
  }
}

function whole(state: ComposerState): ComposerToPage {
  return {
    kind: 'composer',
    version: COMPOSER_PROTOCOL,
    strings: Object.fromEntries(COMPOSER_WORDS.map((word) => [word, WORDS[word] ?? word])) as ComposerStrings,
    language: 'en',
    state,
    route: '',
    draft: DRAFT,
    history: [],
  };
}

const WORDS: Readonly<Record<string, string>> = {
  route: 'Route',
  ownRoute: 'Any other route',
  method: 'Method',
  path: 'Path and query',
  as: 'In the session of',
  headers: 'Headers, one a line',
  body: 'Body',
  send: 'Send',
  sending: 'Sending…',
  startServer: 'Start Dev Server',
  noAnswer: 'Nothing was sent yet.',
  history: 'Sent before',
  copyCurl: 'Copy as curl',
  saveStep: 'Save as Scenario Step…',
  headerList: 'Headers',
  causes: 'Why',
  changes: 'Changes',
};
