import { DisposableStore } from '../../core/base/disposableStore';
import type { ServerState } from '../../core/protocol/state';
import { AwaitedRows } from '../host/awaitedRows';
import { type OpenRows, ProjectedTree } from '../host/projectedTree';
import type { DevServerController, StateDelta } from './devServerController';
import type { JournalShown } from './journalShown';
import type { OpenSystems } from './openSystems';
import type { ServerItems } from './serverItems';
import type { AddressNode, ServerNode } from './serverNode';
import { ServerOpenRows } from './serverOpenRows';
import { ServerRows } from './serverRows';
import { virtualNow } from './serverText';
import type { LiveDelta } from './systemView';

/** Changes are redrawn together at this interval, which is shorter than anybody can notice. */
const REDRAW_MS = 100;
const MINUTE = 60_000;

/** The tree of the dev session server. It follows the status, the state, and the part of the journal that is shown. */
export class ServerTree extends ProjectedTree<ServerNode> {
  private readonly subscriptions: DisposableStore;
  private minute: NodeJS.Timeout | undefined;
  private readonly shown: ServerRows;
  private readonly openEntries: ServerOpenRows;
  private readonly awaited: AwaitedRows<ServerNode>;

  constructor(
    private readonly server: DevServerController,
    private readonly journal: JournalShown,
    items: ServerItems,
    private readonly systems: OpenSystems,
    expanded: OpenRows,
  ) {
    const rows = new ServerRows(server, journal, items, systems);
    const openRows = new ServerOpenRows(expanded);
    super(rows, openRows, () => REDRAW_MS);
    this.openEntries = openRows;
    this.shown = rows;
    this.awaited = new AwaitedRows((node) => rows.itemOf(node) !== undefined);
    this.subscriptions = new DisposableStore(
      server.onDidChangeStatus(() => this.redrawAll()),
      server.onDidChangeState((delta) => this.stateChanged(delta)),
      journal.onDidChange(() => this.redraw({ kind: 'journal' })),
      this.onDidRedraw(() => this.waitForMinute()),
    );
  }

  /** The newest visible entry, which *Follow Journal* reveals. */
  newestEntry(): ServerNode | undefined {
    const { newest } = this.journal;
    return newest && this.known({ kind: 'entry', id: newest.id });
  }

  /**
   * Waits until the tree has a row that the server may have told of a moment ago.
   * @returns whether it has; not when the row is gone
   */
  hasSoon(node: ServerNode): Promise<boolean> {
    return this.awaited.until(node);
  }

  override forget(isGone: (node: ServerNode) => boolean): void {
    super.forget(isGone);
    this.awaited.forget(isGone);
  }

  /** The address of a row, to open or copy. */
  addressOf(node: AddressNode): string | undefined {
    return this.shown.addressOf(node);
  }

  override dispose(): void {
    clearTimeout(this.minute);
    void this.subscriptions.dispose();
    this.awaited.forget(() => true);
    super.dispose();
  }

  private stateChanged({ before, after, changes }: StateDelta): void {
    if (!after) this.openEntries.forgetEntries();
    if (!before || !after || changes.some(({ kind }) => kind === 'snapshot')) {
      this.forget(() => true);
      this.redrawAll();
      return;
    }
    const delta: LiveDelta = { before, after, changes };
    this.ownRowsChanged(delta);
    for (const rows of this.systems.rows) rows.changed(delta, this);
    this.awaited.look();
  }

  private ownRowsChanged({ before, after, changes }: LiveDelta): void {
    if (before.lan !== after.lan) this.redraw({ kind: 'server' });
    if (before.clock !== after.clock) this.redraw({ kind: 'clock' });
    // What has expired depends on the time.
    if (before.outbox !== after.outbox || before.clock !== after.clock) this.redraw({ kind: 'outbox' });
    if (before.journal !== after.journal) this.journalChanged(before, after);
    for (const change of changes) {
      if (change.kind === 'faultRemoved') this.redraw({ kind: 'faults' });
      else if (change.kind === 'fault') {
        const isKnown = before.faults.some(({ id }) => id === change.fault.id);
        this.redraw(isKnown ? { kind: 'fault', id: change.fault.id } : { kind: 'faults' });
      }
    }
  }

  /** Forgets the rows of entries that the journal has dropped. */
  private journalChanged(before: ServerState, after: ServerState): void {
    const first = after.journal[0]?.id ?? 0;
    for (const { id } of before.journal) {
      if (id >= first) break;
      this.forgetRow({ kind: 'entry', id });
    }
    this.redraw({ kind: 'journal' });
  }

  /** Redraws times each minute. A screen reader would read ticking seconds again and again. */
  private waitForMinute(): void {
    clearTimeout(this.minute);
    const { state } = this.server;
    if (!state || state.clock.paused) return;
    const now = virtualNow(state.clock);
    const ofMails = state.outbox.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [Date.parse(expiresAt)]));
    const ends = [...ofMails, ...this.systems.rows.flatMap((rows) => rows.ends?.(state) ?? [])].map((end) => end - now);
    const soonest = Math.min(MINUTE - (now % MINUTE), ...ends.filter((left) => left > 0));
    this.minute = setTimeout(() => {
      this.redrawTimed();
      this.waitForMinute();
    }, soonest);
  }

  private redrawTimed(): void {
    const { state } = this.server;
    this.redraw({ kind: 'clock' });
    if (!state) return;
    for (const rows of this.systems.rows) for (const row of rows.timed?.(state) ?? []) this.redraw(row);
    for (const { id, expiresAt } of state.outbox) if (expiresAt !== undefined) this.redraw({ kind: 'mail', id });
  }
}
