// biome-ignore-all lint/a11y/useSemanticElements: only the rows in view are there, which a table cannot say.
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells have the focus, and not the rows.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { GridColumn } from '../../core/grid/gridColumns';
import type { GridRow, GridStrings } from '../../core/grid/gridMessages';
import type { Condition } from '../../core/index/sessionEntry';
import { Icon, type IconName } from '../icons';

/** As in the tree. */
const CONDITION_ICONS: Readonly<Record<Condition, IconName>> = {
  accepted: 'accepted',
  pending: 'clock',
  atFault: 'atFault',
  unreadable: 'lock',
};

interface Props {
  readonly at: number;
  readonly top: number;
  /** Undefined until the extension has sent it. */
  readonly row: GridRow | undefined;
  readonly shown: readonly GridColumn[];
  readonly words: GridStrings;
  /** The column of the cell that has the focus, if it is in this row. */
  readonly active: number | undefined;
  /** The session whose address is being changed. */
  readonly editing: string | undefined;
  readonly press: (column: number, event: MouseEvent) => void;
  readonly twice: (column: number) => void;
  readonly endEdit: (name: string, email?: string) => void;
}

/** One session. */
export function GridRowView({ at, top, row, shown, words, active, editing, press, twice, endEdit }: Props) {
  const isSelected = row?.isSelected === true;
  return (
    <div
      class={isSelected ? 'grid-line grid-row selected' : 'grid-line grid-row'}
      role="row"
      aria-rowindex={at + 2}
      aria-selected={isSelected}
      aria-busy={row === undefined}
      style={{ top: `${top}px` }}
    >
      {shown.map((id, column) => {
        const isEdited = id === 'who' && row !== undefined && editing === row.name;
        const text = row?.cells[column] ?? '';
        return (
          <div
            key={id}
            role="gridcell"
            class={`grid-cell of-${id}`}
            aria-colindex={column + 1}
            tabIndex={active === column ? 0 : -1}
            title={text}
            onMouseDown={(event) => {
              if (event.button === 0 && !isEdited) press(column, event);
            }}
            onDblClick={() => !isEdited && twice(column)}
          >
            {isEdited && <EmailInput row={row} label={words.emailOf} end={endEdit} />}
            {!isEdited && id === 'status' && row && (
              <Icon name={CONDITION_ICONS[row.condition]} class={`of-${row.condition}`} />
            )}
            {!isEdited && <span>{row === undefined && column === 0 ? words.loading : text}</span>}
          </div>
        );
      })}
    </div>
  );
}

interface InputProps {
  readonly row: GridRow;
  readonly label: string;
  readonly end: (name: string, email?: string) => void;
}

/** The address of a session while it is changed. Enter takes it, Escape leaves it as it was. */
function EmailInput({ row: { name, email }, label, end }: InputProps) {
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useLayoutEffect(() => input.current?.select(), []);
  const done = (text: string | undefined) => {
    if (isDone.current) return;
    isDone.current = true;
    end(name, text === email ? undefined : text);
  };
  return (
    <input
      class="grid-email"
      type="text"
      aria-label={label}
      defaultValue={email}
      spellcheck={false}
      autocomplete="off"
      ref={input}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done(event.currentTarget.value);
        else if (event.key === 'Escape') done(undefined);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onBlur={({ currentTarget }) => done(currentTarget.value)}
    />
  );
}
