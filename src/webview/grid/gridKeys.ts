/** A cell. Row -1 is that of the heads. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

interface Size {
  readonly rows: number;
  readonly columns: number;
  /** Rows that are seen at once. */
  readonly page: number;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>;

/** Where a key leads from a cell (WAI-ARIA, grid). Undefined for a key that leads nowhere. */
export function placeAfter(
  { key, ctrlKey, metaKey }: Pressed,
  { row, column }: CellPlace,
  { rows, columns, page }: Size,
): CellPlace | undefined {
  const isFar = ctrlKey || metaKey;
  const at = (to: number): CellPlace => ({ row: Math.max(-1, Math.min(rows - 1, to)), column });
  const across = (to: number): CellPlace => ({ row, column: Math.max(0, Math.min(columns - 1, to)) });
  switch (key) {
    case 'ArrowDown':
      return at(row + 1);
    case 'ArrowUp':
      return at(row - 1);
    case 'PageDown':
      return at(Math.max(0, row) + page);
    case 'PageUp':
      return at(Math.max(0, row - page));
    case 'ArrowRight':
      return across(column + 1);
    case 'ArrowLeft':
      return across(column - 1);
    case 'Home':
      return isFar ? { row: Math.min(0, rows - 1), column: 0 } : across(0);
    case 'End':
      return isFar ? { row: rows - 1, column: columns - 1 } : across(columns - 1);
    default:
      return undefined;
  }
}
