import { addresses } from '../../server/routeStories';
import { login } from '../mobile/mobileLogin';
import type { SystemTest } from '../systemTest';

export const SYSTEM_TEST: SystemTest = {
  stories: {
    'a platform is asked, and answers': async (driver) => {
      const { url, platform } = addresses(driver);
      const { id } = (await driver.prepared('POST', '/web/sessions')).json;
      const { otp } = (await driver.prepared('POST', `/web/sessions/${id}/otp`)).json;
      const callback = `${url}/do?what=restore&value=${otp}`;
      const query = `${platform}/validate?callback=${encodeURIComponent(callback)}`;
      await driver.call(query);
      await driver.call(query);
      await driver.call(`${platform}/`);
      const ask = (body: object) => driver.call(`${platform}/validate`, { method: 'POST', body });
      const waiting = await ask({ callback });
      await ask({ callback: `${url}/do?what=nothing`, answer: 'approve', times: 2 });
      await ask({ callback: `${url}/do?what=nothing`, answer: 'refuse' });
      await ask({ callback: `${url}/do?what=nothing`, answer: 'perhaps' });
      await ask({ callback: 'http://example.com/' });
      const validation = `${platform}/validations/${waiting.json.id}`;
      await driver.call(validation);
      await driver.call(validation, { method: 'POST', body: {} });
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      for (const body of ['answer=approve&by=platform', 'answer=refuse', 'answer=approve&times=2'])
        await driver.call(validation, { method: 'POST', headers, body });
      await login(driver, 'link@example.com', { device: { id: 'device-5', description: 'mail' } });
      const mail = (await driver.prepared('GET', '/outbox')).json.at(-1).id;
      await driver.call(`${platform}/mails/${mail}`);
    },
  },
};
