// biome-ignore-all lint/a11y/useSemanticElements: only the rows in view are there, which a table cannot say.
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells have the focus, and not the rows.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ColumnWidths, type GridColumn, possibleWidth } from '../../core/grid/gridColumns';
import type { GridFromPage, GridHead, GridState, GridStrings } from '../../core/grid/gridMessages';
import type { SelectWay } from '../../core/grid/gridSelection';
import { Icon } from '../icons';
import { RuleSheet } from '../ruleSheet';
import { ColumnGrip } from './columnGrip';
import { columnRules } from './columnWidths';
import { type CellPlace, placeAfter } from './gridKeys';
import { GridRowView } from './gridRowView';
import type { RowCache } from './rowCache';

/** In pixels of CSS, as in the style sheet. */
const ROW_HEIGHT = 26;
/** Rows above and below those in view, so that there are some while one scrolls. */
const SPARE = 6;
const HEAD = -1;
/** A key makes a column so much wider. */
const KEY_PIXELS = 16;

interface Props {
  readonly words: GridStrings;
  readonly heads: readonly GridHead[];
  readonly state: GridState;
  readonly rows: RowCache;
  readonly send: (message: GridFromPage) => void;
  readonly redraw: () => void;
}

/** The rows: only those in view are there. One cell has the focus, and the keys move it (WAI-ARIA, grid). */
export function GridTable({ words, heads, state, rows, send }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 0 });
  const [active, setActive] = useState<CellPlace>({ row: 0, column: 0 });
  const [editing, setEditing] = useState<string>();
  /** A row that is to be selected as soon as its name is known. */
  const wanted = useRef<{ readonly row: number; readonly way: SelectWay } | undefined>(undefined);
  const hasMoved = useRef(false);
  const shown = state.shown.flatMap((id) => heads.find((head) => head.id === id) ?? []);
  const [dragged, setDragged] = useState<ColumnWidths>({});
  const widths = { ...state.widths, ...dragged };
  useColumnRules(state.shown, widths);
  // What is kept counts from now on.
  useEffect(() => setDragged({}), [JSON.stringify(state.widths)]);
  useView(frame, setView);

  const from = Math.max(0, Math.floor(view.top / ROW_HEIGHT) - SPARE);
  const to = Math.min(state.count, Math.ceil((view.top + view.height) / ROW_HEIGHT) + SPARE);
  rows.want(from, to, state.count);
  const row = Math.min(active.row, state.count - 1);
  const column = Math.min(active.column, shown.length - 1);
  const inView = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  // The cell with the focus stays, also when it is scrolled out of view.
  if (row >= 0 && (row < from || row >= to)) inView.push(row);

  const select = (at: number, way: SelectWay) => {
    const name = rows.at(at)?.name;
    wanted.current = name === undefined ? { row: at, way } : undefined;
    if (name !== undefined) send({ kind: 'select', name, way });
  };
  const go = (place: CellPlace) => {
    hasMoved.current = true;
    setActive(place);
  };
  useEffect(() => {
    const late = wanted.current;
    if (late && rows.at(late.row)) select(late.row, late.way);
  });
  // The session that was selected elsewhere, or that has another place now.
  useEffect(() => {
    const { current } = state;
    if (current === undefined || current === active.row || editing !== undefined) return;
    setActive({ ...active, row: current });
    bringIntoView(frame.current, current);
  }, [state.moves]);
  useLayoutEffect(() => {
    if (!hasMoved.current) return;
    hasMoved.current = false;
    bringIntoView(frame.current, row);
    frame.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: row !== HEAD });
  });

  const beginEdit = (at: number) => {
    const name = rows.at(at)?.name;
    if (state.locked === undefined && name !== undefined) setEditing(name);
  };
  const endEdit = (name: string, email?: string) => {
    setEditing(undefined);
    if (email !== undefined) send({ kind: 'email', name, email });
    hasMoved.current = true;
  };
  const sort = (at: number) => {
    const head = shown[at];
    if (head) send({ kind: 'sort', column: head.id });
  };
  /** @param pixels undefined for the width that the column has by itself */
  const resize = (column: GridColumn, pixels: number | undefined) =>
    send({ kind: 'width', column, ...(pixels !== undefined && { pixels: possibleWidth(pixels) }) });
  /** @returns whether the key changes the width of the column whose head has the focus */
  const resizeByKey = ({ key, shiftKey, target }: KeyboardEvent): boolean => {
    const head = shown[column];
    if (row !== HEAD || !shiftKey || !head) return false;
    const way = { ArrowRight: 1, ArrowLeft: -1, Home: 0 }[key];
    if (way === undefined) return false;
    resize(head.id, way === 0 ? undefined : (target as HTMLElement).offsetWidth + way * KEY_PIXELS);
    return true;
  };
  const keyDown = (event: KeyboardEvent) => {
    if (editing !== undefined) return;
    if (resizeByKey(event)) {
      event.preventDefault();
      return;
    }
    const page = Math.max(1, Math.floor(view.height / ROW_HEIGHT) - 1);
    const next = placeAfter(event, { row, column }, { rows: state.count, columns: shown.length, page });
    if (next) {
      go(next);
      if (next.row >= 0 && next.row !== row && !(event.ctrlKey || event.metaKey) && !event.altKey)
        select(next.row, event.shiftKey ? 'range' : 'only');
    } else if (!act(event)) return;
    event.preventDefault();
  };
  /** @returns whether the key is one of the grid */
  const act = (event: KeyboardEvent): boolean => {
    const { key, ctrlKey, metaKey, shiftKey } = event;
    if ((ctrlKey || metaKey) && key.toLowerCase() === 'a') {
      // VS Code listens at the window, and would select the text of the page.
      event.stopPropagation();
      send({ kind: 'selectAll', on: true });
    } else if (key === 'Escape') send({ kind: 'selectAll', on: false });
    else if (row === HEAD && (key === 'Enter' || key === ' ')) sort(column);
    else if (row === HEAD) return false;
    else if (key === ' ') select(row, shiftKey ? 'range' : 'toggle');
    else if (key === 'Enter') open(row);
    else if (key === 'F2') beginEdit(row);
    else if (key === 'Delete' && state.selected > 0 && state.locked === undefined) send({ kind: 'act', act: 'delete' });
    else return false;
    return true;
  };
  const open = (at: number) => {
    const name = rows.at(at)?.name;
    if (name !== undefined) send({ kind: 'act', act: 'open', name });
  };

  return (
    <div
      class="grid-frame"
      role="grid"
      aria-label={words.grid}
      aria-description={words.help}
      aria-multiselectable="true"
      aria-rowcount={state.count + 1}
      aria-colcount={shown.length}
      ref={frame}
      onKeyDown={keyDown}
    >
      <div class="grid-line grid-heads" role="row" aria-rowindex={1}>
        {shown.map(({ id, text }, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys.
          <div
            key={id}
            role="columnheader"
            class="grid-head"
            aria-colindex={at + 1}
            aria-sort={ariaSort(id, state)}
            aria-description={words.width}
            tabIndex={row === HEAD && at === column ? 0 : -1}
            title={text}
            onClick={() => {
              go({ row: HEAD, column: at });
              sort(at);
            }}
          >
            <span>{text}</span>
            {state.sorted?.column === id && (
              <Icon name="chevron" class={state.sorted.isReversed ? 'sorted-back' : 'sorted'} />
            )}
            <ColumnGrip
              title={words.width}
              drag={(pixels) => setDragged({ [id]: possibleWidth(pixels) })}
              end={(pixels) => resize(id, pixels)}
            />
          </div>
        ))}
      </div>
      {state.count === 0 && <p class="grid-empty">{state.filter === '' ? words.none : words.noMatch}</p>}
      <div class="grid-rows" role="presentation" style={{ height: `${state.count * ROW_HEIGHT}px` }}>
        {inView.map((at) => (
          <GridRowView
            key={at}
            at={at}
            top={at * ROW_HEIGHT}
            row={rows.at(at)}
            shown={state.shown}
            words={words}
            active={at === row ? column : undefined}
            editing={editing}
            press={(cell, event) => {
              go({ row: at, column: cell });
              select(at, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only');
            }}
            twice={(cell) => (state.shown[cell] === 'who' && state.locked === undefined ? beginEdit(at) : open(at))}
            endEdit={endEdit}
          />
        ))}
      </div>
    </div>
  );
}

function ariaSort(column: GridColumn, { sorted }: GridState) {
  if (sorted?.column !== column) return 'none';
  // The latest change comes first unless it is reversed, and so does the worst.
  const beginsHigh = column === 'modified' || column === 'findings';
  return sorted.isReversed === beginsHigh ? 'ascending' : 'descending';
}

/** Scrolls as little as is needed. What stands above the rows hides none of them. */
function bringIntoView(frame: HTMLElement | null, row: number): void {
  if (!frame || row < 0) return;
  const head = frame.querySelector<HTMLElement>('.grid-heads')?.offsetHeight ?? 0;
  const top = row * ROW_HEIGHT;
  const room = frame.clientHeight - head - ROW_HEIGHT;
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (top > frame.scrollTop + room) frame.scrollTop = top - room;
}

function useView(
  frame: { readonly current: HTMLElement | null },
  set: (view: { top: number; height: number }) => void,
) {
  useLayoutEffect(() => {
    const { current } = frame;
    if (!current) return;
    const look = () => set({ top: current.scrollTop, height: current.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(current);
    current.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener('scroll', look);
    };
  }, []);
}

function useColumnRules(shown: readonly GridColumn[], widths: ColumnWidths) {
  const sheet = useRef<RuleSheet | undefined>(undefined);
  const rules = columnRules(shown, widths);
  useLayoutEffect(() => {
    sheet.current ??= new RuleSheet();
    sheet.current.set(rules);
  }, [rules]);
}
