import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { Fixture } from './fixture';
import { aSession } from './sampleSession';
import type { Workbench } from './workbench';

const APP = { application: 'com.example.field-service', name: 'Field Service' };
const FOLDER = `FAKETEAMID.${APP.application}`;
const IPHONE = aSession({ ...APP, team: 'FAKETEAMID', device: 'iPhone 10', deviceId: 'B', os: 'iOS', version: '17.1' });
const SESSIONS = 'Mobile Sessions';
const SERVER = 'Dev Server';

describe('the dev session server in a real VS Code, from the VSIX', () => {
  const fixture = new Fixture();
  let workbench: Workbench;
  let address = '';
  let token = '';

  before(async () => {
    fixture.write(FOLDER, IPHONE.id, IPHONE.text);
    workbench = await fixture.open({ viewport: { width: 1280, height: 1400 } });
    await workbench.openView('Session Workbench');
    await workbench.row('Field Service', SESSIONS).waitFor();
  });

  after(() => fixture.close());

  afterEach(function () {
    return fixture.tidy(this.currentTest);
  });

  const spoken = (name: RegExp, view: string) => workbench.rowSpoken(name, view).waitFor();
  const sessionInfo = () =>
    fetch(`${address}/mobileapp/$info/sessionInfo`, {
      headers: { 'X-QMobile': '1', Authorization: `Bearer ${token}` },
    });

  it('the dev server starts from the palette and says where it listens', async () => {
    await workbench.statusBarItem(/Dev Server/i).waitFor();
    await workbench.palette('Session Workbench: Start Dev Server');
    await workbench.row('Address', SERVER).waitFor();
    const rows = await workbench.rows(SERVER);
    address = rows.find(({ label }) => label === 'Address')?.description ?? '';
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual(await (await fetch(`${address}/mobileapp/`)).json(), { ok: true });
    await spoken(/^Sessions in Memory, 1/, SERVER);
    await workbench.screenshot('server-running');
  });

  it('a device that logs in is shown in both views, without a refresh by hand', async () => {
    await workbench.expand(workbench.row('Sessions in Memory', SERVER));
    const answer = await fetch(`${address}/mobileapp/$authenticate`, {
      method: 'POST',
      headers: { 'X-QMobile': '1', 'Content-Type': 'application/json' },
      body: JSON.stringify({
        email: 'jane@example.com',
        password: '',
        application: { id: APP.application, name: APP.name, version: '1.0.0' },
        device: { id: '9774d56d682e549c', simulator: false, description: 'Pixel 7', version: '34', os: 'Android' },
        language: { id: 'en_US', code: 'en', region: 'US' },
        parameters: {},
      }),
    });
    const login = (await answer.json()) as { token: string; success: boolean };
    assert.equal(login.success, true);
    ({ token } = login);
    await workbench.row('jane@example.com', SERVER).waitFor();
    const application = workbench.rowSpoken(new RegExp(`^Application Field Service, ${APP.application}`), SESSIONS);
    await workbench.expand(application);
    await spoken(/, accepted, Pixel 7,/, SESSIONS);
    assert.equal((await sessionInfo()).status, 200);
    await workbench.screenshot('server-login');
  });

  it('a session that is set to pending is let in until it is pushed, and not after', async () => {
    await workbench.contextMenu(workbench.sessionRow('Pixel 7', SESSIONS), 'Set Session Pending');
    await spoken(/, pending, .*changed on disk, Pixel 7,/, SESSIONS);
    await spoken(/^jane@example\.com, changed on disk/, SERVER);
    assert.equal((await sessionInfo()).status, 200);
    await workbench.screenshot('server-changed');
    await workbench.palette('Session Workbench: Push Sessions');
    await workbench.notification(/refreshed/).waitFor();
    assert.equal((await sessionInfo()).status, 401);
    await spoken(/, pending, Pixel 7,/, SESSIONS);
    await spoken(/^Refused, session is pending: jane@example\.com, GET 401/, SERVER);
    await workbench.screenshot('server-pushed');
  });

  it('a page of another origin cannot drive the dev server', async () => {
    const { port } = new URL(address);
    const site = http.createServer((_, reply) => reply.setHeader('content-type', 'text/html').end('<title>Elsewhere'));
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const page = await workbench.page.context().newPage();
    try {
      await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
      const asked = (path: string, init: object) =>
        page.evaluate(
          `fetch('http://127.0.0.1:${port}${path}', ${JSON.stringify(init)}).then((a) => a.status, String)`,
        );
      const body = JSON.stringify({ email: '', application: { id: APP.application } });
      // What a browser lets through unasked, what it asks for first, and a read.
      assert.match(String(await asked('/mobileapp/$authenticate', { method: 'POST', body })), /TypeError/);
      const json = { 'Content-Type': 'application/json' };
      assert.match(
        String(await asked('/mobileapp/$authenticate', { method: 'POST', headers: json, body })),
        /TypeError/,
      );
      assert.match(String(await asked('/_workbench/v1/state', {})), /TypeError/);
      assert.match(String(await asked('/_workbench/v1/reset', { method: 'POST', mode: 'no-cors' })), /^0$/);
    } finally {
      await page.close();
      await new Promise((resolve) => site.close(resolve));
    }
    // Refused by the server, not only hidden by the browser.
    await workbench
      .rowSpoken(/^Foreign page refused: \/mobileapp\/\$authenticate, POST 403/, SERVER)
      .first()
      .waitFor();
    assert.equal((await sessionInfo()).status, 401);
    await spoken(/^Sessions in Memory, 2/, SERVER);
  });

  it('an answer goes wrong as the dialog is told, and that is told of', async () => {
    const ping = () => fetch(`${address}/mobileapp/`);
    await ping();
    const entry = workbench.rowSpoken(/^Ping answered: \/mobileapp\/, GET 200/, SERVER).first();
    await workbench.contextMenu(entry, 'Add Fault…');
    await workbench.pick('Answer 503');
    await workbench.screenshot('server-fault-scope');
    await workbench.pick('GET /mobileapp/');
    await workbench.pick('Three times');
    const faults = workbench.rowSpoken(/^Faults, 1/, SERVER);
    await faults.waitFor();
    await workbench.expand(faults);
    await spoken(/^Answer 503, GET \/mobileapp\/ · 3 times/, SERVER);
    assert.equal((await ping()).status, 503);
    await workbench
      .rowSpoken(/^Fault answered: \/mobileapp\/, GET 503/, SERVER)
      .first()
      .waitFor();
    assert.equal((await fetch(`${address}/4dwebtest`)).status, 200);
    await workbench.screenshot('server-fault');
    await workbench.contextMenu(workbench.rowSpoken(/^Answer 503/, SERVER), 'Remove Fault');
    await spoken(/^Faults, 0/, SERVER);
    assert.equal((await ping()).status, 200);
  });

  it('a request that was none has neither a curl line nor a fault', async () => {
    const socket = net.connect(Number(new URL(address).port), '127.0.0.1');
    socket.end('hello\r\n\r\n');
    await once(socket.resume(), 'close');
    const entry = workbench.rowSpoken(/^Not an HTTP request, 400/, SERVER);
    await entry.waitFor();
    await workbench.screenshot('server-no-request');
    const items = await workbench.contextMenuItems(entry);
    assert.ok(items.includes('Open Journal Entry'), items.join(', '));
    for (const none of ['Copy Journal Entry as curl', 'Add Fault…']) assert.ok(!items.includes(none), items.join(', '));
  });

  it('the journal shows its newest entry when that is followed', async () => {
    for (let i = 0; i < 100; i++) await fetch(`${address}/mobileapp/`);
    await workbench.palette('Session Workbench: Follow Journal');
    const newest = workbench.rowSpoken(/^No such route: \/newest, GET 404/, SERVER);
    const faults = workbench.row('Faults', SERVER);
    await faults.click();
    const toTheEnd = () => workbench.page.keyboard.press('End');
    await workbench.insist(toTheEnd, async () => !(await faults.isVisible()), 'the list to be scrolled');
    await fetch(`${address}/newest`);
    await newest.waitFor();
    await workbench.screenshot('server-followed');
    await workbench.palette('Session Workbench: Stop Following Journal');
    const toTheTop = () => workbench.page.keyboard.press('Home');
    await workbench.insist(toTheTop, workbench.row('Clock', SERVER), 'the list to be scrolled back');
  });

  it('the clock of the dev server is moved, and the new time is said', async () => {
    await workbench.contextMenu(workbench.row('Clock', SERVER), 'Pause Clock');
    await spoken(/^Clock, .*paused/, SERVER);
    await workbench.screenshot('server-clock');
  });

  it('the view Dev Server looks right in other themes', async () => {
    await workbench.setTheme('Default Light Modern');
    await workbench.screenshot('server-light');
    await workbench.setTheme('Default High Contrast');
    await workbench.screenshot('server-high-contrast');
    await workbench.setTheme('Default Dark Modern');
  });

  it('a dev server that is stopped listens no more', async () => {
    await workbench.palette('Session Workbench: Stop Dev Server');
    await workbench.page
      .locator('.part.sidebar .welcome-view')
      .getByRole('button', { name: 'Start Dev Server' })
      .waitFor();
    await assert.rejects(fetch(`${address}/mobileapp/`));
    await workbench.screenshot('server-stopped');
  });

  it('the dev server starts on another port, that it asks for, when somebody else has the one of the settings', async () => {
    const listening = (server: net.Server) => (server.address() as AddressInfo).port;
    const other = net.createServer().listen(0, '127.0.0.1');
    const free = net.createServer().listen(0, '127.0.0.1');
    await Promise.all([once(other, 'listening'), once(free, 'listening')]);
    const port = listening(free);
    free.close();
    try {
      await workbench.updateSettings({ 'sessionWorkbench.server.port': listening(other) });
      await workbench.palette('Session Workbench: Start Dev Server');
      const problem = workbench.notification(`port ${listening(other)}`);
      await problem.waitFor();
      await workbench.screenshot('server-port-busy');
      await problem.getByRole('button', { name: 'Change Port…', exact: true }).click();
      await workbench.answer(String(port));
      await workbench.rowSpoken(new RegExp(`^Address, http://127\\.0\\.0\\.1:${port}`), SERVER).waitFor();
      assert.deepEqual(await (await fetch(`http://127.0.0.1:${port}/mobileapp/`)).json(), { ok: true });
    } finally {
      other.close();
    }
  });

  it('the window never throws while the dev server is used', () => assert.deepEqual(workbench.pageErrors, []));
});
