import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import type { ServerState } from '../../core/protocol/state';
import type { SystemChange } from '../../core/protocol/systemStates';
import type { MobileSession } from '../../core/systems/mobile/mobileSession';
import type { WebSession } from '../../core/systems/web/webSession';
import { nodeTimers } from '../host/timers';
import { visibleItem } from '../host/visibleItem';
import { WebItems } from '../systems/web/webItems';
import { isWebNode, sessionIdOf } from '../systems/web/webNode';
import { webSessionFace } from '../systems/web/webText';
import type { DevServerController, StateDelta } from './devServer';
import type { JournalShown } from './journalShown';
import type { ServerItems } from './serverItems';
import { type AddressNode, type ServerNode, serverNodeId, sessionKeyOf } from './serverNode';
import { ServerRows, sessionsOfPage } from './serverRows';
import { isLan } from './serverSettings';
import { virtualNow } from './serverText';
import { statusFace } from './statusFace';

/** Changes are drawn together: at most this often, which is faster than anybody reads. */
const REDRAW_MS = 100;
const MINUTE = 60_000;
const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/**
 * The tree of the dev session server: a projection of its status and its state. Rows are made when they are asked for,
 * keep their ids, and only those that changed are drawn anew. A stopped server has no rows: the welcome text is there.
 */
export class ServerTree implements vscode.TreeDataProvider<ServerNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ServerNode[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  /** Rows that were handed to VS Code, by id: the same object each time, as its refresh wants it. */
  private readonly nodes = new Map<string, ServerNode>();
  /** What the user opened and closed: VS Code forgets it when a row is drawn anew. */
  private readonly toggled = new Map<string, boolean>();
  private readonly pending = new Map<string, ServerNode>();
  private allPending = false;
  private minute: NodeJS.Timeout | undefined;
  private readonly redrawn = new vscode.EventEmitter<void>();
  /** Fires when changes were handed to VS Code. */
  readonly onDidRedraw = this.redrawn.event;
  private readonly flush = new Coalesced(nodeTimers, REDRAW_MS, () => this.flushNow());
  private readonly disposables: vscode.Disposable[];
  private readonly rows: ServerRows;

  constructor(
    private readonly server: DevServerController,
    private readonly journal: JournalShown,
    private readonly items: ServerItems,
    private readonly webItems = new WebItems(() => false),
  ) {
    this.rows = new ServerRows(server, journal);
    this.disposables = [
      this.changed,
      this.redrawn,
      this.flush,
      server.onDidChangeStatus(() => this.redrawAll()),
      server.onDidChangeState((delta) => this.stateChanged(delta)),
      journal.onDidChange(() => this.redraw({ kind: 'journal' })),
    ];
  }

  getTreeItem(node: ServerNode): vscode.TreeItem {
    const item = this.itemOf(node);
    const id = serverNodeId(node);
    // Another row for VS Code: one that had nothing beneath it stays closed when it gets something.
    item.id = node.kind === 'server' && item.collapsibleState === None ? `${id} alone` : id;
    const expanded = this.toggled.get(id);
    if (item.collapsibleState !== None && expanded !== undefined) {
      item.collapsibleState = expanded ? Expanded : Collapsed;
    }
    return visibleItem(item);
  }

  rowToggled(node: ServerNode, expanded: boolean): void {
    this.toggled.set(serverNodeId(node), expanded);
  }

  getChildren(node?: ServerNode): ServerNode[] {
    // VS Code asks for what is below an open row, and says that a row was opened only when it is not just drawing all anew.
    if (node) this.rowToggled(node, true);
    return this.rows.childrenOf(node).map((each) => this.known(each));
  }

  getParent(node: ServerNode): ServerNode | undefined {
    const parent = this.rows.parentOf(node);
    return parent && this.known(parent);
  }

  /** The newest entry that is shown: where *Follow Journal* looks. */
  newestEntry(): ServerNode | undefined {
    const newest = this.journal.newest;
    return newest && this.known({ kind: 'entry', id: newest.id });
  }

  /** The text of an address row: what is opened and copied. */
  addressOf(node: AddressNode): string | undefined {
    return this.rows.addressOf(node);
  }

  dispose(): void {
    clearTimeout(this.minute);
    for (const each of this.disposables) each.dispose();
  }

  private itemOf(node: ServerNode): vscode.TreeItem {
    if (node.kind === 'server') return this.serverItem();
    const { state } = this.server;
    return (state && this.itemIn(node, state)) ?? this.items.vanished();
  }

  private serverItem(): vscode.TreeItem {
    const { status, problem, warning, state } = this.server;
    const facts = { url: state?.url ?? this.server.address?.url, problem, warning, lan: isLan(this.server.options) };
    return this.items.server(statusFace(status, facts), status, state !== undefined);
  }

  private itemIn(node: Exclude<ServerNode, { kind: 'server' }>, state: ServerState): vscode.TreeItem | undefined {
    if (isWebNode(node)) return this.webItems.item(node, state);
    switch (node.kind) {
      case 'address': {
        const text = this.rows.addressOf(node);
        return text === undefined ? undefined : this.items.address(node, text);
      }
      case 'clock':
        return this.items.clock(state);
      case 'memory':
        return this.items.memory(state);
      case 'page':
        return this.items.page(node.page, sessionsOfPage(state, node.page));
      case 'session': {
        const session = state.systems.mobile?.sessions.find(({ file }) => file === node.file);
        return session && this.items.session(node, session);
      }
      case 'evictions':
        return this.items.evictions(state);
      case 'eviction': {
        const evicted = state.systems.mobile?.evicted.find(({ file }) => file === node.file);
        return evicted && this.items.eviction(node, evicted);
      }
      case 'outbox':
        return this.items.outbox(state);
      case 'mail': {
        const mail = state.outbox.find(({ id }) => id === node.id);
        return mail && this.items.mail(node, mail, virtualNow(state.clock));
      }
      case 'faults':
        return this.items.faults(state);
      case 'fault': {
        const fault = state.faults.find(({ id }) => id === node.id);
        return fault && this.items.fault(fault);
      }
      case 'journal': {
        const { entries, hasOlder } = this.journal.page();
        return this.items.journal(entries.length, hasOlder, this.journal.filter);
      }
      case 'entry': {
        const entry = this.journal.entry(node.id);
        return entry && this.items.entry(node, entry);
      }
      case 'cause':
      case 'change': {
        const entry = this.journal.entry(node.entry);
        return entry && this.items[node.kind](entry, node.index);
      }
      case 'older':
        return this.items.older();
    }
  }

  private known(node: ServerNode): ServerNode {
    const id = serverNodeId(node);
    const known = this.nodes.get(id);
    if (known) return known;
    this.nodes.set(id, node);
    return node;
  }

  private stateChanged({ before, after, changes }: StateDelta): void {
    if (!before || !after || changes.some(({ kind }) => kind === 'snapshot')) {
      this.nodes.clear();
      this.redrawAll();
      return;
    }
    if (before.lan !== after.lan) this.redraw({ kind: 'server' });
    if (before.clock !== after.clock) {
      this.redraw({ kind: 'clock' });
      // What is expired is another thing at another time.
      this.redraw({ kind: 'outbox' });
      this.redraw({ kind: 'web' });
    }
    if (before.outbox !== after.outbox) this.redraw({ kind: 'outbox' });
    if (before.journal !== after.journal) this.journalChanged(before, after);
    for (const change of changes) {
      if (change.kind === 'system') this.systemChanged(before, after, change);
      else if (change.kind === 'faultRemoved') this.redraw({ kind: 'faults' });
      else if (change.kind === 'fault') {
        const isKnown = before.faults.some(({ id }) => id === change.fault.id);
        this.redraw(isKnown ? { kind: 'fault', id: change.fault.id } : { kind: 'faults' });
      }
    }
  }

  private systemChanged(before: ServerState, after: ServerState, { system, change }: SystemChange): void {
    if (system === 'mobile') {
      if (change.kind === 'session') this.sessionChanged(before, after, change.session);
      else this.redraw({ kind: 'memory' });
    } else if (change.kind === 'session') this.webSessionChanged(before, after, change.session);
    else this.webSessionGone(change.id);
  }

  /** Rows of entries that the journal has dropped are not kept either. */
  private journalChanged(before: ServerState, after: ServerState): void {
    const first = after.journal[0]?.id ?? 0;
    for (const { id } of before.journal) {
      if (id >= first) break;
      this.nodes.delete(serverNodeId({ kind: 'entry', id }));
    }
    this.redraw({ kind: 'journal' });
  }

  /** The time of the last request is in the tooltip alone: a row that looks the same is not drawn anew for it. */
  private sessionChanged(before: ServerState, after: ServerState, session: MobileSession): void {
    const known = before.systems.mobile?.sessions.find(({ file }) => file === session.file);
    if (!known || before.systems.mobile?.evicted.length !== after.systems.mobile?.evicted.length) {
      this.redraw({ kind: 'memory' });
      return;
    }
    const face = ({ lastRequestAt: _, ...shown }: MobileSession) => JSON.stringify(shown);
    if (face(known) === face(session)) return;
    const key = sessionKeyOf(this.rows.folderOf(after), session.file);
    this.redraw({ kind: 'session', key, file: session.file });
  }

  /** Each request begins the life of its session anew: a row that looks the same is not drawn anew for it. */
  private webSessionChanged(before: ServerState, after: ServerState, session: WebSession): void {
    const known = before.systems.web?.sessions.find(({ id }) => id === session.id);
    const now = virtualNow(after.clock);
    if (!known || known.isGuest !== session.isGuest) this.redraw({ kind: 'web' });
    else if (webSessionFace(known, now) !== webSessionFace(session, now)) {
      this.redraw({ kind: 'webSession', id: session.id });
    }
  }

  /** Rows of sessions that are over are not kept either. */
  private webSessionGone(id: string): void {
    for (const [key, node] of this.nodes) if (isWebNode(node) && sessionIdOf(node) === id) this.nodes.delete(key);
    this.redraw({ kind: 'web' });
  }

  /** A row that VS Code was never given needs no drawing. */
  private redraw(node: ServerNode): void {
    const id = serverNodeId(node);
    const known = this.nodes.get(id);
    if (!known || this.allPending) return;
    this.pending.set(id, known);
    this.flush.call();
  }

  private redrawAll(): void {
    this.allPending = true;
    this.pending.clear();
    this.flush.call();
  }

  private flushNow(): void {
    const nodes = this.allPending ? undefined : this.withoutCovered();
    this.allPending = false;
    this.pending.clear();
    this.changed.fire(nodes);
    this.redrawn.fire();
    this.waitForMinute();
  }

  /** What is drawn with its parent need not be drawn by itself. */
  private withoutCovered(): ServerNode[] {
    const covered = (node: ServerNode): boolean => {
      for (let up = this.rows.parentOf(node); up; up = this.rows.parentOf(up))
        if (this.pending.has(serverNodeId(up))) return true;
      return false;
    };
    return [...this.pending.values()].filter((node) => !covered(node));
  }

  /** Clock and expiries are shown to the minute: seconds that tick would be read out aloud again and again. */
  private waitForMinute(): void {
    clearTimeout(this.minute);
    const { state } = this.server;
    if (!state || state.clock.paused) return;
    const now = virtualNow(state.clock);
    const codes = (state.systems.web?.sessions ?? []).flatMap(({ otps }) => otps);
    const ends = [...state.outbox, ...codes].flatMap(({ expiresAt }) =>
      expiresAt === undefined ? [] : [Date.parse(expiresAt) - now],
    );
    const soonest = Math.min(MINUTE - (now % MINUTE), ...ends.filter((left) => left > 0));
    this.minute = setTimeout(() => {
      this.redraw({ kind: 'clock' });
      if (this.server.state?.systems.web?.sessions.length) this.redraw({ kind: 'web' });
      for (const { id, expiresAt } of this.server.state?.outbox ?? []) {
        if (expiresAt !== undefined) this.redraw({ kind: 'mail', id });
      }
      this.waitForMinute();
    }, soonest);
  }
}
