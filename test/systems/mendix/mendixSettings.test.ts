import assert from 'node:assert/strict';
import { checkedOptions } from '../../../src/server/kernel/options/optionsCheck';

/** Custom settings that are misspelt, and the names that are meant. */
const MISSPELT: Readonly<Record<string, string>> = {
  SessionIdCookieName: 'com.mendix.core.SessionIdCookieName',
  'com.mendix.core.SessionTimeout': 'SessionTimeout',
  'com.mendix.webui.HybridAppLoginTimeout': 'com.mendix.webui.HybridAppLoginTimeOut',
};

describe('Custom settings of Mendix', () => {
  for (const [name, meant] of Object.entries(MISSPELT)) {
    it(`the custom setting ${name} of Mendix is refused with the name that may be meant`, () => {
      assert.throws(() => checkedOptions({ mendix: { settings: { [name]: 1000 } } }), {
        message: `“mendix.settings” must not have “${name}”; “${meant}” may be meant`,
      });
    });
  }
});
