import type { Condition } from '../index/sessionEntry';
import type { ColumnWidths, GridColumn } from './gridColumns';
import type { SelectWay } from './gridSelection';

/** Increased when an older page and a newer extension would not understand each other. */
export const GRID_PROTOCOL = 1;
/** The most rows that the page may ask for at once. */
export const MOST_GRID_ROWS = 400;

/** Words of the page. The extension has them in the user's language. */
export type GridStrings = Readonly<Record<GridWord, string>>;
export const GRID_WORDS = [
  'filter',
  'filterHelp',
  'toolbar',
  'grid',
  'accept',
  'setPending',
  'fixAll',
  'editEmail',
  'regenerate',
  'push',
  'delete',
  'export',
  'columns',
  'width',
  'none',
  'noMatch',
  'emailOf',
  'loading',
  'sorted',
  'sortedBack',
  'help',
] as const;
export type GridWord = (typeof GRID_WORDS)[number];

export interface GridHead {
  readonly id: GridColumn;
  readonly text: string;
}

export const GRID_ACTS = [
  'accept',
  'setPending',
  'fixAll',
  'editEmail',
  'regenerate',
  'push',
  'delete',
  'export',
  'open',
] as const;
export type GridAct = (typeof GRID_ACTS)[number];

/** What there is to show, without the rows. */
export interface GridState {
  /** Another number when rows may look different or be elsewhere. */
  readonly revision: number;
  /** How many sessions match the filter. */
  readonly count: number;
  /** How many there are and how many are selected, as one sentence. */
  readonly summary: string;
  readonly selected: number;
  readonly shown: readonly GridColumn[];
  /** In pixels, of the columns whose width somebody chose. */
  readonly widths: ColumnWidths;
  readonly sorted: { readonly column: GridColumn; readonly isReversed: boolean } | undefined;
  readonly filter: string;
  /** Why nothing can be changed. Undefined when it can. */
  readonly locked: string | undefined;
  /** Where the session is now that was last clicked or selected elsewhere. */
  readonly current: number | undefined;
  /** Another number when the page is to go there. It knows itself where its clicks and keys lead. */
  readonly moves: number;
}

/** One session as the grid shows it. */
export interface GridRow {
  /** The name of its file. */
  readonly name: string;
  readonly condition: Condition;
  readonly isSelected: boolean;
  /** The texts of the columns that are shown, in their order. */
  readonly cells: readonly string[];
  /** The address as it is in the file. The text of its cell says how it is to be read. */
  readonly email: string;
}

/** From the extension to the page. gridToPage.schema.json says the same. */
export type GridToPage =
  /** The answer to `ready`. */
  | {
      readonly kind: 'grid';
      readonly version: typeof GRID_PROTOCOL;
      readonly strings: GridStrings;
      readonly language: string;
      readonly title: string;
      readonly place: GridPlace;
      readonly heads: readonly GridHead[];
      readonly state: GridState;
    }
  | { readonly kind: 'state'; readonly state: GridState }
  /** Rows from a place on. Those of an older revision are not used. */
  | {
      readonly kind: 'rows';
      readonly revision: number;
      readonly from: number;
      readonly rows: readonly GridRow[];
    }
  /** One sentence to show and to announce to a screen reader. */
  | { readonly kind: 'notice'; readonly text: string };

/** From the page to the extension. gridFromPage.schema.json says the same. */
export type GridFromPage =
  /** The first message. The extension sends nothing before it, because the page does not listen yet. */
  | { readonly kind: 'ready'; readonly version: number }
  | { readonly kind: 'rows'; readonly from: number; readonly to: number }
  /** Sorts by a column, or the other way round when it is sorted by it. */
  | { readonly kind: 'sort'; readonly column: GridColumn }
  | { readonly kind: 'filter'; readonly text: string }
  | { readonly kind: 'columns'; readonly shown: readonly GridColumn[] }
  /** Keeps the width of a column in pixels, or lets it have its own again. */
  | { readonly kind: 'width'; readonly column: GridColumn; readonly pixels?: number }
  | { readonly kind: 'select'; readonly name: string; readonly way: SelectWay }
  | { readonly kind: 'selectAll'; readonly on: boolean }
  /** Does something with the selected sessions, or opens the one that is named. */
  | { readonly kind: 'act'; readonly act: GridAct; readonly name?: string }
  | { readonly kind: 'email'; readonly name: string; readonly email: string }
  /** A message of the extension was not as its schema has it. */
  | { readonly kind: 'misunderstood'; readonly problem: string };

/** What a page keeps over a reload of the window: whose sessions it shows. */
export interface GridPlace {
  readonly version: typeof GRID_PROTOCOL;
  readonly folder: string;
  readonly application: string;
}

/** Reads what a page has kept. Undefined when it cannot be used. */
export function readGridPlace(value: unknown): GridPlace | undefined {
  const { version, folder, application } = (value ?? {}) as Partial<Record<keyof GridPlace, unknown>>;
  if (version !== GRID_PROTOCOL || typeof folder !== 'string' || typeof application !== 'string') return undefined;
  return { version, folder, application };
}
