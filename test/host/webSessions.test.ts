import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import type { WebSession } from '../../src/core/systems/web/webSession';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import { optionsFor, serverSettings } from '../../src/vscode/server/serverSettings';
import { ServerStarter } from '../../src/vscode/server/serverStarter';
import type { ServerTree } from '../../src/vscode/server/serverTree';
import { SYSTEM_VIEWS } from '../../src/vscode/systems';
import { WEB_COMMANDS } from '../../src/vscode/systems/web/webContract';
import type { WebNode } from '../../src/vscode/systems/web/webNode';
import { HandPick } from './handPick';
import { Memory } from './memory';
import { ownLog } from './ownLog';
import { devServer, request, untilState } from './servers';
import { rowTexts, shownServers } from './shownServer';
import { TestWindow } from './testWindow';
import { workspaceRoot } from './workspace';

const EXAMPLE = path.resolve(__dirname, '../../../media/examples/otp');
const HOUR = 3_600_000;
const MINUTE = 60_000;

describe('web sessions in the editor', () => {
  const window = new TestWindow();
  const shownServer = shownServers(window);

  describe('the view Dev Server', () => {
    let server: DevServerController;
    let tree: ServerTree;
    let url: string;

    beforeEach(async () => {
      ({ server, tree, url } = await shownServer({ web: { project: EXAMPLE } }));
    });

    const sessions = async (fits: (sessions: readonly WebSession[]) => boolean): Promise<readonly WebSession[]> =>
      (await untilState(server, ({ systems: { web } }) => fits(web?.sessions ?? []))).systems.web?.sessions ?? [];
    const make = async (): Promise<string> => {
      const made = await server.client?.ask(WEB_CALLS.make());
      assert.ok(made);
      await sessions((all) => all.some(({ id }) => id === made.id));
      return made.id;
    };
    const { item, textOf, below, iconOf } = rowTexts<WebNode>(() => tree);

    it('web sessions are listed live, with their count', async () => {
      assert.equal(textOf({ kind: 'web' }), 'Web Sessions | 0');
      const id = await make();
      assert.equal(textOf({ kind: 'web' }), 'Web Sessions | 1 · 1 guest');
      assert.ok(tree.getChildren().some(({ kind }) => kind === 'web'));
      assert.match(below({ kind: 'web' }).join(), /^Guest \| guest · expires in /);
      await server.client?.ask(WEB_CALLS.close(id));
      await sessions((all) => all.length === 0);
      assert.deepEqual(below({ kind: 'web' }), []);
      assert.equal(item({ kind: 'webSession', id }).label, 'gone');
    });

    it('sessions of one name are told apart by their ids and by when they began, and one alone is not', async () => {
      const [first, second] = [await make(), await make()];
      const row = (id: string): WebNode => ({ kind: 'webSession', id });
      for (const id of [first, second]) {
        assert.ok(textOf(row(id)).startsWith(`Guest | ${id.slice(0, 6)} · began `), textOf(row(id)));
        assert.match(String(item(row(id)).accessibilityInformation?.label), /^Guest, [0-9A-F]{6} · began .*, guest, /);
      }
      await server.client?.ask(WEB_CALLS.change(second, { userName: 'Ada Quill' }));
      await sessions((all) => all.some(({ userName }) => userName !== ''));
      assert.match(textOf(row(first)), /^Guest \| guest · /);
    });

    it('a guest is told from a user who has signed in by shape, by a word and to the ear', async () => {
      const [guest, user] = [await make(), await make()];
      await server.client?.ask(WEB_CALLS.change(user, { userName: 'Ada Quill', privileges: ['sell'] }));
      await sessions((all) => all.some(({ isGuest }) => !isGuest));
      const rows = [guest, user].map((id): WebNode => ({ kind: 'webSession', id }));
      const [guestRow, userRow] = rows as [WebNode, WebNode];
      assert.notEqual(iconOf(guestRow), iconOf(userRow));
      assert.match(textOf(guestRow), /^Guest \| guest · /);
      assert.match(textOf(userRow), /^Ada Quill \| signed in · viewCustomers, sell · expires in /);
      assert.match(String(item(guestRow).accessibilityInformation?.label), /^Guest, guest, no privileges, expires in /);
      assert.match(
        String(item(userRow).accessibilityInformation?.label),
        /^Ada Quill, signed in, viewCustomers, sell, /,
      );
      assert.match(String(item(userRow).contextValue), /\bsignedIn\b/);
    });

    it('web sessions show their storage as a tree, and their live passcodes with what is left of them', async () => {
      const id = await make();
      const storage = { cart: [{ sku: 'a' }], note: 'x', none: null };
      await server.client?.ask(WEB_CALLS.change(id, { storage }));
      await server.client?.ask(WEB_CALLS.createOtp(id, 600));
      const [session] = await sessions(([each]) => each?.otps.length === 1 && 'cart' in each.storage);
      const otp = session?.otps[0]?.otp ?? '';
      assert.deepEqual(below({ kind: 'webSession', id }), [
        'Storage | {3}',
        `Passcode ${otp.slice(0, 10)}… | expires in 10 min`,
      ]);
      const root: WebNode = { kind: 'webStorage', session: id, path: [] };
      assert.deepEqual(below(root), ['cart | [1]', 'note | "x"', 'none | null']);
      assert.deepEqual(below({ kind: 'webStorage', session: id, path: ['cart', '0'] }), ['sku | "a"']);
      for (const node of tree.getChildren(root)) assert.deepEqual(tree.getParent(node), root);

      await server.client?.moveClock({ advanceMs: 5 * 60_000 });
      await untilState(server, ({ clock }) => clock.offsetMs >= 5 * 60_000);
      assert.match(below({ kind: 'webSession', id }).join(), /expires in 5 min/);
      await server.client?.moveClock({ advanceMs: 5 * 60_000 });
      await sessions(([each]) => each?.otps.length === 0);
      assert.deepEqual(below({ kind: 'webSession', id }), ['Storage | {3}']);
    });

    it('web sessions are over when they were idle for an hour', async () => {
      await make();
      await server.client?.moveClock({ advanceMs: HOUR });
      await sessions((all) => all.length === 0);
      assert.equal(textOf({ kind: 'web' }), 'Web Sessions | 0');
    });

    it('web sessions are not drawn anew for each request, as a screen reader would not stop', async () => {
      // Just after a full minute, so that the next one, at which all is drawn anew, is far.
      const { now } = (await server.client?.state())?.clock ?? { now: '' };
      await server.client?.moveClock({ advanceMs: MINUTE - (Date.parse(now) % MINUTE) });
      const made = await server.client?.ask(WEB_CALLS.make());
      assert.ok(made);
      await sessions((all) => all.length === 1);
      // Handed to VS Code, which is told of changes in these alone.
      const rows = [...tree.getChildren(), ...tree.getChildren({ kind: 'web' })];
      assert.ok(rows.some(({ kind }) => kind === 'webSession'));
      const redrawn: string[] = [];
      window.after(
        tree.onDidChangeTreeData((nodes) =>
          redrawn.push(...(nodes ?? []).map((node) => String(tree.getTreeItem(node).id))),
        ),
      );
      const headers = { cookie: `${made.cookie.name}=${made.cookie.value}` };
      for (let count = 0; count < 5; count++) {
        assert.equal((await request(`${url}/index.shtml`, 'GET', headers)).status, 200);
      }
      await sessions(([each]) => each !== undefined && Date.parse(each.lastRequestAt) > Date.parse(each.createdAt));
      // What is drawn next comes after all of them.
      const settled = new Promise<void>((resolve) => {
        window.after(tree.onDidRedraw(() => redrawn.includes('faults') && resolve()));
      });
      await server.client?.addFault({ kind: 'reset', times: 1 });
      await settled;
      assert.ok(redrawn.includes('journal'), redrawn.join());
      assert.deepEqual(
        redrawn.filter((id) => id.startsWith('web')),
        [],
      );
    });
  });

  describe('commands', () => {
    const run = ({ id }: { readonly id: string }, ...args: unknown[]) => vscode.commands.executeCommand(id, ...args);
    let folder: string;
    let client: HttpControlClient;
    let url: string;

    beforeEach(async () => {
      folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'web-sessions-')), 'MobileApps');
      fs.mkdirSync(folder);
      await window.setting('webOptions', { project: EXAMPLE });
      await run(SERVER_COMMANDS.serverStart, { kind: 'folder', folder });
      window.after(async () => {
        await run(SERVER_COMMANDS.serverStop);
        fs.rmSync(path.dirname(folder), { recursive: true, force: true });
      });
      await run(SERVER_COMMANDS.serverCopyAddress, { kind: 'address', which: 'local', index: 0 });
      url = await vscode.env.clipboard.readText();
      await run(SERVER_COMMANDS.serverCopyControlToken);
      const controlToken = await vscode.env.clipboard.readText();
      const address = { url, controlUrl: `${url}/_workbench/v1`, controlToken, externalPlatformUrl: '', pid: 0 };
      client = new HttpControlClient(address);
    });

    /** What is typed must be taken as it is. */
    const typing = (...texts: string[]) =>
      window.answering('showInputBox', ({ validateInput }: vscode.InputBoxOptions) => {
        const text = texts.shift();
        assert.equal(validateInput?.(text ?? '') ?? undefined, undefined);
        return text;
      });
    const picking = (label: RegExp) =>
      window.answering('showQuickPick', (items: readonly vscode.QuickPickItem[]) =>
        items.find((each) => label.test(each.label)),
      );
    const create = async (): Promise<WebSession> => {
      const before = new Set((await client.ask(WEB_CALLS.list())).map(({ id }) => id));
      await run(WEB_COMMANDS.webCreateSession);
      const made = (await client.ask(WEB_CALLS.list())).find(({ id }) => !before.has(id));
      assert.ok(made);
      return made;
    };
    const rowOf = ({ id }: WebSession): WebNode => ({ kind: 'webSession', id });
    const again = async ({ id }: WebSession) => (await client.ask(WEB_CALLS.list())).find((each) => each.id === id);
    const clipboard = () => vscode.env.clipboard.readText();

    it('a web session is made with a cookie that can be copied, and used', async () => {
      const session = await create();
      await run(WEB_COMMANDS.webCopyCookie, rowOf(session));
      const cookie = await clipboard();
      assert.match(cookie, /^4DSID_Otp=[0-9A-F]{32}$/);
      await request(`${url}/index.shtml`, 'GET', { cookie });
      assert.equal((await client.ask(WEB_CALLS.list())).length, 1);
    });

    it('the cookie of a session that somebody else has made is not told', async () => {
      const made = await client.ask(WEB_CALLS.make());
      const told = window.told();
      await vscode.env.clipboard.writeText('before');
      await run(WEB_COMMANDS.webCopyCookie, { kind: 'webSession', id: made.id });
      assert.match(String(told[0]?.[0]), /only to whoever makes the session/);
      assert.equal(await clipboard(), 'before');
    });

    it('a web session gets a user name and privileges', async () => {
      const session = await create();
      typing('Ada Quill', 'viewCustomers, sell');
      await run(WEB_COMMANDS.webSetUserName, rowOf(session));
      await run(WEB_COMMANDS.webSetPrivileges, rowOf(session));
      const changed = await again(session);
      assert.deepEqual(
        [changed?.userName, changed?.privileges, changed?.isGuest],
        ['Ada Quill', ['viewCustomers', 'sell'], false],
      );
    });

    it('a web session gets a passcode for as long as is typed, and none for what is no length of time', async () => {
      const session = await create();
      window.told();
      window.picking(new HandPick(/./, '5 parsecs'));
      await run(WEB_COMMANDS.webCreateOtp, rowOf(session));
      assert.deepEqual((await again(session))?.otps, []);
      window.picking(new HandPick(/./, '0:01:30'));
      await run(WEB_COMMANDS.webCreateOtp, rowOf(session));
      const [live] = (await again(session))?.otps ?? [];
      const left = Date.parse(live?.expiresAt ?? '') - Date.parse((await client.state()).clock.now);
      assert.ok(left > 60_000 && left <= 90_000, String(left));
    });

    it('a web session gets a passcode for as long as is chosen; as a link it restores the session once', async () => {
      const session = await create();
      window.told();
      window.picking(new HandPick(/^1 min/));
      await run(WEB_COMMANDS.webCreateOtp, rowOf(session));
      const [live] = (await again(session))?.otps ?? [];
      assert.ok(live);
      const { clock } = await client.state();
      const left = Date.parse(live.expiresAt) - Date.parse(clock.now);
      assert.ok(left > 0 && left <= 60_000, String(left));
      const row: WebNode = { kind: 'webOtp', session: session.id, otp: live.otp };
      await run(WEB_COMMANDS.webCopyOtp, row);
      assert.equal(await clipboard(), live.otp);

      typing('/4DACTION/topCustomers?a=1');
      await run(WEB_COMMANDS.webCopyLink, row);
      const link = await clipboard();
      const target = `/4DACTION/topCustomers?a=1&$4DSID=${live.otp}`;
      // Before that is where the user's browser reaches the server.
      assert.ok(/^https?:\/\//.test(link) && link.endsWith(target), link);
      await request(url + target, 'GET', {});
      assert.deepEqual((await again(session))?.otps, []);
      const failed = window.answering('showErrorMessage', () => undefined);
      const told = window.told();
      await run(WEB_COMMANDS.webCopyLink, row);
      assert.equal(failed.length + told.length, 1);
    });

    it('the storage of a web session is edited: a value added, edited and removed, and nothing that is no JSON', async () => {
      const session = await create();
      await client.ask(WEB_CALLS.change(session.id, { storage: { cart: ['a'] } }));
      const at = (...keys: string[]): WebNode => ({ kind: 'webStorage', session: session.id, path: keys });
      typing('note', '{"deep": [true]}', '"b"', '12.5');
      await run(WEB_COMMANDS.webAddValue, at());
      await run(WEB_COMMANDS.webAddValue, at('cart'));
      await run(WEB_COMMANDS.webEditValue, at('note', 'deep', '0'));
      assert.deepEqual((await again(session))?.storage, { cart: ['a', 'b'], note: { deep: [12.5] } });
      await run(WEB_COMMANDS.webRemoveValue, at('cart', '0'));
      assert.deepEqual((await again(session))?.storage, { cart: ['b'], note: { deep: [12.5] } });

      const refused: unknown[] = [];
      window.answering('showInputBox', ({ validateInput }: vscode.InputBoxOptions) => {
        for (const text of ['hello', '{', '']) refused.push(validateInput?.(text));
        return undefined;
      });
      await run(WEB_COMMANDS.webEditValue, at('cart', '0'));
      assert.equal(refused.filter((each) => typeof each === 'string').length, 3);
      assert.deepEqual((await again(session))?.storage.cart, ['b']);
    });

    it('a web session keeps what code has stored while the user was typing', async () => {
      const session = await create();
      window.answering('showInputBox', async () => {
        await client.ask(WEB_CALLS.change(session.id, { storage: { byCode: 1, mine: 0 } }));
        return '2';
      });
      await client.ask(WEB_CALLS.change(session.id, { storage: { mine: 0 } }));
      await run(WEB_COMMANDS.webEditValue, { kind: 'webStorage', session: session.id, path: ['mine'] });
      assert.deepEqual((await again(session))?.storage, { byCode: 1, mine: 2 });
    });

    it('a web session expires when the clock goes to its end, which is asked first, and is closed at once', async () => {
      const [expired, other] = [await create(), await create()];
      const asked = window.answering('showWarningMessage', () => undefined);
      await run(WEB_COMMANDS.webExpire, rowOf(expired));
      assert.match(
        String(asked[0]?.[0]),
        /^Advance the clock by (1 hr|\d+ min.*), so that the web session “Guest” is over\?$/,
      );
      assert.equal((await client.ask(WEB_CALLS.list())).length, 2);
      await client.ask(WEB_CALLS.change(other.id, { idleTimeout: 120 }));
      window.answering('showWarningMessage', () => 'Advance Clock');
      await run(WEB_COMMANDS.webExpire, rowOf(expired));
      assert.deepEqual(
        (await client.ask(WEB_CALLS.list())).map(({ id }) => id),
        [other.id],
      );
      assert.ok((await client.state()).clock.offsetMs > HOUR / 2);
      await run(WEB_COMMANDS.webClose, rowOf(other));
      assert.deepEqual(await client.ask(WEB_CALLS.list()), []);
    });

    describe('several rows of web sessions', () => {
      const ids = async () => (await client.ask(WEB_CALLS.list())).map(({ id }) => id);

      for (const count of [2, 3, 7]) {
        it(`of ${count} selected web sessions all are closed when that is confirmed once, and none when it is not`, async () => {
          const made: WebSession[] = [];
          for (let at = 0; at <= count; at++) made.push(await create());
          const [beside, ...selected] = made as [WebSession, ...WebSession[]];
          const rows = selected.map(rowOf);
          const refused = window.confirming(false);
          await run(WEB_COMMANDS.webClose, rows[0], rows);
          assert.equal(refused.length, 1);
          assert.equal((await ids()).length, count + 1);
          const asked = window.confirming(true);
          await run(WEB_COMMANDS.webClose, rows[1], rows);
          assert.equal(asked.length, 1);
          assert.ok(
            asked[0]?.startsWith(`Close ${count} web sessions?\nGuest · ${selected[0]?.id.slice(0, 6)} · `),
            asked[0],
          );
          assert.deepEqual(await ids(), [beside.id]);
          // One alone is closed at once, whatever else is selected.
          await run(WEB_COMMANDS.webClose, rowOf(beside), rows);
          assert.deepEqual([await ids(), asked.length], [[], 1]);
        });
      }

      it('of several selected web sessions those that are over in the meantime are left out, and it is told when all of them are', async () => {
        const rows = [await create(), await create()].map(rowOf);
        await client.ask(WEB_CALLS.close((await ids())[0] ?? ''));
        window.confirming(true);
        const late = window.told();
        await run(WEB_COMMANDS.webClose, rows[0], rows);
        assert.deepEqual([await ids(), late], [[], []]);
        await run(WEB_COMMANDS.webClose, rows[0], rows);
        assert.match(String(late[0]?.[0]), /^This web session is over\./);
      });

      it('of several selected faults all are removed when that is confirmed once, and a single one without a question', async () => {
        const faults = [];
        for (const status of [401, 500, 503]) faults.push(await client.addFault({ kind: 'status', status }));
        const rows = (await client.state()).faults.map(({ id }) => ({ kind: 'fault', id }));
        assert.equal(rows.length, faults.length);
        const asked = window.confirming(true);
        await run(SERVER_COMMANDS.faultRemove, rows[0], rows.slice(0, 2));
        assert.match(asked.join(), /^Remove 2 faults\?\nAnswer 401 · .*\nAnswer 500 · /);
        assert.deepEqual(
          (await client.state()).faults.map(({ id }) => id),
          [rows[2]?.id],
        );
        await run(SERVER_COMMANDS.faultRemove, rows[2], rows);
        assert.deepEqual([(await client.state()).faults, asked.length], [[], 1]);
        const told = window.told();
        await run(SERVER_COMMANDS.faultRemove, rows[2]);
        await run(SERVER_COMMANDS.faultRemove);
        assert.deepEqual(
          told.map(([text]) => text),
          ['This fault is gone.', 'There are no faults.'],
        );
      });
    });

    it('a web session is picked where none is given, and a command says when there are none', async () => {
      const told = window.told();
      await run(WEB_COMMANDS.webClose);
      assert.match(String(told[0]?.[0]), /There are no web sessions/);
      const [first, second] = [await create(), await create()];
      await client.ask(WEB_CALLS.change(second.id, { userName: 'Ben Oru' }));
      picking(/^Ben Oru$/);
      await run(WEB_COMMANDS.webClose);
      assert.deepEqual(
        (await client.ask(WEB_CALLS.list())).map(({ id }) => id),
        [first.id],
      );
    });
  });

  describe('settings', () => {
    const project = () => path.join(workspaceRoot(), 'Project', 'Sources');
    const withProject = () => {
      // Another test may have it open; what was there stays.
      if (fs.existsSync(project())) return;
      const isNew = !fs.existsSync(path.dirname(project()));
      fs.mkdirSync(project(), { recursive: true });
      window.after(() => fs.rmSync(isNew ? path.dirname(project()) : project(), { recursive: true, force: true }));
    };
    const options = () => optionsFor(undefined, serverSettings(SYSTEM_VIEWS), SYSTEM_VIEWS).web;

    it('web sessions are on where the workspace has a 4D project, and off where it says so', async () => {
      if (!fs.existsSync(project())) assert.equal(options(), undefined);
      withProject();
      assert.deepEqual(options(), { project: workspaceRoot() });
      await window.setting('web', 'off');
      assert.equal(options(), undefined);
      await window.setting('web', 'automatic');
      await window.setting('webOptions', { cookie: { sameSite: 'Lax' }, code: 'code' });
      assert.deepEqual(structuredCloned(options()), {
        cookie: { sameSite: 'Lax' },
        code: path.join(workspaceRoot(), 'code'),
        project: workspaceRoot(),
      });
      await window.setting('webOptions', { project: `\${workspaceFolder:none}` });
      assert.throws(options, /sessionWorkbench\.server\.webOptions\.project/);
    });

    it('a server is started for a 4D project that has no MobileApps folder', async () => {
      withProject();
      const server = devServer();
      const index = new SessionIndex();
      const log = ownLog('web only');
      window.after(async () => {
        await server.stop();
        for (const each of [server, index, log]) each.dispose();
      });
      const folders = { discovered: true, discover: async () => {}, expected: [] };
      const starter = new ServerStarter(server, folders, index, SYSTEM_VIEWS, new Memory(), log, () => true);
      assert.equal(await starter.start(), true);
      const state = await untilState(server, ({ systems: { web } }) => web !== undefined);
      assert.deepEqual([state.systems.mobile, state.systems.web?.sessions], [undefined, []]);
    });
  });
});

/** Settings are proxies. */
function structuredCloned(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
