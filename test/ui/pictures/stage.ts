import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Frame, FrameLocator, Page } from 'playwright-core';
import { aSession } from '../sampleSession';
import { type Theme, Workbench, type WorkbenchOptions } from '../workbench';
import { VIEWPORT, type Way } from './way';

const CONTACT = { team: 'UTT7VDX8W5', application: 'com.contactApp.Contact', name: 'Contact' };
const FIELD = { team: '', application: 'com.example.fieldservice', name: 'Field Service' };
const APPLE = { os: 'iOS', version: '17.4' };
const SESSIONS = [
  { ...CONTACT, ...APPLE, device: 'iPad Air (5th generation)', email: 'anna@example.com', os: 'iPadOS' },
  { ...CONTACT, ...APPLE, device: 'iPhone 13', email: 'sales@example.com', status: 'pending' },
  { ...CONTACT, ...APPLE, device: 'iPhone 15', email: 'jane@example.com', status: 'acepted' },
  { ...CONTACT, ...APPLE, device: 'iPhone SE', email: '' },
  { ...FIELD, device: 'Galaxy S23', email: 'tom@example.com' },
  { ...FIELD, device: 'Pixel 8', email: 'kim@example.com', status: 'pending' },
  { ...FIELD, device: 'Pixel Tablet', email: 'workshop@example.com' },
];
const MOBILE = { rules: [{ email: '*@example.net', outcome: 'pending', mail: true }] };
const USERS = { users: [{ name: 'jane', password: 'example' }] };
const MORE_SYSTEMS = { 'sessionWorkbench.server.mendixOptions': USERS, 'sessionWorkbench.server.tokensOptions': USERS };

/** A 4D project with sessions of two apps, and the window in which the scenes are played. */
export class Stage {
  private isLight = false;
  private opened: Page | undefined;
  private shown: string | undefined;
  private isNetworkIn = false;

  private constructor(
    readonly folder: string,
    readonly workbench: Workbench,
  ) {
    this.shown = folder;
  }

  /** @param systems settings of the server that turn on more than mobile apps and web sessions */
  static async open(
    options: Pick<WorkbenchOptions, 'viewport' | 'theme' | 'scale'> = {},
    systems: Readonly<Record<string, unknown>> = MORE_SYSTEMS,
  ): Promise<Stage> {
    const folder = path.join(fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'pictures-'))), 'Contact App');
    writeProject(folder, systems);
    const settings = {
      'editor.minimap.enabled': false,
      'breadcrumbs.enabled': false,
      'editor.stickyScroll.enabled': false,
      'workbench.startupEditor': 'none',
    };
    return new Stage(folder, await Workbench.open({ folder, viewport: VIEWPORT, settings, ...options }));
  }

  /** A folder without sessions. */
  get otherFolder(): string {
    const other = path.join(path.dirname(this.folder), 'Notes');
    fs.mkdirSync(other, { recursive: true });
    return other;
  }

  /** @param name in the project */
  writeFile(name: string, text: string): void {
    fs.writeFileSync(path.join(this.folder, name), text);
  }

  removeFile(name: string): void {
    fs.rmSync(path.join(this.folder, name), { force: true });
  }

  /** @param folder undefined for an empty window */
  async visit(folder: string | undefined): Promise<void> {
    await this.workbench.visit(folder);
    this.shown = folder;
  }

  /** Starts the dev server anew with the network let in and without what has pages of its own, or as it was. */
  async letNetworkIn(isIn: boolean): Promise<void> {
    if (this.isNetworkIn === isIn) return;
    const file = path.join(this.folder, '.vscode/settings.json');
    const settings = JSON.parse(fs.readFileSync(file, 'utf8'));
    const others = isIn ? 'off' : 'automatic';
    const changed = {
      ...settings,
      'sessionWorkbench.server.lan': isIn,
      'sessionWorkbench.server.mendix': others,
      'sessionWorkbench.server.web': others,
    };
    fs.writeFileSync(file, JSON.stringify(changed, undefined, 2));
    const question = this.workbench.page.locator('.monaco-dialog-box');
    const restart = async () => {
      const isRunning = await this.workbench.statusBarItem(/Dev Server :\d+/).isVisible();
      if (isRunning && !(await question.isVisible()))
        await this.workbench.palette('Session Workbench: Restart Dev Server');
    };
    // Asked once: the settings of a folder may come from somebody else.
    const isRead = async () => (await question.isVisible()) || (await this.hasNetwork()) === isIn;
    await this.workbench.insist(restart, isRead, 'the dev server to be started anew');
    if (await question.isVisible()) await this.workbench.dialog('Start on the Network');
    await this.workbench.until(
      () => this.hasNetwork(),
      (has) => has === isIn,
      'the network to be let in',
    );
    this.isNetworkIn = isIn;
  }

  /** Undefined while the dev server does not say. */
  private async hasNetwork(): Promise<boolean | undefined> {
    // Read at once: while it is restarted, nothing says where it is.
    const [text] = await this.workbench.statusBarItem(/Dev Server :\d+/).allInnerTexts();
    if (text === undefined) return undefined;
    const answer = await fetch(addressIn(text), { headers: { accept: 'application/json' } }).catch(() => undefined);
    return answer && /"lanUrls":\["/.test(await answer.text());
  }

  /** @param name as folders are named */
  async setTheme(name: string, theme: Theme): Promise<void> {
    this.isLight = name.endsWith('light');
    // The window behind it is not drawn.
    if (this.opened) return this.opened.emulateMedia({ colorScheme: this.colorScheme });
    // The picker takes much longer.
    if (this.shown === undefined) await this.workbench.setTheme(theme);
    else await this.workbench.setThemeIn(this.shown, theme);
  }

  async zoom({ percent, sideBar }: Way): Promise<void> {
    await this.workbench.zoom(percent, VIEWPORT);
    await this.workbench.sideBarWidth(sideBar);
  }

  /** The page that the dev server shows in a browser, in another tab: the window is not drawn until it is closed. */
  async openStartPage(): Promise<void> {
    const page = await this.workbench.page.context().newPage();
    this.opened = page;
    await page.emulateMedia({ colorScheme: this.colorScheme });
    await page.setViewportSize(this.workbench.page.viewportSize() ?? VIEWPORT);
    await page.goto(await this.address());
    await page.getByRole('heading').first().waitFor();
  }

  private get colorScheme(): 'light' | 'dark' {
    return this.isLight ? 'light' : 'dark';
  }

  get startPage(): Page {
    if (!this.opened) throw new Error('The start page is not open.');
    return this.opened;
  }

  async closeStartPage(): Promise<void> {
    await this.opened?.close();
    this.opened = undefined;
    await this.workbench.page.bringToFront();
  }

  /** The frame of the page of ours in the editor, once it is drawn. */
  async page(): Promise<Frame> {
    const body = this.webview.locator('body');
    await body.waitFor();
    const frame = await (await body.elementHandle())?.ownerFrame();
    if (!frame) throw new Error('There is no page in the editor.');
    return frame;
  }

  get webview(): FrameLocator {
    return this.workbench.page
      .frameLocator('.editor-instance iframe.webview.ready, iframe.webview.ready')
      .first()
      .frameLocator('iframe#active-frame');
  }

  /** Closes editors, the panel and notifications, so that only what a scene opens is there. */
  async clear(): Promise<void> {
    const { workbench } = this;
    if (await workbench.page.locator('.part.editor .tab').first().isVisible())
      await workbench.palette('View: Close All Editors');
    if (await workbench.notification('').first().isVisible())
      await workbench.palette('Notifications: Clear All Notifications');
  }

  /** Takes the mouse off everything that would show a tooltip. */
  async rest(): Promise<void> {
    await this.workbench.page.mouse.move(VIEWPORT.width / 2, 1);
  }

  /** Waits until nothing fades in any more, so that what is measured is what stays. */
  async settle(page: Page = this.workbench.page): Promise<void> {
    await Promise.all(page.frames().map((frame) => frame.evaluate(SETTLED).catch(() => undefined)));
  }

  /** An app logs in. */
  async logIn(email: string): Promise<void> {
    const device = {
      description: 'iPhone 15',
      version: '17.4',
      id: `0DC5132E-1EF4-407C-A832-${email}`,
      os: 'iOS',
      simulator: false,
    };
    const application = { id: CONTACT.application, name: CONTACT.name, version: '1.0.0' };
    const body = {
      email,
      application,
      team: { id: CONTACT.team },
      device,
      language: { id: 'en_US', code: 'en', region: 'US' },
      parameters: {},
    };
    const headers = { 'X-QMobile': '1', 'Content-Type': 'application/json' };
    const url = `${await this.address()}/mobileapp/$authenticate`;
    await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** A browser begins what has to be confirmed elsewhere, which makes a web session with a passcode. */
  async visitShop(): Promise<void> {
    const body = new URLSearchParams({ operation: 'Transfer of 100', way: '$4DSID' });
    await fetch(`${await this.address()}/4DACTION/validateOperation`, { method: 'POST', body, redirect: 'manual' });
  }

  /** Of the dev server, as its item in the status bar has the port. */
  async address(): Promise<string> {
    return addressIn(await this.workbench.statusBarItem(/Dev Server :\d+/).innerText());
  }

  async close(): Promise<void> {
    await this.workbench.close();
    fs.rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }
}

/** Runs in a page. What never ends, as the line that says that something is at work, is not waited for. */
const SETTLED = `Promise.all(
  document
    .getAnimations()
    .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished.catch(() => undefined)),
)`;

function writeProject(folder: string, systems: Readonly<Record<string, unknown>>): void {
  for (const [index, options] of SESSIONS.entries()) {
    const { team, application } = options;
    const { id, text } = aSession({ ...options, deviceId: `0DC5132E-1EF4-407C-A832-5FE33D818AF${index}` });
    const place = path.join(folder, 'Data/MobileApps', team === '' ? application : `${team}.${application}`);
    fs.mkdirSync(place, { recursive: true });
    fs.writeFileSync(path.join(place, id), text);
    fs.writeFileSync(path.join(place, 'manifest.json'), '{}');
  }
  const settings = {
    'sessionWorkbench.server.autoStart': true,
    'sessionWorkbench.server.mobileOptions': MOBILE,
    'sessionWorkbench.server.webOptions': { project: 'example:otp' },
    ...systems,
  };
  fs.mkdirSync(path.join(folder, '.vscode'));
  fs.writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings, undefined, 2));
}

function addressIn(status: string): string {
  return `http://127.0.0.1:${/:(\d+)/.exec(status)?.[1]}`;
}
