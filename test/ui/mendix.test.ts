import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Fixture } from './fixture';
import type { Workbench } from './workbench';
import { WrittenOptions } from './writtenOptions';

const SERVER = 'Dev Server';
const IDLE_LIMIT_MS = 600_000;
const MENDIX = {
  users: [
    { name: 'jane', password: 'example' },
    { name: 'john', password: 'sample' },
  ],
  settings: { SessionTimeout: IDLE_LIMIT_MS },
};

describe('a Mendix developer in a real VS Code, from the VSIX', () => {
  const fixture = new Fixture();
  const written = new WrittenOptions(fixture.folder);
  let workbench: Workbench;
  let address = '';

  before(async () => {
    written.write('mendix', MENDIX);
    fs.writeFileSync(path.join(fixture.folder, 'App.mpr'), '');
    workbench = await fixture.open({ viewport: { width: 1280, height: 1200 } });
  });

  after(() => fixture.close());

  afterEach(function () {
    return fixture.tidy(this.currentTest);
  });

  const spoken = (name: RegExp) => workbench.rowSpoken(name, SERVER).waitFor();

  /** A request of a Mendix client. */
  async function xas(action: string, params: object = {}, cookie = '') {
    const answer = await fetch(`${address}/xas/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie !== '' && { cookie }) },
      body: JSON.stringify({ action, params }),
    });
    await answer.text();
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1).join());
    return { status: answer.status, cookie: cookies.join('; ') };
  }

  /** What the page that signs in does. */
  async function signIn(username: string, password: string): Promise<number> {
    const { status, cookie } = await xas('login', { username, password, useAuthToken: true });
    if (status === 200) assert.equal((await xas('get_session_data', {}, cookie)).status, 200);
    return status;
  }

  async function moveClock(change: object): Promise<void> {
    await workbench.palette('Session Workbench: Copy Control Token of Dev Server');
    const token = await workbench.until(
      () => workbench.clipboard(),
      (text) => /^[\w-]{43}$/.test(text),
      'the control token',
    );
    const answer = await fetch(`${address}/_workbench/v1/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(change),
    });
    assert.equal(answer.status, 200);
  }

  it('a folder with a Mendix project wakes the extension, and its settings start the server', async () => {
    assert.match(String(await workbench.wokenBy()), /^workspaceContains:.*\*\.mpr/);
    await workbench.openView('Session Workbench');
    await workbench.row('Mendix sign-in page', SERVER).waitFor();
    const rows = await workbench.rows(SERVER);
    address = rows.find(({ label }) => label === 'Address')?.description ?? '';
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/);
    // The page of the app would bring an anonymous session at once.
    assert.match(await (await fetch(`${address}/login.html`)).text(), /<form/);
    await workbench.page.locator('.part.sidebar').getByText('No MobileApps folder was found').first().waitFor();
    await workbench.screenshot('mendix-woken');
  });

  it('clients that sign in and clients that do not are rows of their own, live ones', async () => {
    await moveClock({ pause: true });
    assert.equal(await signIn('jane', 'example'), 200);
    assert.equal((await xas('get_session_data')).status, 200);
    await workbench.expand(workbench.rowSpoken(/^Mendix Runtime/, SERVER));
    await spoken(/^jane, expires in \d+ min/);
    await spoken(/^Anonymous, expires in \d+ min/);
    await spoken(/^jane, active · 1 token/);
    await workbench.screenshot('mendix-live');
  });

  it('a session that was idle for too long is shown as not yet swept, and goes with a sweep by command', async () => {
    await moveClock({ advanceMs: IDLE_LIMIT_MS });
    await spoken(/^jane, expired, not yet swept/);
    await spoken(/^Anonymous, expired, not yet swept/);
    await workbench.screenshot('mendix-not-swept');
    await workbench.contextMenu(workbench.row('Next Sweep', SERVER), 'Sweep Mendix Sessions Now');
    await workbench.notification(/The sweep removed 2 sessions/).waitFor();
    await spoken(/^Client Sessions, 0/);
    await spoken(/^jane, active · 1 token/);
  });

  it('several users that are selected are blocked at once, and cannot sign in', async () => {
    await workbench.select(workbench.row('jane', SERVER), workbench.row('john', SERVER));
    await workbench.contextMenu(workbench.row('john', SERVER), 'Block Mendix User');
    await spoken(/^jane, blocked until/);
    await spoken(/^john, blocked until/);
    await workbench.screenshot('mendix-blocked');
    assert.deepEqual([await signIn('jane', 'example'), await signIn('john', 'sample')], [401, 401]);
  });

  for (const [what, file] of [
    ['the settings of the workspace', written.settings],
    ['a file of server options', written.options],
  ] as const) {
    it(`a custom setting of Mendix is explained on hover in ${what}`, async () => {
      await workbench.visit(fixture.folder, file);
      const name = workbench.page
        .locator('.editor-group-container.active .view-lines')
        .getByText('"SessionTimeout"', { exact: true });
      const hover = workbench.page
        .locator('.monaco-hover')
        .filter({ hasText: 'Idle time after which a session is invalid' });
      const point = async () => {
        await workbench.page.mouse.move(900, 700);
        await name.hover();
      };
      await workbench.insist(point, hover, 'what the setting is');
    });
  }

  it('the window never throws while the Mendix runtime is used', () => assert.deepEqual(workbench.pageErrors, []));
});
