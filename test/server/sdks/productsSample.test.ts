import assert from 'node:assert/strict';
import path from 'node:path';
import { withExampleData } from '../../../src/server/systems/mobile/exampleData';
import { MobileHarness } from '../mobileHarness';
import { perTest } from '../perTest';
import { androidSequence } from './androidSequence';
import { iosSequence } from './iosSequence';
import { runSdk, sendSdk } from './runSdk';
import { androidApp, iosApp } from './sampleApps';
import type { SdkAction, SdkTable } from './sdkApp';

const EXAMPLES = path.resolve(__dirname, '../../../../media/mobile-examples');

const TABLES: readonly SdkTable[] = [
  {
    name: 'Products',
    fields: ['ID', 'Name', 'Price', 'Quantity', 'Photo', 'SeenBy'],
    relations: [{ name: 'supplier', fields: ['ID', 'Name'] }],
  },
  { name: 'Suppliers', fields: ['ID', 'Name', 'City'] },
];
const PHOTO: SdkAction = {
  name: 'sendPhoto',
  parameters: {},
  picture: { parameter: 'photo', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0]), type: 'image/jpeg' },
};
const RESTOCK: SdkAction = { name: 'restock', table: 'Products', primaryKey: '3', parameters: {} };

const APPS = {
  iOS: (action: SdkAction, stamp = 0) => iosSequence(iosApp({ tables: TABLES, action, stamp })),
  Android: (action: SdkAction, stamp = 0) => androidSequence(androidApp({ tables: TABLES, action, stamp })),
};

describe('The sample of products', () => {
  const server = perTest(() => {
    const { mobile } = withExampleData({ mobile: { data: 'example:products' } }, EXAMPLES);
    return MobileHarness.start(mobile);
  });

  for (const [name, app] of Object.entries(APPS)) {
    it(`an app of the ${name} SDK logs in, syncs, uploads, acts and logs out with no 4D anywhere`, async () => {
      const result = await runSdk(app(PHOTO), server().url);
      assert.equal(result.records.Products?.length, 3);
      assert.equal(result.records.Suppliers?.length, 2);
      assert.deepEqual(result.deleted, [{ table: 'Products', primaryKey: '9' }]);
      assert.equal(result.stamp, 10);
      assert.match(String(result.uploadId), /^[0-9A-F]{32}$/);
      assert.deepEqual(result.action, { success: true, statusText: 'Thank you for 4 bytes of JPEG.' });
      assert.match(String(result.records.Products?.[0]?.SeenBy), /^j\w+\.doe@example\.com$/);
    });

    it(`an app of the ${name} SDK sees in its next sync what its action has changed`, async () => {
      const quantity = (records: Awaited<ReturnType<typeof runSdk<{ records: typeof first.records }>>>['records']) =>
        records.Products?.find(({ ID }) => ID === 3)?.Quantity;
      const first = await runSdk(app(RESTOCK), server().url);
      assert.equal(quantity(first.records), 0);
      const second = await runSdk(app(RESTOCK, first.stamp), server().url);
      assert.equal(quantity(second.records), 24);
      assert.equal(second.stamp, 11);
    });
  }

  it('every file of the sample plays, and none has a fault', async () => {
    const { token } = await login(server());
    for (const target of ['Products(1)', 'Products(3)', 'Suppliers(2)', '$catalog', '$catalog/Products']) {
      assert.equal((await server().get(`/mobileapp/${target}`, { token })).status, 200, target);
    }
    const photo = await server().get('/mobileapp/Products(2)/Photo?$imageformat=best&$expand=Photo', { token });
    assert.equal(photo.headers['content-type'], 'image/png');
    assert.match(photo.text, /^.PNG/);
    assert.deepEqual(
      server().logs.filter((line) => /mobile-data/.test(line)),
      [],
    );
  });
});

async function login(server: MobileHarness): Promise<{ token: string }> {
  const [call] = [iosSequence(iosApp({ tables: [] }))].map((run) => {
    run.next();
    run.next({ status: 200, headers: {}, text: 'Server: 4D/20.5.0 (Build 0.1)\n' });
    return run.next({ status: 200, headers: {}, text: '{"ok":true}' }).value;
  });
  assert.ok(call && 'target' in call);
  return JSON.parse((await sendSdk(server.url, call)).text);
}
