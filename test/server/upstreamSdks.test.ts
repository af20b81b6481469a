import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { devServers, until } from './devServers';
import { perTest } from './perTest';
import { ORDER_RUNS, ownersWith, PRODUCTS } from './sdks/orderApp';
import { OtherServer } from './sdks/otherServer';
import { runSdk } from './sdks/runSdk';

const EMAIL = 'jane.doe@example.com';

describe('the sequences of the SDKs by way of an upstream', () => {
  const other = perTest(() =>
    OtherServer.start({ Products: PRODUCTS, Owners: ownersWith(EMAIL, { token: 'a-secret-of-the-data' }) }),
  );
  const start = devServers();
  let root: string;
  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-upstream-sdk-')));
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  const serve = async (options: ServerOptions, lines: string[] = []) => {
    const whole = checkedOptions({ mobileApps: path.join(root, 'MobileApps'), ...options });
    return start(whole, { log: (line) => lines.push(line) });
  };
  const record = () => path.join(root, 'recorded');
  // A thread makes the folder with the first answer that it keeps.
  const recordedFiles = () =>
    fs.existsSync(record()) ? fs.readdirSync(record()).filter((name) => name.endsWith('.json')) : [];

  for (const [name, run] of Object.entries(ORDER_RUNS)) {
    it(`${name} comes to its end with data of a second server`, async () => {
      const server = await serve({ upstream: other().url });
      const result = await runSdk(run(EMAIL), server.address().url);
      assert.equal(result.records.Products?.length, 130);
      assert.equal(result.records.Owners?.length, 1);
      assert.equal(result.stamp, 7);
      assert.equal(result.uploadId, 'U3');
      assert.deepEqual(result.action, { success: true, statusText: 'order now is done' });
      assert.deepEqual(result.userInfo, { email: EMAIL });
      const wanted = `Bearer ${other().token}`;
      const strangers = other().seen.filter(
        ({ url, headers }) => url !== '/mobileapp/$authenticate' && headers.authorization !== wanted,
      );
      assert.deepEqual(strangers, []);
    });

    it(`${name} comes to its end with what was recorded, and nothing behind it`, async () => {
      const first = await serve({ upstream: { url: other().url, record: record() } });
      const real = await runSdk(run(EMAIL), first.address().url);
      await first.close();
      const seen = other().seen.length;
      const lines: string[] = [];
      const policy = { rules: [{ email: '*', outcome: 'accept', userInfo: { email: 'else@example.com' } }] } as const;
      const second = await serve({ mobile: { data: record(), policy } }, lines);
      const played = await runSdk(run('else@example.com'), second.address().url);
      assert.deepEqual(lines, []);
      assert.equal(other().seen.length, seen);
      assert.deepEqual(played.records.Products, real.records.Products);
      // The address of one user is that of the one who asks.
      assert.equal(played.records.Owners?.[0]?.Email, 'else@example.com');
      assert.deepEqual(played.action, real.action);
      assert.equal(played.stamp, real.stamp);
    });
  }

  it('a recording has one file a route, and no token, cookie or address in any', async () => {
    const server = await serve({ upstream: { url: other().url, record: record() } });
    await runSdk(ORDER_RUNS.iOS(EMAIL), server.address().url);
    await server.close();
    const names = recordedFiles();
    assert.deepEqual(names.map((name) => name.replace(/ [0-9a-f]{8}\..*$/, '')).sort(), [
      'GET $catalog_$all',
      'GET __DeletedRecords',
      'POST $action_order_now',
      'POST Owners',
      'POST Products',
    ]);
    const text = names.map((name) => fs.readFileSync(path.join(record(), name), 'utf8')).join('\n');
    for (const secret of [other().token, '0123456789ABCDEF', 'a-secret-of-the-data', EMAIL, 'secret"']) {
      assert.ok(!text.includes(secret), secret);
    }
    assert.match(text, /\{\{email\}\}/);
    assert.match(text, /\n {2}"answers": \[\n/);
  });

  it('a file that was made by hand is left alone, and the log says so once', async () => {
    const lines: string[] = [];
    const server = await serve({ upstream: { url: other().url, record: record() } }, lines);
    await runSdk(ORDER_RUNS.iOS(EMAIL), server.address().url);
    await until(recordedFiles, (names) => names.length === 5);
    const file = path.join(record(), recordedFiles().find((name) => name.startsWith('POST Products')) ?? '');
    const byHand = fs.readFileSync(file, 'utf8').replace('"recorded": true', '"note": "mine"');
    fs.writeFileSync(file, byHand);
    await runSdk(ORDER_RUNS.iOS(EMAIL), server.address().url);
    await server.close();
    assert.equal(fs.readFileSync(file, 'utf8'), byHand);
    assert.equal(lines.filter((line) => line.includes('was not made by a recording')).length, 1);
  });
});
