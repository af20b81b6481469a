import assert from 'node:assert/strict';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { optionsFor, serverSettings } from '../../src/vscode/server/serverSettings';
import { ServerStarter } from '../../src/vscode/server/serverStarter';
import { SYSTEM_VIEWS } from '../../src/vscode/systems';
import { Memory } from './memory';
import { ownLog } from './ownLog';
import { devServer, untilState } from './servers';
import { TestWindow } from './testWindow';

describe('the setting of the token server', () => {
  const window = new TestWindow();
  const options = () => optionsFor(undefined, serverSettings(SYSTEM_VIEWS), SYSTEM_VIEWS).tokens;

  it('the token server is off unless a setting turns it on, by itself or as there are options', async () => {
    assert.equal(options(), undefined);
    await window.setting('tokens', 'on');
    assert.deepEqual(options(), {});
    await window.setting('tokens', 'automatic');
    assert.equal(options(), undefined);
    const given = { preset: 'fintech', graceSeconds: 10, paths: { login: '/v2/login' }, fields: { username: 'email' } };
    await window.setting('tokensOptions', given);
    assert.deepEqual(options(), given);
    await window.setting('tokens', 'off');
    assert.equal(options(), undefined);
  });

  it('an option of the token server that is misspelt is refused with the name that is meant', async () => {
    await window.setting('tokensOptions', { graceSecond: 10 });
    assert.throws(
      options,
      /“sessionWorkbench\.server\.tokensOptions” must not have “graceSecond”; “graceSeconds” may be meant/,
    );
    await window.setting('tokensOptions', { preset: 'bank' });
    assert.throws(options, /tokensOptions\.preset” must be one of "fintech", "corporate", "consumer"/);
    await window.setting('tokensOptions', { accessTokenSeconds: 0 });
    assert.throws(options, /tokensOptions\.accessTokenSeconds” must be a whole number from 1 to /);
  });

  it('a server is started for token sessions alone, without a MobileApps folder, and not in a window that is not trusted', async () => {
    await window.setting('tokens', 'on');
    const server = devServer();
    const index = new SessionIndex();
    const log = ownLog('tokens only');
    window.after(async () => {
      await server.stop();
      for (const each of [server, index, log]) each.dispose();
    });
    const folders = { discovered: true, discover: async () => {}, expected: [] };
    let isTrusted = false;
    const starter = new ServerStarter(server, folders, index, SYSTEM_VIEWS, new Memory(), log, () => isTrusted);
    const warned = window.answering('showWarningMessage', () => undefined);
    assert.equal(await starter.start(), false);
    assert.match(String(warned[0]?.[0]), /not trusted/);
    // What needs a running server leads out as well, and asks nothing that would lead back.
    assert.equal(await starter.client(), undefined);
    await starter.chooseFolder();
    const told = warned.map(([text, button]) => [/not trusted/.test(String(text)), button]);
    assert.deepEqual(told, Array(3).fill([true, 'Manage Workspace Trust']));
    isTrusted = true;
    assert.equal(await starter.start(), true);
    const state = await untilState(server, ({ systems }) => systems.tokens !== undefined);
    assert.deepEqual([state.systems.mobile, state.systems.tokens?.sessions], [undefined, []]);
  });
});
