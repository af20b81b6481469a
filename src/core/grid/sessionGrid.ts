import { type Disposable, Emitter } from '../base/event';
import { ArrangedIndex } from '../index/arrangedIndex';
import type { Arrangement } from '../index/arrangement';
import type { SessionEntry } from '../index/sessionEntry';
import type { IndexDelta, SessionIndex, SessionKey } from '../index/sessionIndex';
import type { SessionSearch } from '../index/sessionSearch';
import { COLUMN_SORTS, GRID_COLUMNS, type GridColumn } from './gridColumns';
import { GridSelection, type SelectWay } from './gridSelection';
import { TextOrder } from './textOrder';

/** The sessions of one application in an order and under a filter of their own, with those that are selected. */
export class SessionGrid implements Disposable {
  private readonly arranged: ArrangedIndex;
  private readonly selection = new GridSelection();
  private readonly subscription: Disposable;
  private readonly changed = new Emitter<void>();
  private revised = 0;
  /** The order by a column that is only in the files. */
  private read: { readonly column: GridColumn; readonly order: TextOrder } | undefined;
  /** The names in that order, and their places, until something changes. */
  private ordered: { readonly names: readonly string[]; readonly places: ReadonlyMap<string, number> } | undefined;
  private currentName: string | undefined;
  private currentMoves = 0;
  /** Fires when rows may look different, be elsewhere, or be selected or no longer. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly index: SessionIndex,
    readonly place: Omit<SessionKey, 'name'>,
    private arrangement: Arrangement,
    search: SessionSearch,
  ) {
    this.arranged = new ArrangedIndex(index, arrangement, search);
    this.subscription = index.onDidChange((delta) => this.take(delta));
  }

  /** Becomes another number with each change. */
  get revision(): number {
    return this.revised;
  }

  get filter(): string {
    return this.arrangement.filter;
  }

  get order(): Pick<Arrangement, 'sort' | 'reversed'> {
    const { sort, reversed = false } = this.arrangement;
    return { sort, reversed };
  }

  /** Column by which the rows are sorted. */
  get sorted(): { readonly column: GridColumn; readonly isReversed: boolean } | undefined {
    if (this.read) return { column: this.read.column, isReversed: this.read.order.isReversed };
    const { sort, reversed = false } = this.arrangement;
    const column = GRID_COLUMNS.find((each) => COLUMN_SORTS[each] === sort);
    return column && { column, isReversed: reversed };
  }

  /** How many sessions match the filter. */
  get count(): number {
    return this.rows.length;
  }

  /** How many sessions there are without the filter. */
  get total(): number {
    return this.index.applicationOf(this.place.folder, this.place.application)?.counts.files ?? 0;
  }

  /** Where the session is that was selected last. */
  get current(): number | undefined {
    if (this.currentName === undefined) return undefined;
    const at = this.read ? this.inOrder.places.get(this.currentName) : this.rows.placeOf(this.currentName);
    return at === undefined || at < 0 ? undefined : at;
  }

  /** How often that has come to another place, but for clicks and keys in the grid, which know where they lead. */
  get moves(): number {
    return this.currentMoves;
  }

  get selectedCount(): number {
    return this.selection.size;
  }

  isSelected(name: string): boolean {
    return this.selection.has(name);
  }

  /** Sessions from a place on, up to another one. */
  window(from: number, to: number): SessionEntry[] {
    if (!this.read) return this.rows.part(from, to).entries();
    return this.inOrder.names.slice(from, to).flatMap((name) => this.entry(this.keyOf(name)) ?? []);
  }

  /** The selected sessions in their order. */
  selectedKeys(): SessionKey[] {
    if (this.selection.size < 2) return this.selection.names().map((name) => this.keyOf(name));
    return this.names()
      .filter((name) => this.selection.has(name))
      .map((name) => this.keyOf(name));
  }

  /** All sessions that match the filter, in their order. */
  allKeys(): SessionKey[] {
    return this.names().map((name) => this.keyOf(name));
  }

  keyOf(name: string): SessionKey {
    return { ...this.place, name };
  }

  entry(key: SessionKey): SessionEntry | undefined {
    return this.index.entry(key);
  }

  /** Whether a session is among the rows. */
  shows(name: string): boolean {
    const key = this.keyOf(name);
    return this.filter === '' ? this.index.has(key) : this.arranged.shows(key);
  }

  /** Sorts by a column that has an order, or the other way round when the rows are sorted by it. */
  sortBy(column: GridColumn): void {
    const sort = COLUMN_SORTS[column];
    const { read } = this;
    this.read = undefined;
    if (sort === undefined) {
      this.read = { column, order: read?.column === column ? read.order.reversed() : new TextOrder(false) };
      this.rearranged();
      return;
    }
    const reversed = !read && this.arrangement.sort === sort && !this.arrangement.reversed;
    this.arrange({ ...this.arrangement, sort, reversed });
  }

  /** Sessions whose texts the order by a column of the files still lacks. */
  get unread(): { readonly column: GridColumn; readonly names: readonly string[] } | undefined {
    const names = this.read?.order.unread(this.rows.names()) ?? [];
    return this.read && names.length > 0 ? { column: this.read.column, names } : undefined;
  }

  /** Takes texts for the order by a column of the files, by the names of sessions. */
  takeTexts(column: GridColumn, texts: ReadonlyMap<string, string>): void {
    if (this.read?.column !== column) return;
    for (const [name, text] of texts) this.read.order.set(name, text);
    this.rearranged();
  }

  setFilter(filter: string): void {
    if (filter === this.arrangement.filter) return;
    this.arrange({ ...this.arrangement, filter });
  }

  /** Selects as a click on a row does. One that is not among the rows is not selected. */
  select(name: string, way: SelectWay): void {
    if (!this.shows(name)) return;
    this.selection.select(name, way, { names: () => this.names() });
    this.currentName = name;
    this.revise();
  }

  selectAll(on: boolean): void {
    this.selection.set(on ? this.names() : []);
    this.revise();
  }

  /** Selects what is selected elsewhere, as far as it is among the rows. Does nothing when it is selected already. */
  follow(names: readonly string[]): void {
    const shown = names.filter((name) => this.shows(name));
    if (shown.length === 0) return;
    const isSame = shown.length === this.selection.size && shown.every((name) => this.selection.has(name));
    if (isSame) return;
    this.selection.set(shown);
    this.currentName = shown.at(-1);
    this.currentMoves++;
    this.revise();
  }

  /** Call this when what the filter can ask about servers has changed. */
  marksChanged(): void {
    this.ordered = undefined;
    if (this.arranged.takeMarks({ folder: this.place.folder }).length > 0) this.revise();
  }

  /** Call this when rows are to look different. */
  redraw(): void {
    this.revise();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private get rows() {
    return this.arranged.application(this.place.folder, this.place.application).sessions;
  }

  private names(): string[] {
    return [...(this.read ? this.inOrder.names : this.rows.names())];
  }

  private get inOrder() {
    if (!this.ordered) {
      const names = this.read?.order.sorted(this.rows.names()) ?? [];
      this.ordered = { names, places: new Map(names.map((name, at) => [name, at])) };
    }
    return this.ordered;
  }

  private arrange(arrangement: Arrangement): void {
    this.arrangement = arrangement;
    this.arranged.setArrangement(arrangement);
    // What cannot be seen must not be changed.
    this.selection.keep((name) => this.shows(name));
    this.rearranged();
  }

  private rearranged(): void {
    this.ordered = undefined;
    this.currentMoves++;
    this.revise();
  }

  private take(delta: IndexDelta): void {
    const { rearranged, redrawn } = this.arranged.take(delta);
    const isHere = ({ folder, application }: Omit<SessionKey, 'name'>) =>
      folder === this.place.folder && application === this.place.application;
    const isGone = delta.folders.includes(this.place.folder) || delta.applications.some(isHere);
    const isRearranged = rearranged.some(isHere);
    if (!isGone && !isRearranged && !redrawn.some(isHere)) return;
    this.ordered = undefined;
    for (const { key } of delta.changed) if (isHere(key)) this.read?.order.forget(key.name);
    this.forgetHidden(delta, isGone || (isRearranged && this.filter !== ''));
    if (isRearranged) this.currentMoves++;
    this.revise();
  }

  /**
   * What is gone or hidden is no longer selected.
   * @param isAny whether it may be any session, and not only one that has changed. To look at all of them takes long
   */
  private forgetHidden({ changed }: IndexDelta, isAny: boolean): void {
    if (this.selection.size === 0) return;
    if (isAny) {
      this.selection.keep((name) => this.shows(name));
      return;
    }
    const hidden = new Set(changed.filter(({ after }) => after === undefined).map(({ key }) => key.name));
    if (hidden.size > 0) this.selection.keep((name) => !hidden.has(name) || this.shows(name));
  }

  private revise(): void {
    this.revised++;
    this.changed.fire();
  }
}
