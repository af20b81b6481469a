import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { qrCodeSvg } from '../../src/core/base/qrCode';
import { ExpandedRows } from '../../src/vscode/host/expandedRows';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { JournalShown } from '../../src/vscode/server/journalShown';
import { qrCodePage } from '../../src/vscode/server/qrCodePanel';
import type { ServerNode } from '../../src/vscode/server/serverNode';
import type { ServerTree } from '../../src/vscode/server/serverTree';
import { Memory } from './memory';
import { devServers, login, request, untilState } from './servers';
import { TestServerTree } from './serverTrees';
import { next } from './workspace';

describe('the view Dev Server', () => {
  const devServer = devServers();
  let folder: string;
  let server: DevServerController;
  let journal: JournalShown;
  let tree: ServerTree;

  beforeEach(async () => {
    folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'dev-server-')), 'MobileApps');
    fs.mkdirSync(folder);
    server = devServer();
    journal = new JournalShown(server, new Memory());
    tree = await TestServerTree.open(server, journal);
  });

  afterEach(async () => {
    await server.stop();
    for (const each of [tree, journal, server]) each.dispose();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  /** Every row as VS Code would draw it: indented, without what differs from run to run. */
  const drawn = (node?: ServerNode, depth = 0): string[] =>
    tree.getChildren(node).flatMap((child) => {
      const item = tree.getTreeItem(child);
      const label = `${'  '.repeat(depth)}${item.label}`;
      return [`${label} | ${String(item.description)}`, ...drawn(child, depth + 1)];
    });
  const rows = (node?: ServerNode): ServerNode[] => tree.getChildren(node).flatMap((child) => [child, ...rows(child)]);

  it('the view has no rows while the server is stopped, as the welcome text is there', () => {
    assert.deepEqual(tree.getChildren(), []);
  });

  it('the view draws addresses, clock, memory, outbox, faults and journal', async () => {
    const { url, externalPlatformUrl } = await server.start({
      mobileApps: folder,
      mobile: { policy: { otherwise: { outcome: 'pending', mail: true } } },
    });
    await login(url);
    await server.client?.addFault({ kind: 'status', status: 503, times: 1 });
    await untilState(
      server,
      ({ systems: { mobile }, outbox, faults, journal: written }) =>
        mobile?.sessions.length === 1 &&
        outbox.length === 1 &&
        faults.length === 1 &&
        written.some(({ route }) => route?.includes('$authenticate')),
    );
    const text = drawn().join('\n');
    assert.match(text, new RegExp(`^Server running \\| :${new URL(url).port}$`, 'm'));
    assert.match(text, new RegExp(`^ {2}Address \\| ${url}$`, 'm'));
    assert.match(text, new RegExp(`^ {2}Mailbox and external platform \\| ${externalPlatformUrl}$`, 'm'));
    assert.match(text, /^Clock \| /m);
    assert.match(text, /^Sessions in Memory \| 1\n {2}ada@example\.com \| iPhone of Ada · iOS 17\.0$/m);
    assert.match(text, /^Outbox \| 1\n {2}.+ \| ada@example\.com · .*expires in /m);
    assert.match(text, /^Faults \| 1\n {2}Answer 503 \| every request · once · hit 0 of 0$/m);
    assert.match(text, /^Journal \| /m);
    assert.match(text, /^ {2}Login pending: ada@example\.com \| by default · POST 200 · /m);
  });

  it('rows that were expanded or collapsed are so in the next window, but entries of the journal are not', async () => {
    const { url } = await server.start({ mobileApps: folder });
    await login(url);
    await untilState(
      server,
      ({ journal: written, systems }) => written.length > 0 && systems.mobile?.sessions.length === 1,
    );
    const memory = new Memory();
    const opened = () =>
      TestServerTree.open(server, journal, undefined, new ExpandedRows(memory, 'toggledRows.server'));
    const before = await opened();
    const entry = before.getChildren({ kind: 'journal' })[0] as ServerNode;
    before.rowToggled({ kind: 'server' }, false);
    before.rowToggled({ kind: 'memory' }, true);
    before.rowToggled(entry, true);
    const after = await opened();
    const states = (shown: ServerTree) =>
      [{ kind: 'server' }, { kind: 'memory' }, entry].map((row) => shown.getTreeItem(row).collapsibleState);
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    assert.deepEqual(states(before), [Collapsed, Expanded, Expanded]);
    assert.deepEqual(states(after), [Collapsed, Expanded, Collapsed]);
    for (const each of [before, after]) each.dispose();
  });

  it('the view says every row, and gives each an id of its own and the parent that has it', async () => {
    const { url } = await server.start({ mobileApps: folder });
    await login(url);
    await untilState(
      server,
      ({ systems: { mobile }, journal: written }) => mobile?.sessions.length === 1 && written.length > 0,
    );
    const all = rows();
    const ids = all.map((node) => tree.getTreeItem(node).id);
    assert.equal(new Set(ids).size, ids.length);
    for (const node of all) {
      const label = tree.getTreeItem(node).accessibilityInformation?.label;
      assert.ok(label, `${tree.getTreeItem(node).id} is not said`);
      assert.ok(!label.includes('undefined'), label);
      const parent = tree.getParent(node);
      assert.ok(tree.getChildren(parent).includes(node), `${tree.getTreeItem(node).id} is not in its parent`);
    }
  });

  it('the view draws anew only what became different', async () => {
    await server.start({ mobileApps: folder });
    await next(tree.onDidChangeTreeData);
    rows();
    const fired = next(tree.onDidChangeTreeData);
    await server.client?.addFault({ kind: 'reset' });
    const nodes = await fired;
    assert.ok(nodes, 'not the whole tree');
    const kinds = nodes.map(({ kind }) => kind);
    assert.ok(kinds.includes('faults'), kinds.join());
    assert.ok(
      kinds.every((kind) => kind === 'faults' || kind === 'journal'),
      kinds.join(),
    );
  });

  it('the view leaves in the journal what the filter finds, newest first, and opens each to its causes', async () => {
    const { url } = await server.start({ mobileApps: folder });
    await login(url);
    assert.equal((await request(`${url}/mobileapp/`, 'GET', {})).status, 200);
    await untilState(server, ({ journal: written }) => written.filter(({ face }) => face === 'mobile').length >= 2);
    journal.filter = 'face:mobile';
    const routes = tree.getChildren({ kind: 'journal' }).map((node) => String(tree.getTreeItem(node).label));
    assert.deepEqual(routes, ['Ping answered: /mobileapp/', 'Login accepted: ada@example.com']);
    journal.filter = '4xx';
    assert.deepEqual(tree.getChildren({ kind: 'journal' }), []);
    journal.filter = '$authenticate';
    const [entry] = tree.getChildren({ kind: 'journal' });
    assert.ok(entry);
    const kinds = tree.getChildren(entry).map(({ kind }) => kind);
    assert.ok(kinds.includes('cause') && kinds.includes('change'), kinds.join());
  });

  it('own actions are not in the journal, unless they are asked for by the command or by the filter', async () => {
    await server.start({ mobileApps: folder });
    await server.client?.moveClock({ advanceMs: 1000 });
    await untilState(server, ({ journal: written }) => written.some(({ face }) => face === 'control'));
    const labels = () => tree.getChildren({ kind: 'journal' }).map((node) => String(tree.getTreeItem(node).label));
    assert.deepEqual(labels(), []);
    journal.filter = 'face:control';
    assert.deepEqual(labels(), ['Clock moved']);
    journal.filter = '';
    await journal.showOwnActions(true);
    assert.deepEqual(labels(), ['Clock moved']);
    await journal.showOwnActions(false);
    assert.deepEqual(labels(), []);
  });

  it('the cause that decided has the arrow, though a note comes after it', async () => {
    const { url } = await server.start({ web: { cookie: { sameSite: 'None' } } });
    await request(`${url}/rest/$singleton/Nope/call`, 'POST', { 'content-type': 'application/json' }, '[]');
    await untilState(server, ({ journal: written }) => written.some(({ status }) => status === 404));
    journal.filter = '404';
    const [entry] = tree.getChildren({ kind: 'journal' });
    assert.ok(entry);
    const causes = tree
      .getChildren(entry)
      .filter(({ kind }) => kind === 'cause')
      .map((node) => tree.getTreeItem(node));
    const drawnAs = causes.map(({ label, iconPath }) => `${label} ${(iconPath as vscode.ThemeIcon).id}`);
    assert.deepEqual(drawnAs.slice(-2), ['web.code.noModule arrow-small-right', 'server.cookie-dropped dash']);
    assert.equal(drawnAs.filter((each) => each.endsWith('arrow-small-right')).length, 1);
  });

  it('the QR code is drawn black on white with its quiet zone, is said, and lets nothing run', () => {
    const svg = qrCodeSvg('http://192.168.1.5:8080/pair?code=123456', 'A "code"');
    const [, size] = /viewBox="0 0 (\d+) \1"/.exec(svg) ?? [];
    assert.ok(svg.includes(`<rect width="${size}" height="${size}" fill="#fff"/>`));
    assert.ok(svg.includes('role="img" aria-label="A &quot;code&quot;"'));
    const places = [...svg.matchAll(/M(\d+) (\d+)h/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
    assert.deepEqual([Math.min(...places), Math.max(...places)], [4, Number(size) - 5]);
    const lan = { urls: [], pairingCode: '<1&2>', paired: ['10.0.0.2'] };
    const page = qrCodePage('http://a', lan, { source: 'https://x', style: 'https://x/s.css' });
    assert.ok(page.includes(`default-src 'none'; style-src https://x"`));
    assert.ok(page.includes('&lt;1&amp;2&gt;') && !page.includes('<1&'));
    assert.ok(!/<script|\son\w+=|style="/.test(page));
  });
});
