import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { TOKENS_CALLS } from '../../src/core/systems/tokens/tokensCalls';
import type { TokensState } from '../../src/core/systems/tokens/tokensSlice';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { TokensOptions } from '../../src/server/systems/tokens/tokensOptions';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import { TOKENS_COMMANDS } from '../../src/vscode/systems/tokens/tokensContract';
import { TestWindow } from './testWindow';
import { me, post, refresh, runningServer, signIn, USERS } from './tokensClient';

describe('commands about the token server', () => {
  const window = new TestWindow();
  const run = ({ id }: { readonly id: string }, ...args: unknown[]) => vscode.commands.executeCommand(id, ...args);
  let client: HttpControlClient;
  let url: string;

  const start = async (tokens: TokensOptions = {}) => {
    await window.setting('tokensOptions', { users: USERS, ...tokens });
    await run(SERVER_COMMANDS.serverStart);
    window.after(() => run(SERVER_COMMANDS.serverStop));
    const address = await runningServer();
    url = address.url;
    client = new HttpControlClient(address);
  };
  const tokens = async (): Promise<TokensState> => {
    const { systems } = await client.state();
    assert.ok(systems.tokens);
    return systems.tokens;
  };
  const session = async (nth = 0) => {
    const found = (await tokens()).sessions[nth];
    assert.ok(found);
    return found;
  };
  const states = async () => (await tokens()).sessions.map(({ state, endReason }) => endReason ?? state);
  const user = async (name: string) => (await tokens()).users.find((each) => each.name === name);
  const rowOf = ({ id }: { readonly id: string }) => ({ kind: 'tokenSession', id });
  const [JANE, JOHN] = ['jane', 'john'].map((name) => ({ kind: 'tokenUser', name }));
  /** What VS Code hands a command on a row that is one of several selected ones. */
  const onAll = <R>(rows: readonly R[]): [R | undefined, readonly R[]] => [rows[0], rows];
  /** The row of a token, by its kind and its number. */
  const tokenRow = async (kind: 'access' | 'refresh', nth: number) => {
    const { id, family } = await session();
    const token = family.filter((each) => each.kind === kind)[nth - 1];
    assert.ok(token);
    return { kind: 'familyToken', session: id, id: token.id };
  };
  const outcomes = () => {
    const told: unknown[][] = [];
    for (const name of ['showInformationMessage', 'showWarningMessage'] as const) {
      window.answering(name, (...args: unknown[]) => {
        const isQuestion = typeof args[1] === 'object';
        if (!isQuestion) told.push([name, ...args]);
        return isQuestion ? args[2] : undefined;
      });
    }
    return told;
  };

  it('a token session is terminated when that is confirmed, and not otherwise, and the app is told why', async () => {
    await start();
    const app = await signIn(url, 'jane', 'example');
    const row = rowOf(await session());
    const asked = window.confirming(false);
    await run(TOKENS_COMMANDS.tokensTerminateSession, row);
    assert.match(String(asked[0]), /“jane on Pixel 8”/);
    assert.deepEqual(await states(), ['active']);
    window.confirming(true);
    await run(TOKENS_COMMANDS.tokensTerminateSession, row);
    assert.deepEqual(await states(), ['terminated_by_admin']);
    const { status, json } = await refresh(url, app);
    assert.deepEqual([status, (json as { reason?: string }).reason], [400, 'terminated_by_admin']);
    const late = window.answering('showInformationMessage', () => undefined);
    await run(TOKENS_COMMANDS.tokensTerminateSession, row);
    assert.match(String(late[0]?.[0]), /is over/);
    assert.equal(late[0]?.length, 1, 'there is no button');
  });

  it('of several selected token sessions all are terminated when that is confirmed once', async () => {
    await start();
    for (const device of ['Pixel 8', 'iPhone', 'iPad']) await signIn(url, 'jane', 'example', device);
    const rows = (await tokens()).sessions.map(rowOf);
    const asked = window.confirming(true);
    await run(TOKENS_COMMANDS.tokensTerminateSession, ...onAll([...rows.slice(0, 2), JANE]));
    assert.match(String(asked), /^Terminate 2 token sessions\?\njane on Pixel 8\njane on iPhone\n/);
    assert.deepEqual(await states(), ['terminated_by_admin', 'terminated_by_admin', 'active']);
    await run(TOKENS_COMMANDS.tokensTerminateSession, rows[2], rows.slice(0, 2));
    assert.deepEqual([(await states()).at(-1), asked.length], ['terminated_by_admin', 2]);
  });

  it('without a row the only active token session is meant, of several one is picked, and none is told', async () => {
    await start();
    window.confirming(true);
    await signIn(url, 'jane', 'example');
    await signIn(url, 'john', 'sample');
    const picked = window.answering('showQuickPick', (items: readonly vscode.QuickPickItem[]) =>
      items.find(({ label }) => label === 'john'),
    );
    await run(TOKENS_COMMANDS.tokensTerminateSession);
    assert.deepEqual(await states(), ['active', 'terminated_by_admin']);
    await run(TOKENS_COMMANDS.tokensTerminateSession);
    assert.deepEqual([(await states())[0], picked.length], ['terminated_by_admin', 1]);
    const messages = window.told();
    await run(TOKENS_COMMANDS.tokensTerminateSession);
    assert.match(String(messages[0]?.[0]), /no active token sessions/);
  });

  it('all sessions of a user are terminated when that is confirmed, and those of others go on', async () => {
    await start();
    for (const device of ['Pixel 8', 'iPhone']) await signIn(url, 'jane', 'example', device);
    await signIn(url, 'john', 'sample');
    const asked = window.confirming(true);
    await run(TOKENS_COMMANDS.tokensTerminateAll, JANE);
    assert.match(
      String(asked),
      /^Terminate all sessions of “jane”\?\n.*\njane on Pixel 8\njane on iPhone\n2 sessions$/,
    );
    assert.deepEqual(await states(), ['terminated_by_admin', 'terminated_by_admin', 'active']);
  });

  it('users are disabled when that is confirmed, which ends their sessions, and enabled again', async () => {
    await start();
    await signIn(url, 'jane', 'example');
    const asked = window.confirming(true);
    await run(TOKENS_COMMANDS.tokensDisableUser, ...onAll([JANE, JOHN]));
    assert.match(String(asked), /^Disable 2 users\?\n.*\njane\njohn\n1 session$/);
    assert.deepEqual([(await user('jane'))?.disabled, (await user('john'))?.disabled], [true, true]);
    assert.deepEqual(await states(), ['user_disabled']);
    await run(TOKENS_COMMANDS.tokensEnableUser, ...onAll([JANE, JOHN]));
    assert.deepEqual([(await user('jane'))?.disabled, (await user('john'))?.disabled], [false, false]);
    const none = window.confirming(false);
    await run(TOKENS_COMMANDS.tokensDisableUser, JANE);
    assert.match(String(none), /\nThe user has no active session that could end\.$/);
    await run(TOKENS_COMMANDS.tokensDisableUser, ...onAll([JANE, JOHN]));
    assert.match(String(none[1]), /\njane\njohn$/);
  });

  for (const [passwordChange, prompt, told, left] of [
    [
      'all',
      /^1 active session of the user ends, as the option passwordChange says\./,
      / 1 session ended\.$/,
      'password_changed',
    ],
    ['others', /^1 active session of the user ends/, / 1 session ended\.$/, 'password_changed'],
    ['none', /^Active sessions go on, as the option passwordChange says\./, /was changed\.$/, 'active'],
  ] as const) {
    it(`a changed password is typed unseen, and what it ends is said before and after: ${passwordChange}`, async () => {
      await start({ passwordChange });
      await signIn(url, 'jane', 'example');
      const messages = window.told();
      const asked = window.answering('showInputBox', ({ validateInput }: vscode.InputBoxOptions) => {
        assert.match(String(validateInput?.('')), /needed/);
        assert.match(String(validateInput?.('p'.repeat(1001))), /no more than 1,000 characters/);
        assert.equal(validateInput?.('p'.repeat(1000)), undefined);
        return 'new one';
      });
      await run(TOKENS_COMMANDS.tokensChangePassword, ...onAll([JANE, JOHN]));
      const [box] = asked.flat() as vscode.InputBoxOptions[];
      assert.equal(box?.password, true);
      assert.match(String(box?.prompt), prompt);
      assert.match(String(messages[0]?.[0]), told);
      assert.doesNotMatch(String(messages), /new one/);
      assert.deepEqual(await states(), [left]);
      const tried = async (password: string) => (await post(`${url}/api/login`, { username: 'jane', password })).status;
      assert.deepEqual([await tried('example'), await tried('new one')], [401, 200]);
      await signIn(url, 'john', 'sample');
    });
  }

  it('a used refresh token that is replayed is told with status, error, why, and what became of the session', async () => {
    await start();
    await refresh(url, await signIn(url, 'jane', 'example'));
    const told = outcomes();
    await run(TOKENS_COMMANDS.tokensReplay, await tokenRow('refresh', 1));
    const [kind, text] = told[0] ?? [];
    assert.equal(kind, 'showWarningMessage');
    assert.match(
      String(text),
      /^Refresh token 1 is answered with 400 invalid_grant\. The refresh token was used before\..* The session is over now: token or code reused\.$/,
    );
    assert.deepEqual(await states(), ['token_reuse']);
  });

  it('a live refresh token is replayed only when that is confirmed, and is used up by it', async () => {
    await start();
    await signIn(url, 'jane', 'example');
    const asked = window.confirming(false);
    await run(TOKENS_COMMANDS.tokensReplay, await tokenRow('refresh', 1));
    assert.match(String(asked), /^Present refresh token 1 of “jane on Pixel 8” again\?\nIt is used up/);
    assert.equal((await session()).family.length, 2);
    const told = outcomes();
    await run(TOKENS_COMMANDS.tokensReplay, await tokenRow('refresh', 1));
    assert.match(
      String(told[0]),
      /^showInformationMessage,Refresh token 1 is answered with 200\. The refresh token was used up/,
    );
    assert.equal((await session()).family.length, 4);
  });

  it('an access token is replayed without a question, also one whose session is over', async () => {
    await start();
    await signIn(url, 'jane', 'example');
    const told = outcomes();
    const row = await tokenRow('access', 1);
    await run(TOKENS_COMMANDS.tokensReplay, row);
    assert.match(
      String(told[0]),
      /^showInformationMessage,Access token 1 is answered with 200\. The access token is good\.$/,
    );
    await client.ask(TOKENS_CALLS.endSession((await session()).id));
    await run(TOKENS_COMMANDS.tokensReplay, row);
    assert.match(
      String(told[1]),
      /^showWarningMessage,Access token 1 is answered with 401 invalid_token\. .*administrator/,
    );
  });

  it('a token session is found by user or device, is selected in the view, and its id can be copied from there', async () => {
    await start();
    await signIn(url, 'jane', 'example');
    await signIn(url, 'john', 'sample', 'iPhone');
    await signIn(url, 'jane', 'example', 'iPad');
    await client.ask(TOKENS_CALLS.endSession((await session(2)).id));
    const offered: (readonly vscode.QuickPickItem[])[] = [];
    const picked = window.answering('showQuickPick', (items: readonly vscode.QuickPickItem[]) => {
      offered.push(items);
      return items.find(({ label }) => label === 'john');
    });
    await run(TOKENS_COMMANDS.tokensFindSession);
    assert.deepEqual(
      offered[0]?.map(({ label }) => label),
      ['Active Sessions', 'john', 'jane', 'Ended Sessions', 'jane'],
    );
    const [, options] = picked[0] as [unknown, vscode.QuickPickOptions];
    assert.deepEqual([options.matchOnDescription, options.matchOnDetail], [true, true]);
    assert.match(String(offered[0]?.[1]?.description), /^\d.* · max .* · iPhone$/);
    assert.match(String(offered[0]?.[1]?.detail), /Android/);
    await run(TOKENS_COMMANDS.tokensCopyId);
    assert.equal(await vscode.env.clipboard.readText(), (await session(1)).id);
    assert.equal(picked.length, 1);
  });

  it('the ids of several selected rows are copied, one a line, those of tokens too', async () => {
    await start();
    await signIn(url, 'jane', 'example');
    const [row, token] = [rowOf(await session()), await tokenRow('refresh', 1)];
    await run(TOKENS_COMMANDS.tokensCopyId, ...onAll([row, token]));
    assert.equal(await vscode.env.clipboard.readText(), [row.id, token.id].join('\n'));
  });

  it('the clock moves to the end of an access token, and then to that of the session', async () => {
    await start({ preset: 'fintech' });
    const app = await signIn(url, 'jane', 'example');
    await client.moveClock({ pause: true });
    const { expiresAt } = await session();
    await run(TOKENS_COMMANDS.tokensClockToEnd, await tokenRow('access', 1));
    assert.equal(await me(url, app), 401);
    assert.deepEqual(await states(), ['active']);
    await run(TOKENS_COMMANDS.tokensClockToEnd, rowOf(await session()));
    assert.deepEqual(await states(), ['idle_timeout']);
    assert.ok((await client.state()).clock.now >= expiresAt);
    const late = window.answering('showInformationMessage', () => undefined);
    await run(TOKENS_COMMANDS.tokensClockToEnd, await tokenRow('access', 1));
    assert.match(String(late[0]?.[0]), /good for nothing/);
  });

  const ALL = Object.values(TOKENS_COMMANDS);

  it('a command about the token server says where to turn it on, when the server has none', async () => {
    await window.setting('webOptions', { project: 'example:otp' });
    await run(SERVER_COMMANDS.serverStart);
    window.after(() => run(SERVER_COMMANDS.serverStop));
    const messages = window.told();
    for (const command of ALL) await run(command);
    assert.equal(messages.length, ALL.length);
    for (const [text, button] of messages) assert.match(`${text} ${button}`, /no token sessions: .* Open Settings/);
  });

  it('a command about the token server asks whether to start the server, when it does not run', async () => {
    const messages = window.told();
    for (const command of ALL) await run(command);
    assert.deepEqual(
      messages.map(([text]) => text),
      ALL.map(() => 'The dev session server is not running.'),
    );
  });

  it('a command about the token server without sessions or users that fit says that there are none', async () => {
    await window.setting('tokens', 'on');
    await run(SERVER_COMMANDS.serverStart);
    window.after(() => run(SERVER_COMMANDS.serverStop));
    const messages = window.told();
    for (const command of ALL) await run(command);
    assert.equal(messages.length, ALL.length);
    for (const [text] of messages) assert.match(String(text), /^(There (is|are) no|No user) /);
  });
});
