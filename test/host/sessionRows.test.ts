import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { makeFinding } from '../../src/core/compliance/finding';
import { phrase } from '../../src/core/compliance/phrase';
import { ArrangedIndex } from '../../src/core/index/arrangedIndex';
import type { Condition, SessionEntry } from '../../src/core/index/sessionEntry';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { ExpandedRows } from '../../src/vscode/host/expandedRows';
import { MemoryAgreement } from '../../src/vscode/memory/memoryAgreement';
import { NotYetPushed } from '../../src/vscode/mobileApps/notYetPushed';
import { SessionDocuments } from '../../src/vscode/mobileApps/sessionDocuments';
import { PushResults } from '../../src/vscode/push/pushResults';
import { sessionTooltip } from '../../src/vscode/sessions/sessionTooltip';
import { TreeItems } from '../../src/vscode/sessions/treeItems';
import type { PageNode } from '../../src/vscode/sessions/treeNode';
import { SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { Memory } from './memory';
import { TestMobileApps } from './workspace';

const FOLDER = '/nowhere/MobileApps';
const APPLICATION = 'com.example.rows';
const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

interface Traits {
  readonly condition?: Condition;
  readonly email?: string | undefined;
  readonly device?: string;
  readonly simulator?: boolean;
}

/** A session of an iPhone that jane has, unless told otherwise. */
function entry(name: string, traits: Traits = {}): SessionEntry {
  const { condition = 'accepted', device = 'iPhone 15', simulator = false } = traits;
  const email = 'email' in traits ? traits.email : 'jane@example.com';
  const fields = {
    teamId: '',
    simulator,
    jailbroken: false,
    deviceOs: 'iOS',
    deviceVersion: '17.4',
    status: condition,
  };
  return {
    name,
    condition,
    modified: 0,
    size: 700,
    fields: { ...fields, deviceDescription: device, ...(email !== undefined && { email }) },
    findings: condition === 'atFault' ? [makeFinding('mobi/3', phrase('Wrong.'), '', START)] : [],
    ...(condition === 'unreadable' && { unreadable: phrase('No.') }),
  };
}

describe('rows of sessions', () => {
  const cleanUp: (() => unknown)[] = [];
  const own = <T extends { dispose(): unknown }>(each: T): T => {
    cleanUp.unshift(() => each.dispose());
    return each;
  };

  afterEach(async () => {
    for (const each of cleanUp.splice(0)) await each();
  });

  /** The rows of an index that has these sessions. */
  const build = (entries: readonly SessionEntry[], state: 'ready' | 'scanning' = 'ready') => {
    const index = own(new SessionIndex());
    index.apply({ kind: 'folderState', folder: FOLDER, state: { kind: 'scanning' } });
    index.apply({ kind: 'folderListed', folder: FOLDER, applications: [APPLICATION], others: [] });
    index.apply({ kind: 'checked', folder: FOLDER, application: APPLICATION, entries });
    if (state === 'ready') index.apply({ kind: 'folderState', folder: FOLDER, state: { kind: 'ready' } });
    const pending = own(new NotYetPushed(new Memory(), new SessionDocuments(index)));
    const stopped = { state: undefined, onDidChangeState: own(new vscode.EventEmitter<never>()).event };
    const agreement = own(new MemoryAgreement(stopped));
    const items = own(new TreeItems(index, () => false, pending, agreement, own(new PushResults(index))));
    const row = (each: SessionEntry) =>
      items.session({ kind: 'session', key: { folder: FOLDER, application: APPLICATION, name: each.name } }, each);
    return { index, items, row };
  };
  const textOf = ({ label, description }: vscode.TreeItem) => `${label} | ${description}`;
  const many = (condition: Condition, count: number, from = 0) =>
    Array.from({ length: count }, (_, at) => entry(`${condition}${from + at}`, { condition }));

  it('the row of a session says who, then what is wrong, then the device', () => {
    const { row } = build([]);
    assert.equal(textOf(row(entry('1'))), 'jane@example.com | iPhone 15 · iOS 17.4');
    assert.equal(textOf(row(entry('2', { email: '' }))), 'guest | iPhone 15 · iOS 17.4');
    const broken = entry('0123456789abcdef0123', { condition: 'atFault', email: undefined, device: '' });
    assert.equal(textOf(row(broken)), '0123456789… | mobi/3 · iOS 17.4');
    assert.equal(row(broken).accessibilityInformation?.label, '0123456789…, at fault, iOS 17.4, mobi/3: Wrong.');
  });

  it('a simulator is seen by its icon, and said where the icon says something else', () => {
    const { row } = build([]);
    const simulator = { device: 'Simulator (iPhone 15)', simulator: true };
    const icons = (['accepted', 'pending', 'atFault', 'unreadable'] as const).map((condition) =>
      [false, true].map((each) => (row(entry('x', { condition, simulator: each })).iconPath as vscode.ThemeIcon).id),
    );
    assert.deepEqual(icons, [
      ['pass', 'vm-active'],
      ['clock', 'vm-outline'],
      ['error', 'error'],
      ['lock', 'lock'],
    ]);
    assert.equal(row(entry('1', simulator)).description, 'iPhone 15 · iOS 17.4');
    const atFault = row(entry('2', { ...simulator, condition: 'atFault' }));
    assert.equal(atFault.description, 'mobi/3 · iPhone 15 · iOS 17.4 · simulator');
    const spoken = row(entry('1', simulator)).accessibilityInformation?.label;
    assert.equal(spoken, 'jane@example.com, accepted, iPhone 15, iOS 17.4, simulator');
  });

  it('the row of an application has its numbers, without those that are zero', () => {
    const rowWith = (entries: readonly SessionEntry[], shown = entries.length) =>
      build(entries).items.application({ kind: 'application', folder: FOLDER, application: APPLICATION }, shown);
    const some = [...many('accepted', 10), ...many('pending', 5), ...many('atFault', 4), ...many('unreadable', 1)];
    assert.equal(rowWith(some).description, '20 · 5 pending · 4 at fault · 1 not readable');
    assert.equal(rowWith(many('accepted', 3)).description, '3');
    assert.equal(rowWith(some, 7).description, '7 of 20');
  });

  it('a page has the number of sessions at fault on it, in words and as a badge', async () => {
    const { index, items } = build([...many('atFault', 3), ...many('accepted', 250)]);
    const arranged = new ArrangedIndex(index, { sort: 'status', filter: '' });
    const { sessions, byCondition } = arranged.application(FOLDER, APPLICATION);
    const parent = { kind: 'application', folder: FOLDER, application: APPLICATION } as const;
    const page = (node: PageNode, rows = sessions) =>
      items.page(node, rows.part(node.page * 200, 200 + node.page * 200), 'status');
    const first = page({ kind: 'page', parent, page: 0 });
    assert.equal(textOf(first), '1–200 | 3 at fault · at fault … accepted');
    assert.equal(page({ kind: 'page', parent, page: 1 }).description, 'accepted');
    assert.match(first.resourceUri?.query ?? '', /^3$/);
    const below = page(
      { kind: 'page', parent: { ...parent, kind: 'status', condition: 'atFault' }, page: 0 },
      byCondition.get('atFault'),
    );
    assert.deepEqual([below.description, below.resourceUri], ['at fault', undefined]);
  });

  it('the row of a folder has no number that stands still while it is scanned', () => {
    const { index, items } = build(many('atFault', 120), 'scanning');
    const row = () => String(items.folder({ kind: 'folder', folder: FOLDER }).description);
    assert.doesNotMatch(row(), /at fault/);
    index.apply({ kind: 'folderState', folder: FOLDER, state: { kind: 'ready' } });
    assert.match(row(), /^120 at fault · /);
  });

  it('rows that were expanded or collapsed are known after a reload, and the last of them where there are too many', async () => {
    const memory = new Memory();
    const before = new ExpandedRows(memory, 'rows');
    before.set('page:1', true);
    before.set('folder:1', true);
    before.set('folder:1', false);
    await before.dispose();
    const after = new ExpandedRows(memory, 'rows');
    assert.deepEqual(
      ['page:1', 'folder:1', 'folder:2'].map((id) => after.isOpen(id)),
      [true, false, undefined],
    );
    for (let at = 0; at < 500; at++) after.set(`row:${at}`, true);
    assert.deepEqual([after.isOpen('page:1'), after.isOpen('row:499')], [undefined, true]);
  });

  describe('tooltips', () => {
    const apps = new TestMobileApps('tooltips');
    afterEach(() => apps.remove());
    const cells = ({ value }: vscode.MarkdownString) =>
      value
        .split('\n')
        .filter((line) => line.startsWith('| '))
        .map((line) => line.slice(2, -2).split(' | '));
    const html = async ({ value }: vscode.MarkdownString) =>
      String(await vscode.commands.executeCommand('markdown.api.render', value));

    it('the tooltip of a session is a table: what is wrong, who, device, address and dates, what servers have, then the device', async () => {
      const uri = apps.write();
      const session = { ...entry(SEED_NAME, { condition: 'atFault', simulator: true }), modified: 1 };
      const tooltip = await sessionTooltip(uri, session, ['Dev server: in memory.']);
      const rows = cells(tooltip);
      // Nothing breaks after the slash.
      assert.deepEqual(rows[0], ['$(error)&nbsp;mobi/\u20603', 'Wrong.']);
      assert.deepEqual(
        rows.slice(1).map(([head]) => head),
        ['E-mail', 'Status', 'Device', 'IP&nbsp;Address', 'Last&nbsp;Change', '$(cloud-upload)', 'File'],
      );
      assert.deepEqual(rows[3], ['Device', 'iPhone 15 · iOS 17.4 · simulator']);
      assert.deepEqual(rows[4], ['IP&nbsp;Address', '::ffff:192.168.5.4']);
      assert.ok(tooltip.value.indexOf('"0DC5132E') > tooltip.value.indexOf(SEED_NAME));
      assert.match(await html(tooltip), /<table[ >][\s\S]*<\/table>[\s\S]*<code/);
    });

    it('no text of a file gets out of its cell, or becomes a link, a picture, an icon or HTML', async () => {
      const evil =
        'a|b\n\n# c\u202e | `|` \\| [x](command:y) ![i](http://evil/i.png) <b> $(error) www.evil.com https://evil.com';
      const uri = apps.write(SEED_SESSION.replace('"::ffff:192.168.5.4"', JSON.stringify(evil)));
      const tooltip = await sessionTooltip(uri, entry(evil, { email: evil, device: evil }));
      const page = await html(tooltip);
      const [table = ''] = /<table[ >][\s\S]*<\/table>/.exec(page) ?? [];
      assert.equal((table.match(/<tr[ >]/g) ?? []).length, 5);
      assert.equal((table.match(/<t[hd][ >]/g) ?? []).length, 10);
      const tags = new Set([...table.matchAll(/<([a-z0-9]+)/g)].map(([, tag]) => tag));
      assert.deepEqual([...tags].sort(), ['table', 'tbody', 'td', 'th', 'thead', 'tr']);
      assert.doesNotMatch(tooltip.value, /(?<!\\)\$\(error\)/);
    });
  });
});
