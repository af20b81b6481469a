import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { MENDIX_CALLS } from '../../src/core/systems/mendix/mendixCalls';
import type { MendixSession, MendixUser } from '../../src/core/systems/mendix/mendixSession';
import type { MendixState } from '../../src/core/systems/mendix/mendixSlice';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { MendixOptions } from '../../src/server/systems/mendix/mendixOptions';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { JournalShown } from '../../src/vscode/server/journalShown';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import type { ServerNode } from '../../src/vscode/server/serverNode';
import { optionsFor, serverSettings } from '../../src/vscode/server/serverSettings';
import { ServerStarter } from '../../src/vscode/server/serverStarter';
import type { ServerTree } from '../../src/vscode/server/serverTree';
import { SYSTEM_VIEWS } from '../../src/vscode/systems';
import { MENDIX_COMMANDS } from '../../src/vscode/systems/mendix/mendixContract';
import type { MendixNode } from '../../src/vscode/systems/mendix/mendixNode';
import { Memory } from './memory';
import { devServer, request, untilState } from './servers';
import { TestServerTree } from './serverTrees';
import { next, workspaceRoot } from './workspace';

const MINUTE = 60_000;
const TIMEOUT = 10 * MINUTE;
const USERS = [
  { name: 'jane', password: 'example' },
  { name: 'john', password: 'sample' },
];

/** Undone after each test, the last first. */
const cleanUp: ((() => unknown) | vscode.Disposable)[] = [];

async function xas(url: string, action: string, params: object = {}, cookie = '') {
  const headers = { 'content-type': 'application/json', ...(cookie !== '' && { cookie }) };
  const answer = await request(`${url}/xas/`, 'POST', headers, JSON.stringify({ action, params }));
  const cookies = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1).join()).join('; ');
  return { status: answer.status, cookies };
}

/** What a client does to sign in, and what it has then. */
async function signIn(url: string, username: string, password: string, remember = false) {
  const { status, cookies } = await xas(url, 'login', { username, password, useAuthToken: remember });
  assert.equal(status, 200);
  const started = await xas(url, 'get_session_data', {}, cookies);
  return { session: cookies, token: started.cookies };
}

async function setting(name: string, value: unknown): Promise<void> {
  const settings = () => vscode.workspace.getConfiguration('sessionWorkbench.server');
  await settings().update(name, value, vscode.ConfigurationTarget.Workspace);
  cleanUp.push(() => settings().update(name, undefined, vscode.ConfigurationTarget.Workspace));
}

function setMendix(value: unknown): Promise<void> {
  return setting('mendix', value);
}

describe('the Mendix runtime in the editor', () => {
  afterEach(async () => {
    for (const each of cleanUp.splice(0).reverse()) await (typeof each === 'function' ? each() : each.dispose());
  });

  describe('the view Dev Server', () => {
    let server: DevServerController;
    let tree: ServerTree;
    let url: string;

    const start = async (mendix: MendixOptions = {}) => {
      server = devServer();
      const journal = new JournalShown(server);
      tree = new TestServerTree(server, journal);
      cleanUp.push(async () => {
        await server.stop();
        for (const each of [tree, journal, server]) each.dispose();
      });
      ({ url } = await server.start({ mendix: { users: USERS, ...mendix } }));
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
    const advance = async (advanceMs: number) => {
      const moved = await server.client?.moveClock({ advanceMs });
      await untilState(server, ({ clock }) => clock.now === moved?.now);
    };
    const item = (node: ServerNode | MendixNode) => tree.getTreeItem(node);
    const textOf = (node: ServerNode | MendixNode) => `${item(node).label} | ${String(item(node).description)}`;
    const below = (node: ServerNode | MendixNode) => tree.getChildren(node).map(textOf);
    const iconOf = (node: ServerNode | MendixNode) => (item(node).iconPath as vscode.ThemeIcon).id;
    const spoken = (node: ServerNode | MendixNode) => String(item(node).accessibilityInformation?.label);

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
      assert.match(textOf(row), /^jane \| blocked until \d/);
      assert.equal(textOf({ kind: 'mendixUsers' }), 'Users | 2 · 1 blocked');
      assert.match(String(item(row).contextValue), /\bblockedUser\b/);
      const blockedIcon = iconOf(row);
      const end = / \| blocked until (.+)$/.exec(textOf(row))?.[1];
      // The second of the two next sweeps is the first one after five minutes.
      const state = await mendix(() => true);
      const sweeps = [0, 1].map((nth) => Date.parse(state.nextSweepAt) + nth * state.sweepEveryMs);
      const told = sweeps.map((at) => new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'short' }).format(at));
      assert.ok(told.includes(String(end)), `${end} is none of ${told}`);

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
      cleanUp.push(
        tree.onDidChangeTreeData((nodes) =>
          redrawn.push(...(nodes ?? []).map((node) => String(tree.getTreeItem(node).id))),
        ),
      );
      /** What is drawn next comes after all that was before. */
      const settled = async () => {
        redrawn.length = 0;
        const drawn = new Promise<void>((resolve) => {
          cleanUp.push(tree.onDidRedraw(() => redrawn.includes('faults') && resolve()));
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

  describe('commands', () => {
    const run = ({ id }: { readonly id: string }, ...args: unknown[]) => vscode.commands.executeCommand(id, ...args);
    let client: HttpControlClient;
    let url: string;

    beforeEach(async () => {
      await setMendix({ users: USERS });
      await run(SERVER_COMMANDS.serverStart);
      cleanUp.push(() => run(SERVER_COMMANDS.serverStop));
      await run(SERVER_COMMANDS.serverCopyAddress, { kind: 'address', which: 'local', index: 0 });
      url = await vscode.env.clipboard.readText();
      await run(SERVER_COMMANDS.serverCopyControlToken);
      const controlToken = await vscode.env.clipboard.readText();
      const address = { url, controlUrl: `${url}/_workbench/v1`, controlToken, externalPlatformUrl: '', pid: 0 };
      client = new HttpControlClient(address);
    });

    /** Takes the place of a question; what it was asked is in the list. */
    const answering = (name: keyof typeof vscode.window, answer: (...asked: never[]) => unknown): unknown[][] => {
      const before = vscode.window[name];
      const asked: unknown[][] = [];
      const instead = async (...args: unknown[]) => {
        asked.push(args);
        return answer(...(args as never[]));
      };
      Object.assign(vscode.window, { [name]: instead });
      cleanUp.push(() => Object.assign(vscode.window, { [name]: before }));
      return asked;
    };
    /** Presses the only button of each question, or none. What it was asked is in the list, in one text. */
    const confirming = (yes: boolean): string[] => {
      const questions: string[] = [];
      answering('showWarningMessage', (text: string, { detail }: vscode.MessageOptions, go: string) => {
        questions.push(`${text}\n${detail}`);
        return yes ? go : undefined;
      });
      return questions;
    };
    const mendix = async (): Promise<MendixState> => {
      const { systems } = await client.state();
      assert.ok(systems.mendix);
      return systems.mendix;
    };
    const jane = async () => (await mendix()).users.find(({ name }) => name === 'jane');
    const JANE = { kind: 'mendixUser', name: 'jane' };
    const told = () => answering('showInformationMessage', () => undefined);

    it('a Mendix session is ended when that is confirmed, and not otherwise; its token stays', async () => {
      await signIn(url, 'jane', 'example', true);
      const [session] = (await mendix()).sessions;
      const row = { kind: 'mendixSession', id: session?.id };
      const asked = confirming(false);
      await run(MENDIX_COMMANDS.mendixEndSession, row);
      assert.match(String(asked[0]), /“jane”/);
      assert.equal((await mendix()).sessions.length, 1);
      confirming(true);
      await run(MENDIX_COMMANDS.mendixEndSession, row);
      assert.deepEqual((await mendix()).sessions, []);
      assert.equal((await jane())?.tokens.length, 1);
      const failed = answering('showErrorMessage', () => undefined);
      await run(MENDIX_COMMANDS.mendixEndSession, row);
      assert.match(String(failed[0]?.[0]), /has ended/);
    });

    it('without a row the only Mendix session is meant, and of several one is picked', async () => {
      confirming(true);
      await signIn(url, 'jane', 'example');
      await signIn(url, 'john', 'sample');
      const picked = answering('showQuickPick', (items: readonly vscode.QuickPickItem[]) =>
        items.find(({ label }) => label === 'john'),
      );
      await run(MENDIX_COMMANDS.mendixEndSession);
      assert.deepEqual(
        (await mendix()).sessions.map(({ user }) => user),
        ['jane'],
      );
      await run(MENDIX_COMMANDS.mendixEndSession);
      assert.deepEqual([(await mendix()).sessions, picked.length], [[], 1]);
      const messages = told();
      await run(MENDIX_COMMANDS.mendixEndSession);
      assert.match(String(messages[0]?.[0]), /no Mendix sessions/);
    });

    it('a sweep by command removes what has expired, nothing else, and says what it did', async () => {
      await signIn(url, 'jane', 'example');
      const messages = told();
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
      const messages = answering('showInformationMessage', (_text: string, undo: string) => undo);
      await run(MENDIX_COMMANDS.mendixBlockUser, JANE);
      assert.match(String(messages[0]?.[0]), /“jane” is blocked until the sweep at \d/);
      for (let tries = 0; tries < 100 && (await jane())?.blocked; tries++) await new Promise(setImmediate);
      assert.equal((await jane())?.blocked, false);
      answering('showInformationMessage', () => undefined);
      await run(MENDIX_COMMANDS.mendixBlockUser, JANE);
      assert.equal((await jane())?.blocked, true);
      await run(MENDIX_COMMANDS.mendixUnblockUser, JANE);
      assert.equal((await jane())?.blocked, false);
    });

    it('a user becomes inactive when that is confirmed, which ends sessions and tokens, and active again', async () => {
      await signIn(url, 'jane', 'example', true);
      const asked = confirming(true);
      await run(MENDIX_COMMANDS.mendixDeactivateUser, JANE);
      assert.match(String(asked[0]), /1 session\n1 token$/);
      assert.deepEqual([(await jane())?.active, (await jane())?.tokens, (await mendix()).sessions], [false, [], []]);
      await run(MENDIX_COMMANDS.mendixActivateUser, JANE);
      assert.equal((await jane())?.active, true);
    });

    it('a password is changed without being shown, is not empty, and the tokens that ended are told', async () => {
      await signIn(url, 'jane', 'example', true);
      const messages = told();
      const asked = answering('showInputBox', ({ validateInput }: vscode.InputBoxOptions) => {
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
        const asked = confirming(false);
        await run(command, row);
        assert.match(String(asked[0]), /expires in 365 days/);
        assert.equal((await jane())?.tokens.length, 1);
        confirming(true);
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

    it('a command about the Mendix runtime says where to turn it on, when the server has none', async () => {
      await run(SERVER_COMMANDS.serverStop);
      await setting('mendix', false);
      await setting('web', { project: 'example:otp' });
      await run(SERVER_COMMANDS.serverStart);
      const messages = told();
      await run(MENDIX_COMMANDS.mendixSweepNow);
      assert.match(String(messages[0]?.[0]), /no Mendix runtime/);
    });
  });

  describe('custom settings in a scenario', () => {
    const SCENARIO = {
      $schema: './scenario.schema.json',
      name: 'Custom settings',
      server: { mendix: { settings: { SessionTimout: 1000, 'com.mendix.webui.HybridAppLoginTimeOut': 60 } } },
      actors: { App: { role: 'app' } },
      steps: [],
    };

    it('custom settings of Mendix are completed by their own names, a hover tells the unit, and a misspelt one is a finding at its name', async () => {
      const uri = vscode.Uri.file(path.join(workspaceRoot(), 'custom-settings.scenario.json'));
      fs.writeFileSync(uri.fsPath, JSON.stringify(SCENARIO, undefined, 2));
      cleanUp.push(() => fs.rmSync(uri.fsPath, { force: true }));
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      cleanUp.push(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
      const finding = () =>
        vscode.languages.getDiagnostics(uri).find(({ message }) => message.includes('"SessionTimout"'));
      while (!finding()) await next(vscode.languages.onDidChangeDiagnostics);
      assert.match(String(finding()?.message), /not allowed here; is "SessionTimeout" meant\?$/);
      assert.equal(document.getText(finding()?.range), '"SessionTimout"');

      const at = (text: string) => document.positionAt(document.getText().indexOf(text) + 3);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uri,
        at('"com.mendix.webui'),
      );
      const told = hovers.flatMap(({ contents }) =>
        contents.map((each) => (typeof each === 'string' ? each : each.value)),
      );
      assert.match(told.join('\n'), /in minutes: 525600 is a year/);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        at('"SessionTimout"'),
      );
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      for (const name of ['SessionTimeout', 'ClusterManagerActionInterval', 'com.mendix.core.SessionIdCookieName']) {
        assert.ok(labels.includes(name), labels.join());
      }
    });
  });

  describe('the setting', () => {
    const options = () => optionsFor(undefined, serverSettings(SYSTEM_VIEWS), SYSTEM_VIEWS).mendix;

    it('the Mendix runtime is off unless the setting turns it on, with all defaults or with options', async () => {
      assert.equal(options(), undefined);
      await setMendix(true);
      assert.deepEqual(options(), {});
      const given = { runtimeVersion: '11.3.0', settings: { SessionTimeout: 'PT5M' }, switches: { gap: 'revive' } };
      await setMendix(given);
      assert.deepEqual(options(), given);
      await setMendix(false);
      assert.equal(options(), undefined);
    });

    it('a custom setting that is misspelt is refused with the name that is meant', async () => {
      await setMendix({ settings: { SessionTimout: 1000 } });
      assert.throws(
        options,
        /“sessionWorkbench\.server\.mendix\.settings” must not have “SessionTimout”; “SessionTimeout” may be meant/,
      );
      await setMendix({ settings: { SessionTimeout: 'ten minutes' } });
      assert.throws(options, /SessionTimeout” must be a whole number .* or a text such as “PT10M” or “10 minutes”/);
    });

    it('a server is started for the Mendix runtime alone, without a MobileApps folder', async () => {
      await setMendix(true);
      const server = devServer();
      const index = new SessionIndex();
      const log = vscode.window.createOutputChannel('mendix only', { log: true });
      cleanUp.push(async () => {
        await server.stop();
        for (const each of [server, index, log]) each.dispose();
      });
      const folders = { discovered: true, discover: async () => {} };
      const starter = new ServerStarter(server, folders, index, SYSTEM_VIEWS, new Memory(), log, () => true);
      assert.equal(await starter.start(), true);
      const state = await untilState(server, ({ systems }) => systems.mendix !== undefined);
      assert.deepEqual([state.systems.mobile, state.systems.mendix?.sessions], [undefined, []]);
    });
  });
});
