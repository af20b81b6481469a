import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Frame, FrameLocator } from 'playwright-core';
import { aSession } from '../sampleSession';
import { Workbench } from '../workbench';
import { VIEWPORT } from './way';

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
const MENDIX = { users: [{ name: 'jane', password: 'example' }] };
const TOKENS = { users: [{ name: 'jane', password: 'example' }] };

/** A 4D project with sessions of two apps, and the window in which the scenes are played. */
export class Stage {
  private constructor(
    readonly folder: string,
    readonly workbench: Workbench,
  ) {}

  static async open(): Promise<Stage> {
    const folder = path.join(fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'pictures-'))), 'Contact App');
    writeProject(folder);
    const settings = { 'editor.minimap.enabled': false, 'workbench.startupEditor': 'none' };
    return new Stage(folder, await Workbench.open({ folder, viewport: VIEWPORT, settings }));
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
    await this.workbench.palette('View: Close All Editors');
    await this.workbench.palette('Notifications: Clear All Notifications');
  }

  /** Takes the mouse off everything that would show a tooltip. */
  async rest(): Promise<void> {
    await this.workbench.page.mouse.move(VIEWPORT.width / 2, 1);
  }

  async close(): Promise<void> {
    await this.workbench.close();
    fs.rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }
}

function writeProject(folder: string): void {
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
    'sessionWorkbench.server.webOptions': { project: 'example:otp' },
    'sessionWorkbench.server.mendixOptions': MENDIX,
    'sessionWorkbench.server.tokensOptions': TOKENS,
  };
  fs.mkdirSync(path.join(folder, '.vscode'));
  fs.writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings, undefined, 2));
}
