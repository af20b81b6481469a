import assert from 'node:assert/strict';
import { Fixture } from './fixture';
import type { Workbench } from './workbench';
import { WrittenOptions } from './writtenOptions';

const SERVER = 'Dev Server';
const VIEWPORT = { width: 1280, height: 1200 };
const TOKENS = {
  preset: 'fintech',
  users: [
    { name: 'jane', password: 'example' },
    { name: 'john', password: 'sample' },
  ],
  maxSessions: 0,
};

describe('a developer of a mobile app in a real VS Code, from the VSIX', () => {
  const fixture = new Fixture();
  const written = new WrittenOptions(fixture.folder);
  let workbench: Workbench;
  let address = '';

  before(async () => {
    written.write('tokens', TOKENS);
    workbench = await fixture.open({ viewport: VIEWPORT });
  });

  after(() => fixture.close());

  afterEach(function () {
    return fixture.tidy(this.currentTest);
  });

  const spoken = (name: RegExp) => workbench.rowSpoken(name, SERVER).waitFor();

  async function post(route: string, body: object): Promise<Record<string, string>> {
    const answer = await fetch(`${address}${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, string>;
  }

  const signIn = (username: string, password: string, name: string) =>
    post('/api/login', { username, password, device: { name, platform: 'Android' } });

  it('apps that sign in are rows of the token server, with their devices and both countdowns', async () => {
    await workbench.openView('Session Workbench');
    await workbench.row('Token Server', SERVER).waitFor();
    // The rows need its room.
    await workbench.page
      .locator('.part.sidebar')
      .getByRole('button', { name: /^Mobile Sessions/ })
      .click();
    const rows = await workbench.rows(SERVER);
    address = rows.find(({ label }) => label === 'Address')?.description ?? '';
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/);
    await signIn('jane', 'example', 'Pixel 8');
    await signIn('john', 'sample', 'iPhone');
    await workbench.expand(workbench.rowSpoken(/^Token Server/, SERVER));
    await spoken(/^jane on Pixel 8, active, idle end in 1\d min, absolute end in 1/);
    await spoken(/^john on iPhone, active/);
    await workbench.screenshot('tokens-active');
  });

  it('a token family is read from the newest token down, and a replayed one says what came of it', async () => {
    const app = await signIn('jane', 'example', 'Tablet');
    await post('/api/refresh', { refresh_token: app.refresh_token });
    await workbench.expand(workbench.rowSpoken(/^jane on Tablet/, SERVER));
    await spoken(/^Refresh Token 2, live, expires in /);
    await workbench.contextMenu(
      workbench.rowSpoken(/^Refresh Token 1, used · replaced by refresh token 2/, SERVER),
      'Replay Token of Token Session…',
    );
    await workbench.dialog('Replay Token');
    await workbench.notification(/Refresh token 1 is answered with 400 invalid_grant/).waitFor();
    await spoken(/^Ended Sessions, 1/);
    await workbench.expand(workbench.row('Ended Sessions', SERVER));
    await spoken(/^jane on Tablet, ended: token or code reused/);
    await workbench.screenshot('tokens-reused');
  });

  for (const theme of ['Default Light Modern', 'Default High Contrast', 'Default High Contrast Light'] as const) {
    it(`a replayed token is drawn as such in the theme ${theme}`, async () => {
      await workbench.setTheme(theme);
      await spoken(/^Refresh Token 1, used again, .* · replaced by refresh token 2/);
      await workbench.screenshot(`tokens-reused-${theme.toLowerCase().replaceAll(' ', '-')}`);
      if (theme !== 'Default High Contrast Light') return;
      await workbench.zoom(150, VIEWPORT);
      await workbench.screenshot('tokens-reused-zoomed');
      await workbench.zoom(100, VIEWPORT);
      await workbench.setTheme('Default Dark Modern');
    });
  }

  it('a row of a token says in a narrow side bar what became of it, with its whole name spoken', async () => {
    const width = (await workbench.page.locator('.part.sidebar').boundingBox())?.width ?? 300;
    await workbench.sideBarWidth(240);
    const row = workbench.rowSpoken(/^Refresh Token 1, used again, .* · replaced by refresh token 2/, SERVER);
    const cut = await row
      .locator('.label-name')
      .evaluate((label: { scrollWidth: number; clientWidth: number }) => label.scrollWidth > label.clientWidth);
    assert.equal(cut, false);
    await workbench.screenshot('tokens-reused-narrow');
    await workbench.sideBarWidth(width);
  });

  it('a token session is found by its device, and terminated from its row', async () => {
    await workbench.palette('Session Workbench: Find Token Session…');
    await workbench.answer('iPhone');
    const found = workbench.rowSpoken(/^john on iPhone/, SERVER);
    await found.and(workbench.page.locator('[aria-selected="true"]')).waitFor();
    await workbench.contextMenu(found, 'Terminate Token Session…');
    await workbench.dialog('Terminate Session');
    await spoken(/^john on iPhone, ended: terminated by an administrator/);
    await spoken(/^john, 0 sessions/);
  });

  it('a changed password is typed unseen, and the prompt says what ends', async () => {
    await workbench.contextMenu(
      workbench.rowSpoken(/^jane, 1 session/, SERVER),
      'Change Password of Token Server User…',
    );
    const box = workbench.page.locator('.quick-input-widget');
    await box.getByText('1 active session of the user ends').waitFor();
    assert.equal(await box.locator('input.input').getAttribute('type'), 'password');
    await workbench.answer('another one');
    await workbench.notification(/The password of “jane” was changed\. 1 session ended\./).waitFor();
    await spoken(/^jane on Pixel 8, ended: password changed/);
    await spoken(/^jane, 0 sessions · password changed/);
    await workbench.screenshot('tokens-password-changed');
  });

  for (const [what, file] of [
    ['the settings of the workspace', written.settings],
    ['a file of server options', written.options],
  ] as const) {
    it(`an option of the token server is explained on hover in ${what}`, async () => {
      await workbench.visit(fixture.folder, file);
      const name = workbench.page
        .locator('.editor-group-container.active .view-lines')
        .getByText('"maxSessions"', { exact: true });
      const hover = workbench.page.locator('.monaco-hover').filter({ hasText: 'How many sessions a user may have' });
      const point = async () => {
        await workbench.page.mouse.move(900, 700);
        await name.hover();
      };
      await workbench.insist(point, hover, 'what the option is');
    });
  }

  it('the window never throws while the token server is used', () => assert.deepEqual(workbench.pageErrors, []));
});
