import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CookieJar } from 'tough-cookie';
import { type ProjectName, putProject } from '../support/projects';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { Workbench } from './workbench';

const SESSIONS = 'Mobile Sessions';
const SERVER = 'Dev Server';
const MEGABYTE = 1_000_000;

describe('real-shaped 4D projects in a real VS Code, from the VSIX', () => {
  let window: Workbench;
  let folder: string;

  before(async () => {
    window = await Workbench.open({ viewport: { width: 1280, height: 1200 } });
  });

  after(() => window.close());

  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'project-')));
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`.slice(0, 80));
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a project in which the dev server starts by itself. @returns the address of the server */
  async function open(
    name: ProjectName,
    settings: object,
    more: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    putProject(name, folder);
    const files = { ...more, '.vscode/settings.json': JSON.stringify({ ...AUTO_START, ...settings }) };
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), text);
    }
    await window.visit(folder);
    await window.openView('Session Workbench');
    await window.row('Address', SERVER).waitFor();
    const rows = await window.rows(SERVER);
    const address = rows.find(({ label }) => label === 'Address')?.description ?? '';
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/);
    return address;
  }

  /** A phone logs in for the first time. */
  async function logIn(address: string): Promise<void> {
    const answer = await fetch(`${address}/mobileapp/$authenticate`, {
      method: 'POST',
      headers: { 'X-QMobile': '1', 'Content-Type': 'application/json' },
      body: JSON.stringify({
        email: 'jane@example.com',
        application: { id: 'com.contactApp.Contact', name: 'Contact', version: '1.0.0' },
        team: { id: 'UTT7VDX8W5' },
        device: { id: 'F00D', simulator: false, description: 'iPhone 15', version: '17.1', os: 'iOS' },
        language: { id: 'en_US', region: 'US' },
      }),
    });
    assert.equal(((await answer.json()) as { success: boolean }).success, true);
  }

  it('a mobile project whose data git ignores has its session in the tree, its leftovers named, and lets an app in', async () => {
    const place = `Data/MobileApps/${SEED_APPLICATION}`;
    const address = await open(
      'contacts',
      {},
      {
        [`${place}/${SEED_NAME}`]: SEED_SESSION,
        [`${place}/${SEED_NAME} (1)`]: SEED_SESSION,
        'Data/data.4DD': '',
      },
    );
    const problems = await window.until(
      () => window.problems(),
      (rows) => rows.some((row) => row.includes('hint/leftover')),
      'the leftover in Problems',
    );
    assert.equal(problems.filter((row) => row.includes('hint/')).length, 1, problems.join('\n'));
    await window.expand(window.rowSpoken(/^Application Contact/, SESSIONS));
    await window.rowSpoken(/, accepted,.* iPhone X,/, SESSIONS).waitFor();
    await logIn(address);
    await window.rowSpoken(/, accepted, iPhone 15,/, SESSIONS).waitFor();
    await window.screenshot('project-contacts');
  });

  it('a fresh mobile project is served without a question, and the tree finds the folder that its first login makes', async () => {
    const address = await open('contacts', {});
    assert.ok(!fs.existsSync(path.join(folder, 'Data')));
    await logIn(address);
    await window.expand(window.rowSpoken(/^Application Contact/, SESSIONS));
    await window.rowSpoken(/, accepted, iPhone 15,/, SESSIONS).waitFor();
    await window.screenshot('project-fresh');
  });

  it('a project of Qodly Studio opens without a problem, and its permissions are those of its roles', async () => {
    const address = await open('crm', { 'sessionWorkbench.server.webOptions': { project: '.' } });
    assert.deepEqual((await (await fetch(`${address}/api/health`)).json()) as object, { ok: true });
    const viewer = new Caller(address);
    assert.equal((await viewer.post('/rest/Contacts/count')).status, 401);
    assert.deepEqual((await viewer.post('/rest/$catalog/authentify', ['Viewer'])).json, { result: true });
    assert.deepEqual((await viewer.post('/rest/Contacts/count')).json, { result: 2 });
    assert.deepEqual((await viewer.post('/rest/Contacts/archive')).json, { result: true });
    assert.equal((await viewer.post('/rest/$singleton/Reports/yearly')).status, 403);
    const manager = new Caller(address);
    await manager.post('/rest/$catalog/authentify', ['Manager']);
    assert.deepEqual((await manager.post('/rest/$singleton/Reports/yearly')).json, { result: 'all is well' });
    assert.deepEqual((await manager.post('/api/who/ada')).json.user, 'Manager');
    for (const file of ['roles.json', 'HTTPHandlers.json']) {
      await window.visit(folder, path.join(folder, 'Project/Sources', file));
      const problems = await window.problems();
      assert.deepEqual(
        problems.filter((row) => row.includes(file)),
        [],
      );
    }
  });

  it('a handler of a project gets an upload of three megabytes byte for byte', async () => {
    const address = await open('uploads', { 'sessionWorkbench.server.webOptions': { project: '.' } });
    const bytes = crypto.randomBytes(3 * MEGABYTE);
    const form = new FormData();
    form.set('note', 'for  you');
    form.set('file', new File([bytes], 'plan  of “Ada”.pdf', { type: 'application/pdf' }));
    const answer = await fetch(`${address}/upload`, { method: 'POST', body: form });
    assert.equal(answer.status, 201);
    const { sent } = (await answer.json()) as { sent: readonly object[] };
    const digest = (of: Buffer) => crypto.createHash('sha256').update(of).digest('hex');
    assert.deepEqual(sent[1], {
      name: 'file',
      fileName: 'plan  of “Ada”.pdf',
      type: 'application/pdf',
      bytes: bytes.length,
      digest: digest(bytes),
    });
    const { files } = (await (await fetch(`${address}/files`)).json()) as { files: readonly object[] };
    assert.deepEqual(files, sent);
    const broken = await fetch(`${address}/upload`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=other' },
      body: Buffer.from(await new Response(form).arrayBuffer()),
    });
    assert.equal(broken.status, 400);
    assert.match(await (await fetch(`${address}/`)).text(), /<form action="\/upload"/);
  });
});

const AUTO_START = { 'sessionWorkbench.server.autoStart': true };

/** Somebody who calls REST with the cookies that came before. */
class Caller {
  private readonly jar = new CookieJar();

  constructor(private readonly address: string) {}

  async post(
    path: string,
    parameters: readonly unknown[] = [],
  ): Promise<{ status: number; json: Record<string, unknown> }> {
    const url = `${this.address}${path}`;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: await this.jar.getCookieString(url) },
      body: JSON.stringify(parameters),
    });
    for (const line of answer.headers.getSetCookie()) await this.jar.setCookie(line, url);
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  }
}
