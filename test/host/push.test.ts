import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import * as vscode from 'vscode';
import { SessionIndex, type SessionKey } from '../../src/core/index/sessionIndex';
import type { ServerAddress } from '../../src/core/protocol/address';
import type { ServerChange, ServerState } from '../../src/core/protocol/state';
import { readTarget } from '../../src/core/push/pushTarget';
import { SLICES } from '../../src/core/systems';
import type { MobileSession, RefreshReport } from '../../src/core/systems/mobile/mobileSession';
import type { MobileChange } from '../../src/core/systems/mobile/mobileSlice';
import { CheckPool } from '../../src/disk/checkPool';
import { FolderMonitor } from '../../src/disk/folderMonitor';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import { normalPath } from '../../src/vscode/host/pathSetting';
import { type AgreementChange, MemoryAgreement } from '../../src/vscode/memory/memoryAgreement';
import { MemoryDecorations } from '../../src/vscode/memory/memoryDecorations';
import { NotYetPushed } from '../../src/vscode/mobileApps/notYetPushed';
import { SessionDocuments } from '../../src/vscode/mobileApps/sessionDocuments';
import { Push } from '../../src/vscode/push/push';
import { PUSH_COMMANDS } from '../../src/vscode/push/pushContract';
import { type Destination, PushDestinations } from '../../src/vscode/push/pushDestinations';
import { PushResults } from '../../src/vscode/push/pushResults';
import { PushSecrets } from '../../src/vscode/push/pushSecrets';
import { PushTargets } from '../../src/vscode/push/pushTargets';
import { DevServerController } from '../../src/vscode/server/devServerController';
import { searchAsShown } from '../../src/vscode/sessions/searchWords';
import { TreeItems } from '../../src/vscode/sessions/treeItems';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { Memory } from './memory';
import { closeEditors, next, replace, TestMobileApps, untilCodes } from './workspace';

const OTHER_NAME = 'a'.repeat(40);
const MISSPELT = SEED_SESSION.replace('"status":"accepted"', '"status":"acepted"');
const FILE = `${SEED_APPLICATION}/${SEED_NAME}`;
const OTHER_FILE = `${SEED_APPLICATION}/${OTHER_NAME}`;
const SECRET = 'correct-horse-battery-staple';

class Secrets {
  readonly kept = new Map<string, string>();
  async get(key: string): Promise<string | undefined> {
    return this.kept.get(key);
  }
  async store(key: string, value: string): Promise<void> {
    this.kept.set(key, value);
  }
  async delete(key: string): Promise<void> {
    this.kept.delete(key);
  }
}

describe('pushing', () => {
  let apps: TestMobileApps;
  let folders = 0;
  const cleanUp: (() => unknown)[] = [];
  const own = <T extends { dispose(): unknown }>(each: T): T => {
    cleanUp.unshift(() => each.dispose());
    return each;
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const keyOf = (name: string): SessionKey => ({
    folder: normalPath(apps.folder),
    application: SEED_APPLICATION,
    name,
  });

  /** A server that answers as it is told; resolves with its address. */
  const serve = async (answer: (request: http.IncomingMessage) => [number, unknown, http.OutgoingHttpHeaders?]) => {
    const server = http.createServer((request, response) => {
      const [status, body, headers] = answer(request);
      response.writeHead(status, headers).end(body === undefined ? '' : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`;
  };
  const targetAt = (url: string): Destination => {
    const read = readTarget({ name: 'Staging', url, timeout: 10 });
    assert.ok(read.ok);
    return { kind: 'target', target: read.target };
  };

  /** All that a push works with, over the files of the test. */
  const build = async () => {
    const index = new SessionIndex();
    const pool = own(new CheckPool());
    index.apply({ kind: 'folderState', folder: normalPath(apps.folder), state: { kind: 'scanning' } });
    const onError = (message: string) => assert.fail(message);
    const monitor = own(new FolderMonitor(normalPath(apps.folder), pool, index, { onError }));
    await monitor.rescan();
    const documents = new SessionDocuments(index);
    const memento = new Memory();
    const pending = own(new NotYetPushed(memento, documents));
    const results = own(new PushResults(index));
    const secretStorage = new Secrets();
    const targets = new PushTargets(secretStorage, log);
    const secrets = new PushSecrets(targets);
    const push = new Push({ index, documents, pending, results, secrets, memento, log });
    return { index, pending, results, targets, secretStorage, memento, push };
  };

  /** Answers what the product asks with a button of this name. */
  const answering = (button: string): string[] => {
    const asked: string[] = [];
    const before = vscode.window.showWarningMessage;
    const answer = async (message: string, ...rest: unknown[]) => {
      asked.push(message);
      return rest.includes(button) ? button : undefined;
    };
    Object.assign(vscode.window, { showWarningMessage: answer });
    cleanUp.unshift(() => Object.assign(vscode.window, { showWarningMessage: before }));
    return asked;
  };

  beforeEach(() => {
    apps = new TestMobileApps(`push-${folders++}`);
    apps.write();
  });

  afterEach(async () => {
    await closeEditors();
    for (const each of cleanUp.splice(0)) await each();
    apps.remove();
  });

  it('a push clears the marks of what was pushed, and keeps that of a file that came back with an error', async () => {
    apps.write(MISSPELT, SEED_APPLICATION, OTHER_NAME);
    const error = { component: 'mobi', code: 3, file: OTHER_FILE, message: 'The schema' };
    const report: RefreshReport = { checked: 2, refreshed: [FILE], removed: [], errors: [error as never] };
    const url = await serve(() => [200, report]);
    const { pending, results, push } = await build();
    pending.changed(keyOf(SEED_NAME));
    pending.changed(keyOf(OTHER_NAME));
    const last = await push.to(targetAt(url));
    assert.deepEqual(last?.outcome, { detailed: true, ...report });
    assert.deepEqual(pending.keys(), [keyOf(OTHER_NAME)]);
    assert.deepEqual(results.errorOf(keyOf(OTHER_NAME)), error);
    assert.deepEqual(
      results.rows(keyOf('').folder).map((row) => [row.kind, row.kind !== 'more' && row.file]),
      [
        ['error', OTHER_FILE],
        ['refreshed', FILE],
      ],
    );
  });

  it('a push finds the file that an error of 4D itself does not name, when only one has that fault', async () => {
    apps.write(MISSPELT, SEED_APPLICATION, OTHER_NAME);
    const url = await serve(() => [200, [{ errCode: 3, componentSignature: 'mobi', message: 'The schema' }]]);
    const { pending, results, push } = await build();
    pending.changed(keyOf(SEED_NAME));
    pending.changed(keyOf(OTHER_NAME));
    await push.to(targetAt(url));
    assert.deepEqual(pending.keys(), [keyOf(OTHER_NAME)]);
    assert.equal(results.errorOf(keyOf(OTHER_NAME))?.code, 3);
  });

  it('the outcome of a push is shown as rows that open the file where it is at fault, and are said', async () => {
    apps.write(MISSPELT, SEED_APPLICATION, OTHER_NAME);
    const error = { component: 'mobi', code: 3, file: OTHER_FILE, message: 'The schema' };
    const url = await serve(() => [200, { checked: 2, refreshed: [FILE], removed: ['x/gone'], errors: [error] }]);
    const { index, pending, results, push } = await build();
    await push.to(targetAt(url));
    const agreement = own(new MemoryAgreement(new Live()));
    const items = own(new TreeItems(index, () => false, pending, agreement, results));
    const { folder } = keyOf('');
    const group = items.push({ kind: 'push', folder });
    assert.match(String(group.description), /^1 refreshed, 1 removed, 1 error · Staging · /);
    assert.match(group.accessibilityInformation?.label ?? '', /^Last Push, 1 refreshed.*2 session files checked/s);
    const [atFault, gone, fresh] = [0, 1, 2].map((row) => items.pushRow({ kind: 'pushRow', folder, row }));
    assert.deepEqual(
      [atFault?.description, gone?.description, fresh?.description],
      ['mobi/3: The schema', 'removed from memory', 'refreshed in memory'],
    );
    assert.equal(gone?.command, undefined);
    assert.match(atFault?.accessibilityInformation?.label ?? '', /^guest \(iPhone X\), mobi\/3: The schema, .*a{40}$/);
    const { command = '', arguments: given = [] } = atFault?.command ?? {};
    await vscode.commands.executeCommand(command, ...given);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.getText(editor.selection), '"acepted"');
  });

  it('a push that fails leaves the marks, says why in the tree, and follows no redirect', async () => {
    const asked: (string | undefined)[] = [];
    const elsewhere = await serve((request) => {
      asked.push(request.headers.authorization);
      return [200, { success: true }];
    });
    const url = await serve(() => [307, undefined, { location: elsewhere }]);
    const { pending, results, targets, push } = await build();
    pending.changed(keyOf(SEED_NAME));
    const destination = targetAt(url);
    assert.ok(destination.kind === 'target');
    await targets.setSecret(destination.target, SECRET);
    const last = await push.to(destination);
    assert.match(last?.failure ?? '', /answers 307 and points to http:\/\/127\.0\.0\.1/);
    assert.doesNotMatch(last?.failure ?? '', new RegExp(SECRET));
    assert.equal(results.of(keyOf('').folder), last);
    assert.deepEqual([pending.keys().length, asked], [1, []]);
  });

  it('a push leaves the mark of what was changed while it was under way', async () => {
    const parts = await build();
    const url = await serve(() => {
      parts.pending.changed(keyOf(SEED_NAME));
      return [200, { success: true }];
    });
    parts.pending.changed(keyOf(SEED_NAME));
    parts.pending.changed(keyOf(OTHER_NAME));
    await parts.push.to(targetAt(url));
    assert.deepEqual(parts.pending.keys(), [keyOf(SEED_NAME)]);
  });

  it('a push asks to save open session files first, and saves before it sends', async () => {
    const { push } = await build();
    const file = apps.write();
    const read: string[] = [];
    const url = await serve(() => {
      read.push(fs.readFileSync(file.fsPath, 'utf8'));
      return [200, { success: true }];
    });
    const document = await vscode.workspace.openTextDocument(file);
    await replace(document, '"accepted"', '"pending"');
    const asked = answering('Cancel');
    assert.equal(await push.to(targetAt(url)), undefined);
    assert.deepEqual([read, asked], [[], ['A session file is open with unsaved changes.']]);
    answering('Push Without Saving');
    await push.to(targetAt(url));
    assert.ok(document.isDirty);
    answering('Save and Push');
    await push.to(targetAt(url));
    assert.deepEqual(
      read.map((text) => text.includes('"pending"')),
      [false, true],
    );
  });

  it('one push is sent at a time', async () => {
    const { push } = await build();
    let answer: (report: RefreshReport) => void = () => undefined;
    const answered = new Promise<RefreshReport>((resolve) => {
      answer = resolve;
    });
    const client = { ask: () => answered };
    const { folder } = keyOf('');
    const first = push.to({ kind: 'devServer', folder, client });
    assert.equal(await push.to({ kind: 'devServer', folder, client }), undefined);
    answer({ checked: 0, refreshed: [], removed: [], errors: [] });
    assert.ok((await first)?.outcome);
  });

  it('a push reaches the dev server through its control API', async () => {
    const { pending, push } = await build();
    const report: RefreshReport = { checked: 1, refreshed: [FILE], removed: [], errors: [] };
    pending.changed(keyOf(SEED_NAME));
    const { folder } = keyOf('');
    const last = await push.to({ kind: 'devServer', folder, client: { ask: async () => report } });
    assert.deepEqual([last?.destination, last?.outcome?.refreshed, pending.size], ['Dev Server', [FILE], 0]);
    pending.changed(keyOf(SEED_NAME));
    const failing = { ask: () => Promise.reject(new Error('out of order')) };
    const failed = await push.to({ kind: 'devServer', folder, client: failing });
    assert.deepEqual([failed?.failure, pending.size], ['Not pushed: Dev Server says: out of order', 1]);
  });

  it('a push makes the memory of a running dev server agree with the files, and says what became of each', async () => {
    const { index, pending, results, push } = await build();
    const launch = {
      program: path.join(__dirname, '../../../dist/server.js'),
      runtime: process.execPath,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      onLog: () => undefined,
    };
    const connect = (address: ServerAddress) => new HttpControlClient(address);
    const server = own(
      new DevServerController(
        new ServerChildProcess(launch),
        connect,
        log,
        () => SLICES,
        async (url) => url,
      ),
    );
    cleanUp.unshift(() => server.stop());
    const agreement = own(new MemoryAgreement(server));
    const key = keyOf(SEED_NAME);
    const until = async (kind: string) => {
      while (agreement.of(key)?.kind !== kind) await next(agreement.onDidChange);
    };
    await server.start({ mobileApps: key.folder });
    await until('inMemory');
    const toServer = (): Destination => {
      assert.ok(server.client);
      return { kind: 'devServer', folder: key.folder, client: server.client };
    };

    apps.write(SEED_SESSION.replace('"status":"accepted"', '"status":"pending"'));
    await until('changedOnDisk');
    assert.equal(agreement.disagreements, 1);
    pending.changed(key);
    const taken = await push.to(toServer());
    assert.deepEqual([taken?.outcome?.refreshed, pending.size], [[FILE], 0]);
    await until('inMemory');

    apps.write(MISSPELT);
    await until('changedOnDisk');
    pending.changed(key);
    const refused = await push.to(toServer());
    assert.deepEqual([refused?.outcome?.removed, refused?.outcome?.errors[0]?.code], [[FILE], 3]);
    await until('evicted');
    assert.deepEqual([pending.keys(), agreement.disagreements], [[key], 0]);
    assert.ok(index.entry(key) && results.errorOf(key));

    await server.stop();
    assert.equal(agreement.of(key), undefined);
  });

  describe('the target', () => {
    const configuration = () => vscode.workspace.getConfiguration();
    const setTargets = (targets: object[] | undefined) =>
      configuration().update('sessionWorkbench.push.targets', targets, vscode.ConfigurationTarget.Workspace);
    const destinations = async (live: Live) => {
      const parts = await build();
      const agreement = own(new MemoryAgreement(live));
      const actions = { startServer: async () => undefined, addTarget: async () => undefined };
      const chooser = new PushDestinations(live, agreement, parts.targets, parts.pending, parts.memento, actions);
      return { ...parts, chooser };
    };
    afterEach(() => setTargets(undefined));

    it('a push goes to the dev server when it runs on that folder, else to the target of the last time', async () => {
      const live = new Live();
      const { chooser, memento } = await destinations(live);
      await setTargets([{ name: 'Staging', url: 'https://staging.example/push' }]);
      await memento.update('push.lastTarget', 'Staging');
      const { folder } = keyOf('');
      live.become(stateOf(folder, []));
      assert.equal((await chooser.choose(folder, false))?.kind, 'devServer');
      assert.equal((await chooser.choose(undefined, false))?.kind, 'devServer');
      assert.equal((await chooser.choose('/elsewhere', false))?.kind, 'target');
      live.become(undefined);
      assert.equal((await chooser.choose(folder, false))?.kind, 'target');
      assert.throws(() => chooser.named('Production'), /no push target named “Production”/);
    });

    it('a push goes where a session waits, when the dev server runs on another folder and lacks nothing', async () => {
      const live = new Live();
      const { chooser, pending } = await destinations(live);
      const waiting = keyOf(SEED_NAME);
      pending.changed(waiting);
      assert.equal(chooser.folderInNeed(), undefined);
      live.become(stateOf('/elsewhere', []));
      assert.equal(chooser.folderInNeed(), waiting.folder);
      live.become(stateOf('/elsewhere', [{ ...sessionOf(FILE), agreement: 'goneFromDisk' }]));
      assert.equal(chooser.folderInNeed(), undefined);
      live.become(stateOf(waiting.folder, []));
      assert.equal(chooser.folderInNeed(), undefined);
    });

    it('a push asks for a target that is not known, and remembers it', async () => {
      const { chooser } = await destinations(new Live());
      await setTargets([
        { name: 'One', url: 'https://one.example' },
        { name: 'Two', url: 'https://two.example' },
      ]);
      const before = vscode.window.showQuickPick;
      const offered: string[][] = [];
      const pick = async (items: vscode.QuickPickItem[]) => {
        offered.push(items.map(({ label }) => label));
        return items.find(({ label }) => label === 'Two');
      };
      Object.assign(vscode.window, { showQuickPick: pick });
      cleanUp.unshift(() => Object.assign(vscode.window, { showQuickPick: before }));
      for (const ask of [false, false, true]) {
        const chosen = await chooser.choose(undefined, ask);
        assert.equal(chosen?.kind === 'target' && chosen.target.name, 'Two');
      }
      assert.deepEqual(offered, [
        ['One', 'Two', '', 'Start Dev Server', 'Add Push Target…'],
        ['Two', 'One', '', 'Start Dev Server', 'Add Push Target…'],
      ]);
    });

    it('a push keeps a secret for one origin, and only in the secret storage', async () => {
      const { targets, secretStorage } = await destinations(new Live());
      await setTargets([]);
      await targets.put('Staging', 'https://staging.example/push');
      const target = targets.find('Staging');
      assert.ok(target);
      await targets.setSecret(target, SECRET);
      assert.deepEqual(await targets.secretOf({ ...target, url: 'https://staging.example/other' }), {
        kind: 'known',
        secret: SECRET,
      });
      for (const url of [
        'https://evil.example/push',
        'http://staging.example/push',
        'https://staging.example:444/push',
      ]) {
        assert.deepEqual(await targets.secretOf({ ...target, url }), {
          kind: 'otherOrigin',
          origin: 'https://staging.example',
        });
      }
      const settings = JSON.stringify(configuration().inspect('sessionWorkbench.push.targets'));
      assert.ok(settings.includes('staging.example') && !settings.includes(SECRET));
      await targets.remove('Staging');
      assert.deepEqual([targets.list(), secretStorage.kept.size], [[], 0]);
    });

    it('a key binding can say the target of a push, through the command itself', async () => {
      const asked: (string | undefined)[] = [];
      const url = await serve(({ method, url: place }) => {
        asked.push(`${method} ${place}`);
        return [200, { checked: 1, refreshed: [], removed: [], errors: [] }];
      });
      await setTargets([{ name: 'Staging', url }]);
      const broken = apps.write('{', SEED_APPLICATION, OTHER_NAME);
      // Until the product knows the folder.
      await untilCodes(broken, ['mobi/2']);
      const { folder } = keyOf('');
      await vscode.commands.executeCommand(PUSH_COMMANDS.sessionsPush.id, { to: 'Staging', folder });
      assert.deepEqual(asked, ['POST /push']);
      await vscode.commands.executeCommand(PUSH_COMMANDS.pushShowLast.id, { folder });
      await vscode.commands.executeCommand(PUSH_COMMANDS.pushDismissLast.id, { folder });
    });
  });

  describe('the memory of the dev server', () => {
    it('memory is told of each session: in words, by a sign, and to a screen reader; only what differs is drawn anew', async () => {
      const live = new Live();
      const { index, pending, results } = await build();
      const agreement = own(new MemoryAgreement(live));
      const items = own(new TreeItems(index, () => false, pending, agreement, results));
      const key = keyOf(SEED_NAME);
      const entry = index.entry(key);
      assert.ok(entry);
      const search = searchAsShown(pending, agreement);
      const isFoundBy = (text: string) =>
        search.query(text).inApplication(key.folder, key.application, '')(entry) !== undefined;
      // Whatever the row says, it is found by that.
      const draw = () => {
        const item = items.session({ kind: 'session', key }, entry);
        for (const words of String(item.description).split(' · ')) assert.ok(isFoundBy(words), words);
        return item;
      };
      assert.deepEqual([draw().description, draw().resourceUri], ['iPhone X · 11.3', undefined]);
      assert.equal(isFoundBy('memory'), false);

      const changes: AgreementChange[] = [];
      own(agreement.onDidChange((change) => changes.push(change)));
      live.become(stateOf(key.folder, [sessionOf(FILE)]));
      assert.deepEqual(changes.splice(0), [{ folder: key.folder, keys: undefined }]);
      // What is as it should be is not said, but found.
      assert.deepEqual([draw().description, draw().resourceUri], ['iPhone X · 11.3', undefined]);
      assert.equal(draw().accessibilityInformation?.label, 'guest, accepted, iPhone X, 11.3, simulator');
      assert.ok(isFoundBy('in memory'));

      live.change(mobileChange({ kind: 'session', session: { ...sessionOf(FILE), agreement: 'changedOnDisk' } }));
      assert.deepEqual(changes.splice(0), [{ folder: key.folder, keys: [key] }]);
      assert.deepEqual([draw().description, agreement.disagreements], ['iPhone X · 11.3 · changed on disk', 1]);
      assert.equal(draw().resourceUri?.scheme, 'session-workbench-memory');

      const evicted = { id: SEED_NAME, file: FILE, at: NOW, code: 3 as const, why: 'The status is misspelt.' };
      live.change(mobileChange({ kind: 'sessionRemoved', file: FILE, evicted }));
      assert.deepEqual([draw().description, agreement.disagreements], ['iPhone X · 11.3 · evicted (mobi/3)', 0]);
      assert.match(draw().accessibilityInformation?.label ?? '', /removed from memory\. The status is misspelt\./);
      const tooltip = await items.sessionTooltip(key, entry);
      assert.match(tooltip.value.replaceAll('&nbsp;', ' '), /The status is misspelt/);
      assert.deepEqual(agreement.of(keyOf(OTHER_NAME)), { kind: 'notInMemory' });

      live.become(undefined);
      assert.deepEqual([draw().description, agreement.of(key)], ['iPhone X · 11.3', undefined]);
    });

    it('the sign of a session is asked for anew when the dev server goes, and when it is back', () => {
      const live = new Live();
      const agreement = own(new MemoryAgreement(live));
      const decorations = own(new MemoryDecorations(agreement, () => false));
      const drawn: string[] = [];
      own(decorations.onDidChangeFileDecorations((uris) => drawn.push(...uris.map(String))));
      const key = keyOf(SEED_NAME);
      live.become(stateOf(key.folder, []));
      const uri = decorations.uriOf(key);
      assert.ok(uri);
      const badge = () => decorations.provideFileDecoration(uri)?.badge;
      assert.equal(badge(), '○');
      for (const [state, sign] of [
        [undefined, undefined],
        [stateOf(key.folder, []), '○'],
      ] as const) {
        live.become(state);
        assert.deepEqual([drawn.splice(0), badge()], [[String(uri)], sign]);
      }
    });
  });
});

const NOW = '2026-01-01T00:00:00.000Z';

/** The dev server as the product sees it, as far as its state goes. */
class Live {
  state: ServerState | undefined;
  private readonly emitter = new vscode.EventEmitter<{ after: ServerState | undefined; changes: ServerChange[] }>();
  readonly onDidChangeState = this.emitter.event;
  readonly client = { ask: () => Promise.reject(new Error('not asked for')) };

  become(state: ServerState | undefined): void {
    this.state = state;
    this.emitter.fire({ after: state, changes: state ? [{ kind: 'snapshot', state }] : [] });
  }

  change(change: ServerChange): void {
    this.emitter.fire({ after: this.state, changes: [change] });
  }
}

function mobileChange(change: MobileChange): ServerChange {
  return { kind: 'system', system: 'mobile', change };
}

function stateOf(folder: string, sessions: MobileSession[]): ServerState {
  return {
    version: 2,
    url: 'http://127.0.0.1:1',
    externalPlatformUrl: 'http://localhost:2',
    clock: { now: NOW, offsetMs: 0, paused: false },
    systems: { mobile: { folder, sessions, evicted: [] } },
    outbox: [],
    faults: [],
    journal: [],
  };
}

function sessionOf(file: string): MobileSession {
  return {
    id: SEED_NAME,
    file,
    applicationId: 'com.contactApp.Contact',
    applicationName: 'Contact',
    teamId: 'UTT7VDX8W5',
    email: '',
    deviceId: '1',
    deviceDescription: 'iPhone X',
    deviceOs: '',
    deviceVersion: '11.3',
    status: 'accepted',
    agreement: 'inMemory',
    loadedAt: NOW,
  };
}
