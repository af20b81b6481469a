import * as vscode from 'vscode';
import type { JournalEntry } from '../../core/protocol/journal';
import { isOwnAction } from '../../core/server/entryHeadline';
import { asksForOwnActions, matchesJournalFilter } from '../../core/server/journalFilter';
import type { DevServerController } from './devServerController';

/** Entries are shown in steps of this size, because nobody reads a long list to its end. */
const PAGE = 200;

const OWN_KEY = 'journal.ownActions';

/** The part of the journal that the view shows: filter, follow mode, own actions, and number of entries. */
export class JournalShown implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when the user changes what is shown. New entries are reported by the controller. */
  readonly onDidChange = this.changed.event;
  private filterText = '';
  private followed = false;
  private wanted = PAGE;
  /** Older entries, requested from the server because its state no longer has them; oldest first. */
  private older: readonly JournalEntry[] = [];
  private reachedEnd = false;
  private run = 0;

  constructor(
    private readonly server: DevServerController,
    /** Remembers for the workspace whether own actions are shown. */
    private readonly memento: Pick<vscode.Memento, 'get' | 'update'>,
  ) {}

  get filter(): string {
    return this.filterText;
  }

  set filter(text: string) {
    if (text === this.filterText) return;
    this.filterText = text;
    this.wanted = PAGE;
    this.changed.fire();
  }

  get follow(): boolean {
    return this.followed;
  }

  set follow(follow: boolean) {
    if (follow === this.followed) return;
    this.followed = follow;
    this.changed.fire();
  }

  /**
   * Whether what the developer did through the control API is shown among what the clients did. A filter with
   * `face:control` shows it in any case.
   */
  get ownActions(): boolean {
    return this.memento.get<boolean>(OWN_KEY) === true;
  }

  async showOwnActions(isShown: boolean): Promise<void> {
    await this.memento.update(OWN_KEY, isShown || undefined);
    this.changed.fire();
  }

  /** The entries to show, newest first, and whether there are older ones. */
  page(): { readonly entries: readonly JournalEntry[]; readonly hasOlder: boolean } {
    const found: JournalEntry[] = [];
    const known = this.known();
    const hasOwn = this.ownActions || asksForOwnActions(this.filterText);
    for (let at = known.length - 1; at >= 0; at--) {
      const entry = known[at];
      if (!entry || !this.isShown(entry, hasOwn)) continue;
      if (found.length === this.wanted) return { entries: found, hasOlder: true };
      found.push(entry);
    }
    return { entries: found, hasOlder: this.serverHasOlder(known) };
  }

  get newest(): JournalEntry | undefined {
    return this.page().entries[0];
  }

  entry(id: number): JournalEntry | undefined {
    return this.known().findLast((each) => each.id === id);
  }

  /** Shows older entries too. They are requested from the server if they are not here. */
  async showOlder(): Promise<void> {
    const before = this.page().entries.length;
    this.wanted += PAGE;
    const known = this.known();
    const { client } = this.server;
    if (this.page().entries.length < before + PAGE && client && this.serverHasOlder(known)) {
      const first = known[0]?.id ?? 1;
      const { entries } = await client.journal(Math.max(first - 1 - PAGE, 0), PAGE);
      const older = entries.filter(({ id }) => id < first);
      this.reachedEnd = older.length === 0;
      this.older = [...older, ...this.older];
    }
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private isShown(entry: JournalEntry, hasOwn: boolean): boolean {
    return (hasOwn || !isOwnAction(entry)) && matchesJournalFilter(entry, this.filterText);
  }

  private serverHasOlder(known: readonly JournalEntry[]): boolean {
    return !this.reachedEnd && (known[0]?.id ?? 1) > 1;
  }

  /** All entries that are known here, oldest first. */
  private known(): readonly JournalEntry[] {
    const held = this.server.state?.journal ?? [];
    const last = this.older.at(-1);
    // The server was restarted, or so many entries came that there is a gap.
    const isBroken = last !== undefined && last.id + 1 !== held[0]?.id;
    if (this.run !== this.server.run || isBroken) {
      this.older = [];
      this.reachedEnd = false;
      this.run = this.server.run;
    }
    return this.older.length === 0 ? held : [...this.older, ...held];
  }
}
