import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MENDIX_CALLS } from '../../src/core/systems/mendix/mendixCalls';
import type { MendixState } from '../../src/core/systems/mendix/mendixSlice';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import { MENDIX_COMMANDS } from '../../src/vscode/systems/mendix/mendixContract';
import { MINUTE, signIn, USERS, xas } from './mendixClient';
import { TestWindow } from './testWindow';

describe('commands about the Mendix runtime', () => {
  const window = new TestWindow();
  const run = ({ id }: { readonly id: string }, ...args: unknown[]) => vscode.commands.executeCommand(id, ...args);
  let client: HttpControlClient;
  let url: string;

  beforeEach(async () => {
    await window.setting('mendixOptions', { users: USERS });
    await run(SERVER_COMMANDS.serverStart);
    window.after(() => run(SERVER_COMMANDS.serverStop));
    await run(SERVER_COMMANDS.serverCopyAddress, { kind: 'address', which: 'local', index: 0 });
    url = await vscode.env.clipboard.readText();
    await run(SERVER_COMMANDS.serverCopyControlToken);
    const controlToken = await vscode.env.clipboard.readText();
    const address = { url, controlUrl: `${url}/_workbench/v1`, controlToken, externalPlatformUrl: '', pid: 0 };
    client = new HttpControlClient(address);
  });

  const mendix = async (): Promise<MendixState> => {
    const { systems } = await client.state();
    assert.ok(systems.mendix);
    return systems.mendix;
  };
  const jane = async () => (await mendix()).users.find(({ name }) => name === 'jane');
  const JANE = { kind: 'mendixUser', name: 'jane' };

  it('a Mendix session is ended when that is confirmed, and not otherwise; its token stays', async () => {
    await signIn(url, 'jane', 'example', true);
    const [session] = (await mendix()).sessions;
    const row = { kind: 'mendixSession', id: session?.id };
    const asked = window.confirming(false);
    await run(MENDIX_COMMANDS.mendixEndSession, row);
    assert.match(String(asked[0]), /“jane”/);
    assert.equal((await mendix()).sessions.length, 1);
    window.confirming(true);
    await run(MENDIX_COMMANDS.mendixEndSession, row);
    assert.deepEqual((await mendix()).sessions, []);
    assert.equal((await jane())?.tokens.length, 1);
    const late = window.answering('showInformationMessage', () => undefined);
    await run(MENDIX_COMMANDS.mendixEndSession, row);
    assert.match(String(late[0]?.[0]), /has ended/);
    assert.equal(late[0]?.length, 1, 'there is no button');
  });

  it('without a row the only Mendix session is meant, and of several one is picked', async () => {
    window.confirming(true);
    await signIn(url, 'jane', 'example');
    await signIn(url, 'john', 'sample');
    const picked = window.answering('showQuickPick', (items: readonly vscode.QuickPickItem[]) =>
      items.find(({ label }) => label === 'john'),
    );
    await run(MENDIX_COMMANDS.mendixEndSession);
    assert.deepEqual(
      (await mendix()).sessions.map(({ user }) => user),
      ['jane'],
    );
    await run(MENDIX_COMMANDS.mendixEndSession);
    assert.deepEqual([(await mendix()).sessions, picked.length], [[], 1]);
    const messages = window.told();
    await run(MENDIX_COMMANDS.mendixEndSession);
    assert.match(String(messages[0]?.[0]), /no Mendix sessions/);
  });

  it('a sweep by command removes what has expired, nothing else, and says what it did', async () => {
    await signIn(url, 'jane', 'example');
    const messages = window.told();
    await run(MENDIX_COMMANDS.mendixSweepNow);
    assert.match(String(messages[0]?.[0]), /removed 0 sessions/);
    // Between the idle limit and the next sweep.
    const { nextSweepAt, sessions } = await mendix();
    const { now } = (await client.state()).clock;
    const idleUntil = Date.parse(sessions[0]?.idleUntil ?? '');
    assert.notEqual((Date.parse(nextSweepAt) - idleUntil) % (5 * MINUTE), 0);
    await client.moveClock({ advanceMs: idleUntil - Date.parse(now) });
    assert.equal((await mendix()).sessions[0]?.state, 'expired, not yet swept');
    await run(MENDIX_COMMANDS.mendixSweepNow);
    assert.match(String(messages[1]?.[0]), /removed 1 session\./);
    assert.deepEqual((await mendix()).sessions, []);
  });

  it('a user is blocked until the sweep that is named, and unblocked by the message or by the command', async () => {
    const messages = window.answering('showInformationMessage', (_text: string, undo: string) => undo);
    await run(MENDIX_COMMANDS.mendixBlockUser, JANE);
    assert.match(String(messages[0]?.[0]), /“jane” is blocked until the sweep at .*\d/);
    for (let tries = 0; tries < 100 && (await jane())?.blocked; tries++) await new Promise(setImmediate);
    assert.equal((await jane())?.blocked, false);
    window.answering('showInformationMessage', () => undefined);
    await run(MENDIX_COMMANDS.mendixBlockUser, JANE);
    assert.equal((await jane())?.blocked, true);
    await run(MENDIX_COMMANDS.mendixUnblockUser, JANE);
    assert.equal((await jane())?.blocked, false);
  });

  it('a user becomes inactive when that is confirmed, which ends sessions and tokens, and active again', async () => {
    await signIn(url, 'jane', 'example', true);
    const asked = window.confirming(true);
    await run(MENDIX_COMMANDS.mendixDeactivateUser, JANE);
    assert.match(String(asked[0]), /1 session\n1 token$/);
    assert.deepEqual([(await jane())?.active, (await jane())?.tokens, (await mendix()).sessions], [false, [], []]);
    await run(MENDIX_COMMANDS.mendixActivateUser, JANE);
    assert.equal((await jane())?.active, true);
  });

  it('a password is changed without being shown, is not empty, and the tokens that ended are told', async () => {
    await signIn(url, 'jane', 'example', true);
    const messages = window.told();
    const asked = window.answering('showInputBox', ({ validateInput }: vscode.InputBoxOptions) => {
      assert.match(String(validateInput?.('')), /needed/);
      assert.equal(validateInput?.('new one'), undefined);
      return 'new one';
    });
    await run(MENDIX_COMMANDS.mendixChangePassword, JANE);
    const [box] = asked.flat() as vscode.InputBoxOptions[];
    assert.equal(box?.password, true);
    assert.match(String(box?.prompt), /authentication tokens/);
    assert.match(String(messages[0]?.[0]), /“jane” was changed\. 1 authentication token ended\.$/);
    assert.doesNotMatch(String(messages[0]?.[0]), /new one/);
    assert.equal((await xas(url, 'login', { username: 'jane', password: 'example' })).status, 401);
    assert.equal((await xas(url, 'login', { username: 'jane', password: 'new one' })).status, 200);
  });

  for (const [command, why] of [
    [MENDIX_COMMANDS.mendixExpireToken, 'expired'],
    [MENDIX_COMMANDS.mendixEndToken, 'ended'],
  ] as const) {
    it(`a token is gone by ${command.id} when that is confirmed, and its client is refused as ${why}`, async () => {
      const { token } = await signIn(url, 'jane', 'example', true);
      const [held] = (await jane())?.tokens ?? [];
      const row = { kind: 'mendixToken', user: 'jane', id: held?.id };
      const asked = window.confirming(false);
      await run(command, row);
      assert.match(String(asked[0]), /expires in 365 days/);
      assert.equal((await jane())?.tokens.length, 1);
      window.confirming(true);
      await run(command, row);
      assert.deepEqual((await jane())?.tokens, []);
      await xas(
        url,
        'get_session_data',
        {},
        token
          .split('; ')
          .filter((each) => each.startsWith('authtoken='))
          .join(),
      );
      const rules = (await client.journal(0, 1000)).entries.at(-1)?.causes.map(({ rule }) => rule);
      assert.ok(rules?.includes(`mendix.token.refused.${why}`), String(rules));
    });
  }

  const JOHN = { kind: 'mendixUser', name: 'john' };
  /** What VS Code hands a command on a row that is one of several selected ones. */
  const onAll = <R>(rows: readonly R[]): [R | undefined, readonly R[]] => [rows[0], rows];

  it('of several selected Mendix sessions all are ended when that is confirmed once, and a row beside the selection alone', async () => {
    for (const [name, password] of ['jane example', 'john sample', 'jane example'].map((each) => each.split(' '))) {
      await signIn(url, String(name), String(password));
    }
    const [first, second, third] = (await mendix()).sessions.map(({ id }) => ({ kind: 'mendixSession', id }));
    const asked = window.confirming(true);
    await run(MENDIX_COMMANDS.mendixEndSession, ...onAll([first, second, JANE]));
    assert.match(String(asked), /^End 2 Mendix sessions\?\n\w+\n\w+\n/);
    assert.deepEqual(
      (await mendix()).sessions.map(({ id }) => id),
      [third?.id],
    );
    await run(MENDIX_COMMANDS.mendixEndSession, third, [first, second]);
    assert.deepEqual([(await mendix()).sessions, asked.length], [[], 2]);
  });

  it('of several selected Mendix sessions those that are over in the meantime are left out, and it is told when all of them are', async () => {
    await signIn(url, 'jane', 'example');
    await signIn(url, 'john', 'sample');
    const rows = (await mendix()).sessions.map(({ id }) => ({ kind: 'mendixSession', id }));
    await client.ask(MENDIX_CALLS.endSession(String(rows[0]?.id)));
    window.confirming(true);
    const late = window.answering('showInformationMessage', () => undefined);
    await run(MENDIX_COMMANDS.mendixEndSession, ...onAll(rows));
    assert.deepEqual([(await mendix()).sessions, late], [[], []]);
    await run(MENDIX_COMMANDS.mendixEndSession, ...onAll(rows));
    assert.match(String(late[0]?.[0]), /has ended/);
    assert.equal(late[0]?.length, 1, 'there is no button');
  });

  it('several selected Mendix users are blocked and unblocked, made inactive and active again, all of them at once', async () => {
    const users = async () => (await mendix()).users.map(({ blocked, active }) => ({ blocked, active }));
    const messages = window.told();
    const asked = window.confirming(true);
    const steps = [
      [MENDIX_COMMANDS.mendixBlockUser, { blocked: true, active: true }],
      [MENDIX_COMMANDS.mendixUnblockUser, { blocked: false, active: true }],
      [MENDIX_COMMANDS.mendixDeactivateUser, { blocked: false, active: false }],
      [MENDIX_COMMANDS.mendixActivateUser, { blocked: false, active: true }],
    ] as const;
    for (const [command, state] of steps) {
      await run(command, ...onAll([JANE, JOHN]));
      assert.deepEqual(await users(), [state, state], command.id);
    }
    assert.match(String(messages), /^2 users are blocked until the sweep at .*\d/);
    assert.match(String(asked), /^Make 2 users inactive\?\njane\njohn\n/);
  });

  for (const command of [MENDIX_COMMANDS.mendixExpireToken, MENDIX_COMMANDS.mendixEndToken]) {
    it(`several selected tokens are gone by ${command.id} when that is confirmed once`, async () => {
      await signIn(url, 'jane', 'example', true);
      await signIn(url, 'john', 'sample', true);
      const tokens = async () =>
        (await mendix()).users.flatMap((user) =>
          user.tokens.map(({ id }) => ({ kind: 'mendixToken', user: user.name, id })),
        );
      const rows = await tokens();
      assert.equal(rows.length, 2);
      const asked = window.confirming(true);
      await run(command, ...onAll(rows));
      assert.match(String(asked), / 2 authentication tokens.*\njane: expires in .*\njohn: expires in /);
      assert.deepEqual([await tokens(), asked.length], [[], 1]);
    });
  }

  it('a password is changed for the clicked row alone, whatever else is selected', async () => {
    window.told();
    window.answering('showInputBox', () => 'new one');
    await run(MENDIX_COMMANDS.mendixChangePassword, ...onAll([JANE, JOHN]));
    assert.equal((await xas(url, 'login', { username: 'john', password: 'sample' })).status, 200);
    assert.equal((await xas(url, 'login', { username: 'jane', password: 'new one' })).status, 200);
  });

  it('a command about the Mendix runtime says where to turn it on, when the server has none', async () => {
    await run(SERVER_COMMANDS.serverStop);
    await window.setting('mendix', 'off');
    await window.setting('webOptions', { project: 'example:otp' });
    await run(SERVER_COMMANDS.serverStart);
    const messages = window.told();
    await run(MENDIX_COMMANDS.mendixSweepNow);
    assert.match(String(messages[0]?.[0]), /no Mendix runtime/);
  });
});
