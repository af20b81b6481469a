import type { ColumnWidths, GridColumn } from '../../core/grid/gridColumns';

/** The least width in pixels, and the share of what is left. */
interface ColumnWidth {
  readonly least: number;
  readonly share: number;
}

const COLUMN_WIDTHS: Readonly<Record<GridColumn, ColumnWidth>> = {
  who: { least: 160, share: 2 },
  status: { least: 105, share: 0.7 },
  device: { least: 130, share: 1.4 },
  os: { least: 155, share: 0.8 },
  address: { least: 110, share: 1 },
  modified: { least: 200, share: 1 },
  findings: { least: 150, share: 1.4 },
  token: { least: 100, share: 0.6 },
  id: { least: 300, share: 1.5 },
};

/** The rules of all rows. The page allows no styles in its HTML. */
export function columnRules(shown: readonly GridColumn[], chosen: ColumnWidths): string {
  const columns = shown.map((id) => {
    const pixels = chosen[id];
    const { least, share } = COLUMN_WIDTHS[id];
    return pixels === undefined ? `minmax(${least}px, ${share}fr)` : `${pixels}px`;
  });
  const least = shown.reduce((sum, id) => sum + (chosen[id] ?? COLUMN_WIDTHS[id].least), 0);
  return `.grid-line { grid-template-columns: ${columns.join(' ')}; } .grid-line, .grid-rows { min-width: ${least}px; }`;
}
