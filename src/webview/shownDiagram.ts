import type { FlowPlace } from '../core/flows/flowMessages';
import { type Run, type RunEntry, runEntries } from '../core/scenario/run';
import { Viewport } from './viewport';

const PAGE = 10;

/** The listener for actions in the diagram. */
interface Listener {
  /** Called with the key of the new current line. */
  readonly selected: (key: string) => void;
  /** Called with the keys of the open lines, and how far the diagram is scrolled. */
  readonly looked: (opened: readonly string[], scroll: number) => void;
  /**
   * Called for a pressed key.
   * @returns true when it was a shortcut
   */
  readonly pressed: (key: string) => boolean;
  /** Called when the diagram must be drawn again immediately. */
  readonly changed: () => void;
}

/** The view state of the diagram: the current line, the open lines, and the visible part. */
export class ShownDiagram {
  /** All entries, first to last. */
  entries: readonly RunEntry[] = [];
  /** The key of the line that the Tab key goes to. */
  current: string | undefined;
  private readonly opened = new Set<string>();
  /** The entry that was made last, or that is in progress. */
  private newest: RunEntry | undefined;
  /** True while the user looks at something, so that the page must not scroll away from it. */
  private isReading = false;
  private frame: HTMLElement | undefined;
  private view: Viewport | undefined;

  constructor(private readonly listener: Listener) {}

  /**
   * Connects this view state to the elements of the page.
   * @param frame the scrolling element, with all lines in it
   * @param header stays above the frame, and hides the part of the frame behind it
   * @returns a function that disconnects them
   */
  mount(frame: HTMLElement, header: HTMLElement): () => void {
    const view = new Viewport(frame, header, () => this.judge());
    const looked = () => this.tellLook();
    frame.addEventListener('scrollend', looked);
    this.frame = frame;
    this.view = view;
    return () => {
      frame.removeEventListener('scrollend', looked);
      view.dispose();
    };
  }

  isOpen(key: string): boolean {
    return this.opened.has(key);
  }

  /** The entry of the current line. */
  get selected(): RunEntry | undefined {
    return this.entries.find(({ key }) => key === this.current);
  }

  /** Shows a run, and scrolls to its new entries. */
  update(run: Run): void {
    const hadFocus = this.hasFocus();
    const before = this.newest;
    this.newest = run.done.at(-1);
    this.entries = runEntries(run);
    const keys = new Set(this.entries.map(({ key }) => key));
    for (const key of this.opened) if (!keys.has(key)) this.opened.delete(key);
    const isGone = this.current === undefined || !keys.has(this.current);
    if (isGone) this.setCurrent((this.newest ?? this.entries[0])?.key);
    this.listener.changed();
    // The focused line was removed.
    if (isGone && hadFocus) this.focus(this.current);
    if (before !== this.newest && !this.isReading) this.bringIntoView((this.newest ?? this.entries[0])?.key);
  }

  /** Scrolls to each new entry from now on, until the user looks at something else. */
  follow(): void {
    this.isReading = false;
    this.view?.settle();
  }

  /**
   * Makes a line the current one and scrolls to it.
   * @param withFocus also moves the focus there; otherwise only if the diagram has the focus
   */
  select(key: string, withFocus = false): void {
    if (!this.entryOf(key)) return;
    const hasFocus = withFocus || this.hasFocus();
    this.makeCurrent(key);
    if (hasFocus) this.focus(key);
    this.lookAt(key);
  }

  /**
   * Shows an entry that the user just made by hand. A message is opened and gets the focus, because the user waits for
   * its answer. What is done with a device leaves the focus on the phone.
   */
  present(key: string): void {
    const entry = this.entryOf(key);
    if (!entry) return;
    this.follow();
    const isMessage = entry.step.from !== undefined && entry.step.kind !== 'device';
    if (isMessage) this.opened.add(key);
    this.makeCurrent(key);
    // The page must not take the focus from another editor.
    if (isMessage && document.hasFocus()) this.focus(key);
    this.bringIntoView(key);
  }

  readonly focused = ({ target }: FocusEvent): void => {
    const key = keyAt(target);
    if (key !== undefined && key !== this.current) this.makeCurrent(key);
  };

  readonly clicked = ({ target }: MouseEvent): void => {
    const key = keyAt(target);
    if (key !== undefined && this.lineOf(key)?.contains(target as Node)) this.setOpen(key, !this.isOpen(key));
  };

  readonly keyDown = (event: KeyboardEvent): void => {
    const key = keyAt(event.target);
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && this.isOpen(key)) {
      this.setOpen(key, false);
      event.preventDefault();
      return;
    }
    if (event.target !== this.lineOf(key)) return;
    const target = this.targetOf(event.key, key);
    if (target !== undefined) this.select(target, true);
    else if (event.key === 'ArrowRight') this.setOpen(key, true);
    else if (event.key === 'ArrowLeft') this.setOpen(key, false);
    else if (!this.listener.pressed(event.key)) return;
    event.preventDefault();
  };

  /**
   * A key while nothing has the focus that takes it: on the page itself, which has it when it is opened, beside the lines,
   * and for letters in the toolbar.
   */
  readonly keyAnywhere = (event: KeyboardEvent): void => {
    const target = event.target as Element;
    const { key, current } = { key: event.key, current: this.current };
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || keyAt(target) !== undefined) return;
    const isFree = target === document.body && !document.querySelector('dialog[open]');
    if (!isFree && !target.closest('.toolbar')) return;
    const to = isFree && current !== undefined ? this.targetOf(key, current) : undefined;
    if (to !== undefined) this.select(to, true);
    else if (isFree && current !== undefined && (key === ' ' || key === 'Enter'))
      this.setOpen(current, !this.isOpen(current));
    else if (isFree && current !== undefined && key === 'ArrowRight') this.setOpen(current, true);
    else if (isFree && current !== undefined && (key === 'ArrowLeft' || key === 'Escape')) this.setOpen(current, false);
    else if (key.length !== 1 || !this.listener.pressed(key)) return;
    event.preventDefault();
  };

  /** Shows again what was shown before the window was loaded anew. */
  restore({ selected, opened = [], scroll }: Pick<FlowPlace, 'selected' | 'opened' | 'scroll'>): void {
    for (const key of opened) if (this.entryOf(key)) this.opened.add(key);
    if (selected !== undefined) this.select(selected);
    else this.listener.changed();
    if (scroll !== undefined && this.frame) this.view?.scrollTo(scroll);
  }

  private tellLook(): void {
    this.listener.looked([...this.opened], Math.round(this.frame?.scrollTop ?? 0));
  }

  /** After a move, decides whether the user is reading: the line is open, or it is not the last one. */
  private judge(): void {
    const { newest, current } = this;
    const hasOpened = current !== undefined && this.isOpen(current) && this.isInView(current);
    this.isReading = hasOpened || (newest !== undefined && !this.isInView(newest.key));
  }

  private lookAt(key: string): void {
    this.bringIntoView(key);
    this.isReading = this.isOpen(key) || (this.newest !== undefined && key !== this.newest.key);
  }

  private setOpen(key: string, open: boolean): void {
    const line = this.lineOf(key);
    if (!line || this.isOpen(key) === open) return;
    this.view?.keepInPlace(line, () => {
      if (open) this.opened.add(key);
      else this.opened.delete(key);
      this.listener.changed();
    });
    this.tellLook();
    if (open) {
      this.lookAt(key);
      return;
    }
    this.bringIntoView(key);
    this.judge();
  }

  private makeCurrent(key: string): void {
    this.setCurrent(key);
    this.listener.changed();
  }

  private setCurrent(key: string | undefined): void {
    this.current = key;
    if (key !== undefined) this.listener.selected(key);
  }

  private bringIntoView(key: string | undefined): void {
    const row = this.rowOf(key);
    // For an entry made by hand, the first thing to show is the step that it repeats.
    if (row) this.view?.show(row, this.entryOf(key)?.byHand === true);
  }

  private isInView(key: string): boolean {
    const row = this.rowOf(key);
    return row !== undefined && this.view?.has(row) === true;
  }

  private hasFocus(): boolean {
    return document.activeElement?.closest('.row') != null;
  }

  private focus(key: string | undefined): void {
    this.lineOf(key)?.focus({ preventScroll: true });
  }

  private entryOf(key: string | undefined): RunEntry | undefined {
    return this.entries.find((entry) => entry.key === key);
  }

  private rowOf(key: string | undefined): HTMLElement | undefined {
    return this.frame?.querySelector<HTMLElement>(`[data-key="${key}"]`) ?? undefined;
  }

  private lineOf(key: string | undefined): HTMLElement | undefined {
    return this.rowOf(key)?.querySelector<HTMLElement>('.line') ?? undefined;
  }

  /** The line to which a pressed key leads from another line. */
  private targetOf(pressed: string, from: string): string | undefined {
    const last = this.entries.length - 1;
    const at = this.entries.findIndex(({ key }) => key === from);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE,
      PageUp: at - PAGE,
      Home: 0,
      End: last,
    };
    const target = targets[pressed];
    return target === undefined ? undefined : this.entries[Math.min(Math.max(target, 0), last)]?.key;
  }
}

function keyAt(target: EventTarget | null): string | undefined {
  return (target as Element | null)?.closest<HTMLElement>('.row')?.dataset.key;
}
