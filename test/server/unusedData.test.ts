import assert from 'node:assert/strict';
import path from 'node:path';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { withExampleData } from '../../src/server/systems/mobile/exampleData';
import { temporaryFolder } from '../disk/temporaryFolder';
import { json, UpstreamServer } from '../support/upstreamServer';
import { devServers } from './devServers';
import { call } from './httpCall';
import { iosBody } from './mobile/devices';
import { perTest } from './perTest';

const EXAMPLES = path.resolve(__dirname, '../../../media/mobile-examples');

describe('recorded answers beside an upstream', () => {
  const upstream = perTest(() => UpstreamServer.start());
  const start = devServers();
  const folder = temporaryFolder();

  it('recorded answers beside an upstream are not played, nor are the actions of their example, which the log and the journal say', async () => {
    upstream().answers = { answer: (request, response) => json(response, 200, { success: true, from: request.url }) };
    const given = {
      mobileApps: path.join(folder(), 'MobileApps'),
      mobile: { data: 'example:products' },
      upstream: { url: upstream().url, authorization: 'none' },
    } as const;
    const lines: string[] = [];
    const server = await start(withExampleData(given, EXAMPLES), { log: (line) => lines.push(line) });
    assert.ok(lines.some((line) => /both “mobile\.data” and “upstream”.* Remove one of the two\.$/.test(line)));
    const { url } = server.address();
    const login = await call(url, { method: 'POST', path: '/mobileapp/$authenticate', body: iosBody() });
    const headers = { authorization: `Bearer ${login.json.token}` };
    for (const [method, target] of [
      ['GET', '/mobileapp/$catalog/$all'],
      ['POST', '/mobileapp/$action/restock'],
    ] as const) {
      assert.equal((await call(url, { method, path: target, headers })).json.from, target);
      const entry = (await new HttpControlClient(server.address()).journal()).entries.at(-1);
      assert.ok(entry?.causes.some(({ rule }) => rule === 'mobile.data.unused'));
    }
  });
});
