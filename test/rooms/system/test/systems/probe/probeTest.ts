import '../../../src/server/systems/probe/probeOptions';
import type { SystemTest } from '../systemTest';

export const SYSTEM_TEST: SystemTest = {
  goodOptions: { probe: { prefix: 'the ' } },
  stories: {
    'an item is put in, listed and taken out': async (driver) => {
      for (const body of [{ name: 'apple' }, { name: 'apple' }, {}])
        await driver.call('/probe/items/a', { method: 'PUT', body });
      await driver.call('/probe/items');
      for (let time = 0; time < 2; time++) await driver.call('/probe/items/a', { method: 'DELETE' });
      await driver.call('/probe/items/b', { method: 'PUT', body: {} });
      for (let time = 0; time < 2; time++) await driver.controlled('POST', '/probe/clear');
    },
  },
  controlCalls: async ({ control, url, check }) => {
    await fetch(`${url}/probe/items/a`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"name": "apple"}',
    });
    check('POST', '/probe/clear', await control.post('/probe/clear'));
    await fetch(`${url}/probe/items/b`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"name": "pear"}',
    });
  },
};
