import type { FlowPhase } from '../core/flows/flowMessages';
import { entriesOf, type FlowRun } from '../core/flows/flowRun';
import type { Role } from '../core/scenario/scenarioSource';
import { fill, h } from './dom';
import { icon } from './icons';
import { Lanes } from './lanes';
import type { PageParts } from './pageParts';
import { Row } from './row';

const PAGE = 10;
const MOST_TRIES = 8;

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
    this.element = h('section', { class: 'diagram' }, h('div', { class: 'actor-frame' }, this.actors), this.story);
    this.list.addEventListener('keydown', (event) => this.keyDown(event));
    this.list.addEventListener('click', (event) => this.clicked(event));
    this.list.addEventListener('focusin', (event) => this.focused(event));
  }

  /** The line that is the current one. */
  get selected(): Row | undefined {
    return this.current === undefined ? undefined : this.rows.get(this.current);
  }

  update(run: FlowRun, next: number, phase: FlowPhase): void {
    this.drawActors(run);
    const entries = entriesOf(run);
    const lastDone = this.lastDone();
    const follows = lastDone === undefined || isAlmostInView(lastDone.element, this.element);
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
    const keys = new Set(entries.map(({ key }) => key));
    for (const [key, row] of this.rows) {
      if (keys.has(key)) continue;
      row.element.remove();
      this.rows.delete(key);
    }
    if (this.current === undefined || !this.rows.has(this.current)) this.makeCurrent(entries[0]?.key);
    const newest = this.lastDone();
    if (newest && newest !== lastDone && follows) this.show(newest);
  }

  /** Makes a line the current one and brings it into view; focus goes there only when the diagram has it. */
  select(key: string): void {
    const row = this.rows.get(key);
    if (!row) return;
    const hadFocus = this.list.contains(document.activeElement);
    this.makeCurrent(key);
    if (hadFocus) row.line.focus();
    this.show(row);
  }

  focus(): void {
    this.selected?.line.focus();
  }

  private drawActors({ outline: { actors } }: FlowRun): void {
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

  private lastDone(): Row | undefined {
    let last: Row | undefined;
    for (const child of this.list.children) {
      const row = this.rows.get((child as HTMLElement).dataset.key ?? '');
      if (!row || row.shown.state === 'planned') break;
      last = row;
    }
    return last;
  }

  private makeCurrent(key: string | undefined): void {
    this.selected?.line.setAttribute('tabindex', '-1');
    this.selected?.element.classList.remove('row-current');
    this.current = key;
    const row = this.selected;
    row?.line.setAttribute('tabindex', '0');
    row?.element.classList.add('row-current');
    if (key !== undefined) this.onSelect(key);
  }

  private focused({ target }: FocusEvent): void {
    const key = keyAt(target);
    if (key !== undefined && key !== this.current) this.makeCurrent(key);
  }

  private clicked({ target }: MouseEvent): void {
    const row = this.rows.get(keyAt(target) ?? '');
    if (row?.line.contains(target as Node)) row.open = !row.open;
  }

  private keyDown(event: KeyboardEvent): void {
    const row = this.rows.get(keyAt(event.target) ?? '');
    if (!row || event.target !== row.line || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = this.targetOf(event.key, row);
    if (target) {
      this.makeCurrent(target.element.dataset.key);
      target.line.focus({ preventScroll: true });
      this.show(target);
    } else if (event.key === 'ArrowRight') row.open = true;
    else if (event.key === 'ArrowLeft') row.open = false;
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

  /** Lines out of view have a height that is only guessed, so that the first try may miss far ones. */
  private show(row: Row, tries = MOST_TRIES): void {
    // Also because Tab goes on from what was scrolled to.
    if (isInView(row.element, this.element)) return;
    const isNear = tries === MOST_TRIES && isAlmostInView(row.element, this.element);
    row.element.scrollIntoView({ block: 'nearest', behavior: isCalm() || !isNear ? 'instant' : 'smooth' });
    if (isNear || tries === 0) return;
    requestAnimationFrame(() => {
      if (row.element.isConnected) this.show(row, tries - 1);
    });
  }
}

/** Whether the system, or VS Code, says to leave motion off. */
function isCalm(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}

function keyAt(target: EventTarget | null): string | undefined {
  return (target as Element | null)?.closest<HTMLElement>('.row')?.dataset.key;
}

/** Whole, or as much of it as there is room for. */
function isInView(element: Element, frame: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  const view = frame.getBoundingClientRect();
  return top < view.bottom - 1 && bottom > view.top + 1 && (bottom <= view.bottom + 1 || top <= view.top + 1);
}

/** So near that a smooth scroll gets there. */
function isAlmostInView(element: Element, frame: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  const view = frame.getBoundingClientRect();
  return bottom > view.top - view.height && top < view.bottom + view.height;
}
