import type { FlowPhase } from '../core/flows/flowMessages';
import { entriesOf, type Run, type RunEntry } from '../core/scenario/run';
import type { Role } from '../core/scenario/scenarioSource';
import { fill, h } from './dom';
import { icon } from './icons';
import { LaneSigns } from './laneSigns';
import { Lanes } from './lanes';
import type { PageParts } from './pageParts';
import { Row } from './row';
import { Viewport } from './viewport';

const PAGE = 10;

/** The sequence diagram: actors above, and below one line for each step, from first to last. */
export class Diagram {
  readonly element: HTMLElement;
  private readonly actors: HTMLElement;
  private readonly list: HTMLOListElement;
  private readonly story: HTMLElement;
  private readonly rows = new Map<string, Row>();
  /** Key of the line that Tab leads to. */
  private current: string | undefined;
  private actorNames = '';
  /** What was done last, or is under way. */
  private newest: Row | undefined;
  private newestEntry: RunEntry | undefined;
  /** The developer looks at something, which is not to be moved away. */
  private isReading = false;
  private readonly view: Viewport;

  /**
   * @param onSelect told which line is the current one
   * @param onKey told of the letters that are shortcuts; true when it was one
   */
  constructor(
    private readonly parts: PageParts,
    private readonly onSelect: (key: string) => void,
    private readonly onKey: (key: string) => boolean,
  ) {
    const { words } = parts;
    this.actors = h('ul', { class: 'actors lanes', 'aria-label': words.actorsLabel });
    this.list = h('ol', { class: 'rows', 'aria-label': words.storyLabel });
    this.story = h('div', { class: 'story' });
    const frame = h('div', { class: 'actor-frame' }, this.actors);
    this.element = h('section', { class: 'diagram' }, frame, this.story);
    frame.prepend(new LaneSigns(this.element, frame, words.moreActors).element);
    this.view = new Viewport(this.element, frame, () => this.judge());
    this.list.addEventListener('keydown', (event) => this.keyDown(event));
    this.list.addEventListener('click', (event) => this.clicked(event));
    this.list.addEventListener('focusin', (event) => this.focused(event));
  }

  /** The line that is the current one. */
  get selected(): Row | undefined {
    return this.current === undefined ? undefined : this.rows.get(this.current);
  }

  update(run: Run, next: number, phase: FlowPhase): void {
    this.drawActors(run);
    const entries = entriesOf(run);
    const hadFocus = this.list.contains(document.activeElement);
    this.removeOthers(new Set(entries.map(({ key }) => key)));
    for (const [at, entry] of entries.entries()) {
      const isNext = entry.state === 'planned' && entry.step.index === next && phase !== 'broken';
      let row = this.rows.get(entry.key);
      if (!row) {
        row = new Row(entry, this.parts);
        this.rows.set(entry.key, row);
      }
      row.update(entry, isNext);
      if (this.list.children[at] !== row.element) this.list.insertBefore(row.element, this.list.children[at] ?? null);
    }
    const before = this.newestEntry;
    this.newestEntry = run.done.at(-1);
    this.newest = this.rows.get(this.newestEntry?.key ?? '');
    if (!this.selected) {
      const key = (this.newestEntry ?? entries[0])?.key;
      this.makeCurrent(key);
      // What had it is gone.
      if (hadFocus) this.rows.get(key ?? '')?.line.focus({ preventScroll: true });
    }
    if (before === this.newestEntry || this.isReading) return;
    const shown = this.newest ?? this.rows.get(entries[0]?.key ?? '');
    if (shown) this.view.show(shown);
  }

  /** From now on what is newest is brought into view, until the developer looks at something else. */
  follow(): void {
    this.isReading = false;
    this.view.settle();
  }

  /** Makes a line the current one and brings it into view. @param withFocus else only when the diagram has it */
  select(key: string, withFocus = false): void {
    const row = this.rows.get(key);
    if (!row) return;
    const hasFocus = withFocus || this.list.contains(document.activeElement);
    this.makeCurrent(key);
    if (hasFocus) row.line.focus({ preventScroll: true });
    this.lookAt(row);
  }

  /** Shows what the developer has just done by hand: a message is opened and gets the focus, as it is asked about. */
  present(key: string): void {
    const row = this.rows.get(key);
    if (!row) return;
    this.follow();
    this.makeCurrent(key);
    if (row.shown.step.from !== undefined) {
      row.open = true;
      // It must not come from another editor.
      if (document.hasFocus()) row.line.focus({ preventScroll: true });
    }
    this.view.show(row);
  }

  private drawActors({ outline: { actors } }: Run): void {
    const names = JSON.stringify(actors);
    if (names === this.actorNames) return;
    this.actorNames = names;
    const { lanes, words } = this.parts;
    lanes.set(actors.map(({ name }) => name));
    const roles: Record<Role, string> = {
      browser: words.roleBrowser,
      app: words.roleApp,
      server: words.roleServer,
      platform: words.rolePlatform,
      person: words.rolePerson,
    };
    const items = actors.map(({ name, role }) =>
      h(
        'li',
        { class: lanes.laneClass(name) },
        h('span', { class: 'actor' }, icon(role), h('span', {}, name), h('span', { class: 'role' }, roles[role])),
      ),
    );
    fill(this.actors, ...items);
    fill(this.story, Lanes.heads(), h('div', { class: 'lifeline-frame' }, lanes.lifelines()), this.list);
  }

  private removeOthers(keys: ReadonlySet<string>): void {
    for (const [key, row] of this.rows) {
      if (keys.has(key)) continue;
      row.element.remove();
      this.rows.delete(key);
    }
  }

  /** Whether the developer reads something, after a move: what is open, or what is not the end. */
  private judge(): void {
    const { newest, selected } = this;
    const hasOpened = selected?.open === true && this.view.has(selected.element);
    this.isReading = hasOpened || (newest !== undefined && !this.view.has(newest.element));
  }

  private lookAt(row: Row): void {
    this.view.show(row);
    this.isReading = row.open || (this.newest !== undefined && row !== this.newest);
  }

  private setOpen(row: Row, open: boolean): void {
    if (row.open === open) return;
    const hadFocus = row.element.contains(document.activeElement);
    this.view.keepInPlace(row, () => {
      row.open = open;
    });
    if (hadFocus && !open) row.line.focus({ preventScroll: true });
    if (open) {
      this.lookAt(row);
      return;
    }
    this.view.show(row);
    this.judge();
  }

  private makeCurrent(key: string | undefined): void {
    const { selected } = this;
    if (selected) selected.current = false;
    const row = key === undefined ? undefined : this.rows.get(key);
    if (row) row.current = true;
    this.current = key;
    if (key !== undefined) this.onSelect(key);
  }

  private focused({ target }: FocusEvent): void {
    const key = keyAt(target);
    if (key !== undefined && key !== this.current) this.makeCurrent(key);
  }

  private clicked({ target }: MouseEvent): void {
    const row = this.rows.get(keyAt(target) ?? '');
    if (row?.line.contains(target as Node)) this.setOpen(row, !row.open);
  }

  private keyDown(event: KeyboardEvent): void {
    const row = this.rows.get(keyAt(event.target) ?? '');
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && row.open) {
      this.setOpen(row, false);
      event.preventDefault();
      return;
    }
    if (event.target !== row.line) return;
    const target = this.targetOf(event.key, row);
    if (target) {
      this.makeCurrent(target.element.dataset.key);
      target.line.focus({ preventScroll: true });
      this.lookAt(target);
    } else if (event.key === 'ArrowRight') this.setOpen(row, true);
    else if (event.key === 'ArrowLeft') this.setOpen(row, false);
    else if (!this.onKey(event.key)) return;
    event.preventDefault();
  }

  private targetOf(key: string, row: Row): Row | undefined {
    const all = [...this.list.children];
    const at = all.indexOf(row.element);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE,
      PageUp: at - PAGE,
      Home: 0,
      End: all.length - 1,
    };
    const index = targets[key];
    if (index === undefined) return undefined;
    const element = all[Math.min(Math.max(index, 0), all.length - 1)] as HTMLElement | undefined;
    return element && this.rows.get(element.dataset.key ?? '');
  }
}

function keyAt(target: EventTarget | null): string | undefined {
  return (target as Element | null)?.closest<HTMLElement>('.row')?.dataset.key;
}
