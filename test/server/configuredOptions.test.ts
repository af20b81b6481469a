import assert from 'node:assert/strict';
import path from 'node:path';
import { ServerStartError } from '../../src/server/kernel/start/startErrors';
import { withConfigured } from '../../src/vscode/server/configuredOptions';

const FILE = path.resolve('/team/session-workbench.json');
const configured = (server: Readonly<Record<string, unknown>>) => ({
  file: FILE,
  configuration: { hints: {}, ignore: [], server },
});
/** What holds unless a setting is written. */
const UNSET = { host: '127.0.0.1', port: 0, bodyMb: 1 };

describe('server options of a configuration in the editor', () => {
  for (const [what, server, written, own, wanted] of [
    ['an option that no setting says', { port: 8080 }, {}, {}, { port: 8080 }],
    ['an option that a setting says', { port: 8080 }, { port: 9090 }, { port: 9090 }, { port: 9090 }],
    ['an option that a setting has as it is unless given', { port: 8080 }, { port: 0 }, {}, { port: 0 }],
    ['a system that is on', { mendix: true }, {}, {}, { mendix: {} }],
    ['a system that is off', { mendix: false }, {}, { mendix: {} }, { mendix: undefined }],
    ['a system that a setting keeps off', { tokens: {} }, { tokens: false }, {}, { tokens: undefined }],
    [
      'members of both',
      { web: { bodyMb: 2, project: 'p' } },
      { webOptions: { bodyMb: 3 } },
      { web: { bodyMb: 3 } },
      { web: { bodyMb: 3, project: path.resolve('/team/p') } },
    ],
    ['a host beside the setting lan', { host: '127.0.0.1' }, { lan: true }, { host: '0.0.0.0' }, { host: '0.0.0.0' }],
    ['HTTPS that is on', { https: true }, {}, {}, { https: true }],
    ['nothing', {}, {}, {}, {}],
  ] as const) {
    it(`settings that are written come before the configuration, and what holds unless given behind: ${what}`, () => {
      const options = withConfigured({ ...UNSET, ...own }, written, configured(server)) as Record<string, unknown>;
      for (const [name, value] of Object.entries(wanted)) assert.deepEqual(options[name], value, name);
      const others = Object.keys(options).filter((name) => !(name in UNSET) && !(name in wanted));
      assert.deepEqual(others, []);
    });
  }

  it('options that no server takes are told with the file before anything is started', () => {
    assert.throws(
      () => withConfigured(UNSET, {}, configured({ bodyMb: 'x' })),
      (error) => error instanceof ServerStartError && error.message.startsWith(`${FILE}: “bodyMb” must be`),
    );
  });

  it('without a configuration the settings alone count', () => {
    assert.equal(withConfigured(UNSET, {}, undefined), UNSET);
  });
});
