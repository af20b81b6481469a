import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { MOBILE_CALLS } from '../../src/core/systems/mobile/mobileCalls';
import { temporaryFolder } from '../disk/temporaryFolder';
import { call } from './httpCall';
import { iosBody } from './mobile/devices';
import { WebHarness } from './webHarness';

const ACTIVATE = `
exports.activate = (_text, request) => {
  const { id, escape } = webGetVariables();
  if (escape) return webSendText(Folder(fkMobileAppsFolder).file(escape).getText());
  for (const application of Folder(fkMobileAppsFolder).folders()) {
    const file = application.file(id);
    if (!file.exists) continue;
    const session = JSON.parse(file.getText());
    session.status = 'accepted';
    file.setText(JSON.stringify(session));
    webSendText(JSON.stringify(mobileAppRefreshSessions()), 'application/json');
  }
};
`;

describe('the MobileApps folder in WebCode', () => {
  const folder = temporaryFolder();

  async function withServer(run: (server: WebHarness) => Promise<void>, hasFolder = true): Promise<void> {
    const mobileApps = path.join(folder(), 'MobileApps');
    const options = hasFolder ? { mobileApps, mobile: { policy: { otherwise: { outcome: 'pending' as const } } } } : {};
    const server = await WebHarness.start({}, { 'WebCode/methods/activate.js': ACTIVATE }, options);
    try {
      await run(server);
    } finally {
      await server.stop();
    }
  }

  it('code that accepts a session in its file and refreshes lets the device in', async () => {
    await withServer(async (server) => {
      const login = () =>
        call(new URL('/mobileapp/$authenticate', server.url), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(iosBody({ email: 'jane@example.com' })),
        });
      const first = (await login()).text;
      assert.equal(JSON.parse(first).token, undefined, first);
      const { sessions } = await server.control.ask(MOBILE_CALLS.list());
      const report = await server.client().call(`/4DACTION/activate?id=${sessions[0]?.id}`);
      assert.equal(JSON.parse(report.text).refreshed.length, 1, report.text);
      const told = (await server.lastEntry()).causes.filter(({ rule }) => rule === 'web.command');
      // 4D's own names, which a developer looks for in the journal.
      assert.deepEqual(
        new Set(told.map(({ message }) => message)),
        new Set(['The code ran Folder(fk mobileApps folder).', 'The code ran MOBILE APP REFRESH SESSIONS.']),
      );
      assert.equal(typeof JSON.parse((await login()).text).token, 'string');
    });
  });

  for (const name of ['../secret.txt', '/etc/hosts', 'a/../../secret.txt', '.', '']) {
    it(`code reaches nothing outside the MobileApps folder by the name ${JSON.stringify(name)}`, async () => {
      fs.writeFileSync(path.join(folder(), 'secret.txt'), 'hush');
      await withServer(async (server) => {
        const { status, text } = await server
          .client()
          .call(`/4DACTION/activate?escape=${encodeURIComponent(name)}&id=x`);
        assert.ok(!text.includes('hush'), text);
        if (name !== '') assert.equal(status, 500, text);
      });
    });
  }

  it('code is told how a server gets a MobileApps folder when it has none', async () => {
    await withServer(async (server) => {
      const { status, text } = await server.client().call('/4DACTION/activate?id=x');
      assert.equal(status, 500);
      assert.match(text, /no MobileApps folder; start it with one/);
    }, false);
  });
});
