import type { DeviceRow } from '../scenario/shownDevice';

/** The rows of a transition table that begin in one state, each with whether a run has taken it. */
export interface StateCoverage {
  readonly from: string;
  readonly rows: readonly { readonly row: DeviceRow; readonly isTaken: boolean }[];
  readonly taken: number;
}

/** Which rows of a transition table a run has taken, by the state in which they begin, in the order of the table. */
export function coverageByState(table: readonly DeviceRow[], rowsTaken: Iterable<string>): StateCoverage[] {
  const taken = new Set(rowsTaken);
  const states = [...new Set(table.map(({ from }) => from))];
  return states.map((state) => {
    const rows = table.filter(({ from }) => from === state).map((row) => ({ row, isTaken: taken.has(row.id) }));
    return { from: state, rows, taken: rows.filter(({ isTaken }) => isTaken).length };
  });
}
