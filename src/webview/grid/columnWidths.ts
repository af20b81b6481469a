import type { GridColumn } from '../../core/grid/gridColumns';

/** The least width in pixels, and the share of what is left. */
export interface ColumnWidth {
  readonly least: number;
  readonly share: number;
}

export const COLUMN_WIDTHS: Readonly<Record<GridColumn, ColumnWidth>> = {
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
export function columnRules(widths: readonly ColumnWidth[]): string {
  const columns = widths.map(({ least, share }) => `minmax(${least}px, ${share}fr)`).join(' ');
  const least = widths.reduce((sum, width) => sum + width.least, 0);
  return `.grid-line { grid-template-columns: ${columns}; } .grid-line, .grid-rows { min-width: ${least}px; }`;
}
