import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MENDIX_CALLS } from '../../src/core/systems/mendix/mendixCalls';
import type { MendixSession, MendixUser } from '../../src/core/systems/mendix/mendixSession';
import type { MendixState } from '../../src/core/systems/mendix/mendixSlice';
import type { MendixOptions } from '../../src/server/systems/mendix/mendixOptions';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import type { ServerNode } from '../../src/vscode/server/serverNode';
import type { ServerTree } from '../../src/vscode/server/serverTree';
import type { MendixNode } from '../../src/vscode/systems/mendix/mendixNode';
import { MINUTE, signIn, TIMEOUT, USERS, xas } from './mendixClient';
import { untilState } from './servers';
import { advanceShown, rowTexts, shownServers } from './shownServer';
import { TestWindow } from './testWindow';

describe('the rows of the Mendix runtime', () => {
  const window = new TestWindow();
  const shownServer = shownServers(window);
  let server: DevServerController;
  let tree: ServerTree;
  let url: string;

  const start = async (mendix: MendixOptions = {}) => {
    ({ server, tree, url } = await shownServer({ mendix: { users: USERS, ...mendix } }));
    // Time passes only when a test says so.
    await server.client?.moveClock({ pause: true });
  };
  const mendix = async (fits: (mendix: MendixState) => boolean): Promise<MendixState> => {
    const state = await untilState(server, ({ systems }) => systems.mendix !== undefined && fits(systems.mendix));
    assert.ok(state.systems.mendix);
    return state.systems.mendix;
  };
  const session = async (fits: (session: MendixSession) => boolean): Promise<MendixSession> => {
    const found = (await mendix(({ sessions }) => sessions.some(fits))).sessions.find(fits);
    assert.ok(found);
    return found;
  };
  const user = async (name: string, fits: (user: MendixUser) => boolean): Promise<MendixUser> => {
    const isIt = (each: MendixUser) => each.name === name && fits(each);
    const found = (await mendix(({ users }) => users.some(isIt))).users.find(isIt);
    assert.ok(found);
    return found;
  };
  const advance = (advanceMs: number) => advanceShown(server, advanceMs);
  const { item, textOf, below, iconOf, spoken } = rowTexts<MendixNode>(() => tree);

  it('a Mendix session is listed as live, then as expired and not yet swept, and is gone with the sweep', async () => {
    await start();
    assert.equal(textOf({ kind: 'mendix' }), 'Mendix Runtime | 0 live sessions · 10.9.0');
    assert.deepEqual(below({ kind: 'mendix' }), ['Next Sweep | in 5 min', 'Client Sessions | 0', 'Users | 2']);
    await signIn(url, 'jane', 'example');
    const { id } = await session(({ state }) => state === 'live');
    const row: MendixNode = { kind: 'mendixSession', id };
    assert.equal(textOf(row), 'jane | expires in 10 min · online app');
    assert.equal(spoken(row), 'jane, expires in 10 min · online app');
    const [liveIcon, liveTokens] = [iconOf(row), item(row).contextValue];

    await advance(TIMEOUT);
    await session(({ state }) => state !== 'live');
    assert.match(textOf(row), /^jane \| expired, not yet swept · sweep in \d min · online app$/);
    assert.notEqual(iconOf(row), liveIcon);
    assert.notEqual(item(row).contextValue, liveTokens);
    assert.match(textOf({ kind: 'mendix' }), /^Mendix Runtime \| 0 live sessions · 1 not swept · 10\.9\.0$/);

    await advance(TIMEOUT / 2);
    await mendix(({ sessions }) => sessions.length === 0);
    assert.equal(item(row).label, 'gone');
    assert.deepEqual(below({ kind: 'mendixSessions' }), []);
  });

  it('an anonymous user is shown with the session alone, by shape, by a word and by no name', async () => {
    await start();
    await xas(url, 'get_session_data');
    await signIn(url, 'jane', 'example');
    const anonymous = await session((each) => each.anonymous);
    const named = await session((each) => !each.anonymous);
    const [unnamedRow, namedRow] = [anonymous, named].map(({ id }): MendixNode => ({ kind: 'mendixSession', id }));
    assert.ok(unnamedRow && namedRow);
    assert.match(textOf(unnamedRow), /^Anonymous \| /);
    assert.notEqual(iconOf(unnamedRow), iconOf(namedRow));
    assert.equal(textOf({ kind: 'mendixSessions' }), 'Client Sessions | 2 · anonymous: 1');
    assert.deepEqual(
      tree.getChildren({ kind: 'mendixUsers' } as ServerNode).map((row) => (row as { name?: string }).name),
      ['jane', 'john'],
    );
  });

  it('a user is shown as active, as blocked until the sweep that ends it, and as inactive', async () => {
    await start();
    const row: MendixNode = { kind: 'mendixUser', name: 'jane' };
    assert.equal(textOf(row), 'jane | active');
    await server.client?.ask(MENDIX_CALLS.changeUser('jane', { blocked: true }));
    await user('jane', ({ blocked }) => blocked);
    assert.match(textOf(row), /^jane \| blocked until .*\d/);
    assert.equal(textOf({ kind: 'mendixUsers' }), 'Users | 2 · 1 blocked');
    assert.match(String(item(row).contextValue), /\bblockedUser\b/);
    const blockedIcon = iconOf(row);
    const end = / \| blocked until (.+)$/.exec(textOf(row))?.[1];
    // The second of the two next sweeps is the first one after five minutes.
    const state = await mendix(() => true);
    const sweeps = [0, 1].map((nth) => Date.parse(state.nextSweepAt) + nth * state.sweepEveryMs);
    const told = sweeps.map((at) => new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'short' }).format(at));
    // Shortly before midnight the date is in front of the time.
    assert.ok(
      told.some((time) => end?.endsWith(time)),
      `${end} is none of ${told}`,
    );

    await server.client?.ask(MENDIX_CALLS.changeUser('jane', { blocked: false, active: false }));
    await user('jane', ({ blocked, active }) => !blocked && !active);
    assert.equal(textOf(row), 'jane | inactive');
    assert.equal(
      new Set([blockedIcon, iconOf(row), iconOf({ kind: 'mendixUser', name: 'john' } as MendixNode)]).size,
      3,
    );
  });

  it('in production bad passwords are shown, and the third one shows the block', async () => {
    await start({ securityLevel: 'production' });
    const row: MendixNode = { kind: 'mendixUser', name: 'jane' };
    for (const words of [/^jane \| active · 1 bad password$/, /^jane \| active · 2 bad passwords$/]) {
      const before = server.state?.systems.mendix?.users.find(({ name }) => name === 'jane')?.failedLogins ?? 0;
      await xas(url, 'login', { username: 'jane', password: 'no' });
      await user('jane', ({ failedLogins }) => failedLogins > before);
      assert.match(textOf(row), words);
    }
    await xas(url, 'login', { username: 'jane', password: 'no' });
    await user('jane', ({ blocked }) => blocked);
    assert.match(textOf(row), /^jane \| blocked until /);
  });

  it('an authentication token is below its user, with the time that it is good for and where the client keeps it', async () => {
    await start({ settings: { 'com.mendix.webui.HybridAppLoginTimeOut': 60 * 24 * 30 } });
    await signIn(url, 'jane', 'example', true);
    const { tokens } = await user('jane', (each) => each.tokens.length > 0);
    const row: MendixNode = { kind: 'mendixUser', name: 'jane' };
    assert.equal(textOf(row), 'jane | active · 1 token');
    assert.match(below(row).join(), /^Token \| expires in 30 days · in a cookie · [0-9a-f]{8}…$/);
    for (const node of tree.getChildren(row as ServerNode)) {
      assert.deepEqual(tree.getParent(node), row);
      assert.equal(tree.getTreeItem(node).id, `mendixToken:${tokens[0]?.id}`);
    }
    await server.client?.ask(MENDIX_CALLS.expireToken(tokens[0]?.id ?? ''));
    await user('jane', (each) => each.tokens.length === 0);
    assert.deepEqual(below(row), []);
  });

  it('a token without an end says so', async () => {
    await start({ settings: { 'com.mendix.webui.HybridAppLoginTimeOut': -1 } });
    await signIn(url, 'jane', 'example', true);
    await user('jane', (each) => each.tokens.length > 0);
    assert.match(below({ kind: 'mendixUser', name: 'jane' } as MendixNode).join(), /never expires/);
  });

  it('a list of Mendix sessions is no list of names and codes: no row has a cookie, a CSRF token or an authentication token', async () => {
    await start();
    const { session: cookies, token } = await signIn(url, 'jane', 'example', true);
    await user('jane', (each) => each.tokens.length > 0);
    const shown = (node: ServerNode): string =>
      [JSON.stringify(tree.getTreeItem(node)), ...tree.getChildren(node).map(shown)].join();
    const all = tree
      .getChildren()
      .filter(({ kind }) => kind === 'mendix')
      .map(shown)
      .join();
    assert.match(all, /jane/);
    const secrets = `${cookies}; ${token}`.split('; ').map((each) => each.slice(each.indexOf('=') + 1));
    for (const secret of secrets.filter((each) => each.length > 20)) assert.ok(!all.includes(secret), secret);
  });

  it('Mendix sessions are not drawn anew for each request, as a screen reader would not stop', async () => {
    await start();
    const { session: cookies } = await signIn(url, 'jane', 'example');
    const { id } = await session(() => true);
    const first: MendixNode = { kind: 'mendix' };
    // Handed to VS Code, which is told of changes in these alone.
    const rows = [
      ...tree.getChildren(),
      ...tree.getChildren(first),
      ...tree.getChildren({ kind: 'mendixSessions' } as ServerNode),
    ];
    assert.ok(rows.some(({ kind }) => kind === 'mendixSession'));
    const redrawn: string[] = [];
    window.after(
      tree.onDidChangeTreeData((nodes) =>
        redrawn.push(...(nodes ?? []).map((node) => String(tree.getTreeItem(node).id))),
      ),
    );
    /** What is drawn next comes after all that was before. */
    const settled = async () => {
      redrawn.length = 0;
      const drawn = new Promise<void>((resolve) => {
        window.after(tree.onDidRedraw(() => redrawn.includes('faults') && resolve()));
      });
      await server.client?.addFault({ kind: 'reset', times: 1, scope: { route: 'GET /none' } });
      await drawn;
    };
    // Just after a full minute, so that the next one, at which all is drawn anew, is far.
    const { now } = (await server.client?.state())?.clock ?? { now: '' };
    await advance(MINUTE - (Date.parse(now) % MINUTE));
    await server.client?.moveClock({ pause: false });
    await settled();
    const before = (await session(() => true)).lastActiveAt;
    redrawn.length = 0;
    for (let count = 0; count < 5; count++) await xas(url, 'get_session_data', {}, cookies);
    await session((each) => each.id === id && each.lastActiveAt > before);
    const during = [...redrawn];
    await settled();
    redrawn.unshift(...during);
    assert.ok(redrawn.includes('journal'), redrawn.join());
    assert.deepEqual(
      redrawn.filter((each) => each.startsWith('mendix')),
      [],
    );
  });

  it('a server with a Mendix runtime has the address of the page that signs in', async () => {
    await start();
    const [top] = tree.getChildren();
    assert.ok(below(top as ServerNode).some((text) => text === `Mendix sign-in page | ${url}/`));
  });
});
