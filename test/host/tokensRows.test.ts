import assert from 'node:assert/strict';
import type { ControlledSession, TokensUser } from '../../src/core/systems/tokens/tokenSession';
import { TOKENS_CALLS } from '../../src/core/systems/tokens/tokensCalls';
import type { TokensState } from '../../src/core/systems/tokens/tokensSlice';
import type { TokensOptions } from '../../src/server/systems/tokens/tokensOptions';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import type { ServerNode } from '../../src/vscode/server/serverNode';
import type { ServerTree } from '../../src/vscode/server/serverTree';
import type { TokensNode } from '../../src/vscode/systems/tokens/tokensNode';
import { untilState } from './servers';
import { advanceShown, rowTexts, shownServers } from './shownServer';
import { TestWindow } from './testWindow';
import { HOUR, MINUTE, me, refresh, signIn, USERS } from './tokensClient';

describe('the rows of the token server', () => {
  const window = new TestWindow();
  const shownServer = shownServers(window);
  let server: DevServerController;
  let tree: ServerTree;
  let url: string;

  const start = async (tokens: TokensOptions = {}) => {
    ({ server, tree, url } = await shownServer({
      tokens: { users: USERS, preset: 'fintech', maxSessions: 0, ...tokens },
    }));
    // Time passes only when a test says so.
    await server.client?.moveClock({ pause: true });
  };
  const tokens = async (fits: (tokens: TokensState) => boolean): Promise<TokensState> => {
    const state = await untilState(server, ({ systems }) => systems.tokens !== undefined && fits(systems.tokens));
    assert.ok(state.systems.tokens);
    return state.systems.tokens;
  };
  const session = async (fits: (session: ControlledSession) => boolean): Promise<ControlledSession> => {
    const found = (await tokens(({ sessions }) => sessions.some(fits))).sessions.find(fits);
    assert.ok(found);
    return found;
  };
  const user = async (name: string, fits: (user: TokensUser) => boolean) =>
    tokens(({ users }) => users.some((each) => each.name === name && fits(each)));
  const advance = (advanceMs: number) => advanceShown(server, advanceMs);
  const { item, textOf, below, iconOf, spoken } = rowTexts<TokensNode>(() => tree);
  const rowOf = ({ id }: ControlledSession): TokensNode => ({ kind: 'tokenSession', id });
  const [TOKENS, ACTIVE, ENDED]: TokensNode[] = [
    { kind: 'tokens' },
    { kind: 'tokenSessions' },
    { kind: 'endedTokenSessions' },
  ];
  assert.ok(TOKENS && ACTIVE && ENDED);

  it('a token session is listed with its user, its device and both countdowns, which shrink by the minute', async () => {
    await start();
    assert.equal(textOf(TOKENS), 'Token Server | 0 active sessions');
    assert.deepEqual(below(TOKENS), ['Active Sessions | 0', 'Ended Sessions | 0', 'Users | 2']);
    await signIn(url, 'jane', 'example');
    const row = rowOf(await session(() => true));
    assert.equal(textOf(row), 'jane | 15 min · max 12 h · Pixel 8');
    assert.equal(spoken(row), 'jane on Pixel 8, active, idle end in 15 min, absolute end in 12 hr');
    assert.match(String(item(row).tooltip), /Pixel 8 · Android · GC3VE · 1\.2\.0\n127\.0\.0\.1\n/);
    await advance(MINUTE);
    assert.equal(textOf(row), 'jane | 14 min · max 12 h · Pixel 8');
  });

  it('an ended token session is in a list of its own, which is collapsed, with the reason and the time', async () => {
    await start();
    await signIn(url, 'jane', 'example');
    await signIn(url, 'jane', 'example', 'iPhone');
    const [first, second] = (await tokens(({ sessions }) => sessions.length === 2)).sessions;
    assert.ok(first && second);
    const [activeIcon, activeTokens] = [iconOf(rowOf(first)), item(rowOf(first)).contextValue];
    await server.client?.ask(TOKENS_CALLS.endSession(first.id));
    await session(({ id, state }) => id === first.id && state === 'ended');
    assert.match(textOf(rowOf(first)), /^jane \| terminated by an administrator, \d.* · Pixel 8$/);
    assert.match(spoken(rowOf(first)), /^jane on Pixel 8, ended: terminated by an administrator, \d/);
    assert.notEqual(iconOf(rowOf(first)), activeIcon);
    assert.notEqual(item(rowOf(first)).contextValue, activeTokens);
    assert.equal(textOf(TOKENS), 'Token Server | 1 active session · 1 ended');
    assert.deepEqual(
      tree.getChildren(TOKENS).map((node) => item(node).collapsibleState),
      [2, 1, 2],
    );
    assert.deepEqual(tree.getParent(rowOf(first)), ENDED);
    assert.deepEqual(tree.getParent(rowOf(second)), ACTIVE);
  });

  it('a token session that nobody refreshes is listed as ended at its idle end, because it was idle for too long', async () => {
    await start();
    await signIn(url, 'jane', 'example');
    await session(() => true);
    await advance(15 * MINUTE);
    const row = rowOf(await session(({ state }) => state === 'ended'));
    assert.match(textOf(row), /^jane \| idle for too long, /);
  });

  it('a countdown to the idle end is left out where the absolute end comes first', async () => {
    await start({ refreshAbsoluteSeconds: 1200 });
    const app = await signIn(url, 'jane', 'example');
    await session(() => true);
    await advance(10 * MINUTE);
    assert.equal((await refresh(url, app)).status, 200);
    const row = rowOf(await session(({ family }) => family.length > 2));
    assert.equal(textOf(row), 'jane | max 10 min · Pixel 8');
    assert.equal(spoken(row), 'jane on Pixel 8, active, absolute end in 10 min');
  });

  it('a token family is below its session, the newest first, with what replaced each token and which was used again', async () => {
    await start({ graceSeconds: 60, graceStyle: 'reject' });
    const app = await signIn(url, 'jane', 'example');
    await session(() => true);
    await refresh(url, app);
    const row = rowOf(await session(({ family }) => family.length === 4));
    const texts = below(row);
    assert.deepEqual(texts.toSorted(), [
      'Access 1 | live, 5 min left',
      'Access 2 | live, 5 min left',
      'Refresh 1 | used →2',
      'Refresh 2 | live, 15 min left ←1',
    ]);
    assert.deepEqual(
      texts.map((text) => /\d/.exec(text)?.[0]),
      ['2', '2', '1', '1'],
    );
    for (const node of tree.getChildren(row)) assert.deepEqual(tree.getParent(node), row);
    const [usedIcon, ...others] = texts
      .map((text, index) => [text, tree.getChildren(row)[index]] as const)
      .sort(([a], [b]) => Number(b.includes('used')) - Number(a.includes('used')))
      .map(([, node]) => node && iconOf(node));
    assert.ok(!others.includes(usedIcon));

    await refresh(url, app);
    await session(({ family }) => family.some(({ reusedAt }) => reusedAt !== undefined));
    const reused = below(row).find((text) => text.startsWith('Refresh 1'));
    assert.equal(reused, 'Refresh 1 | used →2', 'the option allows the time for it');
    const first = tree.getChildren(row).find((node) => textOf(node).startsWith('Refresh 1'));
    assert.ok(first);
    assert.match(spoken(first), /^Refresh Token 1, used, and again within the grace time, /);
    assert.equal(iconOf(first), usedIcon);
  });

  it('a session that died of a reused refresh token differs from others that ended, and its tokens are revoked', async () => {
    await start();
    const app = await signIn(url, 'jane', 'example');
    await session(() => true);
    await refresh(url, app);
    await refresh(url, app);
    const row = rowOf(await session(({ state }) => state === 'ended'));
    assert.match(textOf(row), /^jane \| token or code reused, /);
    assert.equal(iconOf(row), 'warning');
    assert.ok(below(row).includes('Refresh 2 | revoked ←1'), below(row).join());
  });

  it('a token is shown as expired from its end on', async () => {
    await start();
    const app = await signIn(url, 'jane', 'example');
    const row = rowOf(await session(() => true));
    await advance(5 * MINUTE);
    assert.ok(below(row).includes('Access 1 | expired'), below(row).join());
    assert.equal(await me(url, app), 401);
  });

  it('a user is shown with the number of active sessions, with a changed password, and as disabled', async () => {
    await start({ passwordChange: 'none' });
    const row: TokensNode = { kind: 'tokenUser', name: 'jane' };
    assert.equal(textOf(row), 'jane | 0 sessions');
    await signIn(url, 'jane', 'example');
    await session(() => true);
    assert.equal(textOf(row), 'jane | 1 session');
    await server.client?.ask(TOKENS_CALLS.changeUser('jane', { password: 'another' }));
    await user('jane', ({ passwordChangedAt }) => passwordChangedAt !== undefined);
    assert.equal(textOf(row), 'jane | 1 session · password changed');
    const enabledIcon = iconOf(row);
    await server.client?.ask(TOKENS_CALLS.changeUser('jane', { disabled: true }));
    await user('jane', ({ disabled }) => disabled);
    await session(({ state }) => state === 'ended');
    assert.equal(textOf(row), 'jane | disabled · password changed');
    assert.notEqual(iconOf(row), enabledIcon);
    assert.equal(textOf(TOKENS), 'Token Server | 0 active sessions · 1 ended · 1 disabled');
    assert.doesNotMatch(JSON.stringify(item(row)), /another/);
  });

  it('rows of the token server never have a token, a part of one, or a password', async () => {
    await start();
    const app = await signIn(url, 'jane', 'example');
    await session(() => true);
    const shown = (node: ServerNode): string =>
      [JSON.stringify(tree.getTreeItem(node)), ...tree.getChildren(node).map(shown)].join();
    const all = shown(TOKENS);
    assert.match(all, /Refresh 1/);
    for (const secret of [app.access_token, app.refresh_token]) assert.ok(!all.includes(secret.slice(0, 20)), all);
    assert.doesNotMatch(all, /"example"/);
  });

  it('rows of token sessions are not drawn anew for each call of an app, as a screen reader would not stop', async () => {
    await start();
    const app = await signIn(url, 'jane', 'example');
    const { id } = await session(() => true);
    // Handed to VS Code, which is told of changes in these alone.
    const rows = [...tree.getChildren(), ...tree.getChildren(TOKENS), ...tree.getChildren(ACTIVE)];
    assert.ok(rows.some(({ kind }) => kind === 'tokenSession'));
    const redrawn: string[] = [];
    window.after(
      tree.onDidChangeTreeData((nodes) =>
        redrawn.push(...(nodes ?? []).map((node) => String(tree.getTreeItem(node).id))),
      ),
    );
    /** What is drawn next comes after all that was before. */
    const settled = async () => {
      const drawn = new Promise<void>((resolve) => {
        window.after(tree.onDidRedraw(() => redrawn.includes('faults') && resolve()));
      });
      await server.client?.addFault({ kind: 'reset', times: 1, scope: { route: 'GET /none' } });
      await drawn;
      return redrawn.splice(0);
    };
    // Just after a full minute, so that the next one, at which all is drawn anew, is far.
    const { now } = (await server.client?.state())?.clock ?? { now: '' };
    await advance(MINUTE - (Date.parse(now) % MINUTE));
    await server.client?.moveClock({ pause: false });
    await settled();
    const before = (await session(() => true)).lastActiveAt;
    for (let count = 0; count < 5; count++) assert.equal(await me(url, app), 200);
    await session((each) => each.id === id && each.lastActiveAt > before);
    const during = await settled();
    assert.ok(during.includes('journal'), during.join());
    assert.deepEqual(
      during.filter((each) => each.startsWith('token')),
      [],
    );
  });

  it('a server whose token sessions last for days shows days, and no minutes', async () => {
    await start({ preset: 'consumer' });
    await signIn(url, 'jane', 'example');
    const row = rowOf(await session(() => true));
    assert.equal(textOf(row), 'jane | 30 d · max 180 d · Pixel 8');
    await advance(HOUR);
    assert.equal(textOf(row), 'jane | 30 d · max 180 d · Pixel 8');
  });
});
