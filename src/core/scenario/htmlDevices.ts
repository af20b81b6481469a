import type { Html } from '../base/html';
import { utcText } from '../base/utcText';
import type { DeviceWords } from './deviceReportWords';
import { cells, wide } from './htmlParts';
import { markup } from './markup';
import type { Run } from './run';
import type { DeviceRow } from './shownDevice';

/**
 * How each device was at the end, and which rows of the transition table the run took.
 * @param level of the heading
 */
export function devicesHtml(
  { devices, rowsTaken }: Run,
  table: readonly DeviceRow[],
  words: DeviceWords,
  level = 2,
): Html {
  const ends = [...devices].map(([actor, device]) => {
    const { state, reason, user = '', clocks } = device;
    const why = reason === undefined ? '' : words.reason(reason);
    const parts = [words.state(state), words.screen(device), why, user, words.access(device), utcText(clocks.wall)];
    return cells([actor, ...parts]);
  });
  const head = ['Device', 'State', 'Screen', 'Reason', 'User', 'Access token', 'Its clock'];
  return markup`<h${level}>Devices at the end</h${level}>
${wide(head, ends)}
${table.length > 0 && tableOfRows(table, rowsTaken, level + 1)}`;
}

/** The rows that the run took. The others, which are many, are opened by hand. */
function tableOfRows(table: readonly DeviceRow[], rowsTaken: readonly string[], level: number): Html {
  const taken = table.filter(({ id }) => rowsTaken.includes(id));
  const others = table.filter(({ id }) => !rowsTaken.includes(id));
  const head = ['Row', 'From', 'Event', 'If', 'To', 'Effect'];
  const shown = (rows: readonly DeviceRow[]) =>
    wide(
      head,
      rows.map(({ id, from, event, guard = '', to, effect }) => cells([id, from, event, guard, to, effect])),
    );
  return markup`<h${level}>Transition table: ${String(taken.length)} of ${String(table.length)} rows taken</h${level}>
${taken.length > 0 && shown(taken)}
${others.length > 0 && markup`<details><summary>Rows that were not taken: ${String(others.length)}</summary>\n${shown(others)}</details>\n`}`;
}
