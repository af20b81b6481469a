import assert from 'node:assert/strict';
import { perTest } from '../perTest';
import { androidSequence } from './androidSequence';
import { iosSequence } from './iosSequence';
import { ORDER_RUNS, ownersWith, PRODUCTS } from './orderApp';
import { OtherServer } from './otherServer';
import { runSdk } from './runSdk';
import { androidApp, iosApp } from './sampleApps';

describe('the request sequences of the SDKs', () => {
  const other = perTest(() => OtherServer.start({ Products: PRODUCTS, Owners: ownersWith('jane.doe@example.com') }));

  for (const [name, run] of Object.entries(ORDER_RUNS)) {
    it(`${name} comes to its end on a server that answers as 4D does`, async () => {
      const result = await runSdk(run(), other().url);
      assert.equal(result.records.Products?.length, 130);
      assert.equal(result.records.Owners?.length, 1);
      assert.equal(result.stamp, 7);
      assert.equal(result.uploadId, 'U3');
      assert.deepEqual(result.action, { success: true, statusText: 'order now is done' });
      assert.match(result.userInfo.email as string, /doe@example\.com/);
    });
  }

  it('iOS escapes its queries as Alamofire does, and Android as OkHttp does', async () => {
    const owner = { name: 'Owners', fields: ['ID'], filter: 'Email = :email' };
    await runSdk(iosSequence(iosApp({ tables: [owner], stamp: 3 })), other().url);
    await runSdk(androidSequence(androidApp({ tables: [owner], stamp: 3, email: "o'n@e.test" })), other().url);
    const urls = other().seen.flatMap(({ url }) => (url.startsWith('/mobileapp/Owners') ? [url] : []));
    assert.deepEqual(urls.slice(0, 2), [
      '/mobileapp/Owners?%24extendedAttributes=true&%24filter=%22%28Email%20%3D%20%3Aemail%29%20AND%20__GlobalStamp%3E%3D3%22&%24limit=100000&%24params=%27%7B%0A%20%20%22email%22%20%3A%20%22jane.doe%40example.com%22%0A%7D%27',
      '/mobileapp/Owners?$filter=%22__GlobalStamp%20%3E%3D%203%20AND%20(Email%20%3D%20:email)%22&$extendedAttributes=true&$params=%27%7B%22email%22%3A%22o%27n%40e.test%22%7D%27&$skip=0&$limit=50',
    ]);
  });

  it('an app that asks for a table that is not there says so', async () => {
    const tables = [{ name: 'Nothing', fields: ['ID'] }];
    await assert.rejects(runSdk(iosSequence(iosApp({ tables })), other().url), /missingRemoteTables: Nothing/);
    const missing = [{ name: 'Owners', fields: ['ID', 'Age'] }];
    await assert.rejects(runSdk(iosSequence(iosApp({ tables: missing })), other().url), /Owners\.Age/);
    await assert.rejects(runSdk(androidSequence(androidApp({ tables })), other().url), { status: 404 });
  });
});
