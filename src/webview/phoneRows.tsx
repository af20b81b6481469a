import { coverageByState, type StateCoverage } from '../core/flows/deviceCoverage';
import type { DeviceVoice } from '../core/flows/deviceVoice';
import { filled } from '../core/flows/flowWords';
import type { DeviceRow, ShownDevice } from '../core/scenario/shownDevice';
import { Icon } from './icons';
import { useParts } from './pageParts';
import { StateSign } from './stateSign';

/** A group of more rows is closed at first. */
const MOST_OPEN = 3;

interface NextProps {
  readonly device: ShownDevice;
  readonly table: readonly DeviceRow[];
  readonly voice: DeviceVoice;
}

/** What can happen next, and what leads to it: first what brings the app into another state. */
export function NextRows({ device, table, voice }: NextProps) {
  const { words } = useParts();
  const rows = device.nextRows.flatMap((id) => table.find((row) => row.id === id) ?? []);
  const targets = [...new Set(rows.map(({ to }) => to))];
  const stays = (to: string) => to === device.state;
  const sorted = [...targets.filter((to) => !stays(to)), ...targets.filter(stays)];
  return (
    <section class="next-rows">
      <h3>{words.nextRows}</h3>
      {rows.length === 0 && <p class="hint">{words.nothingNext}</p>}
      {sorted.map((to) => {
        const here = rows.filter((row) => row.to === to);
        return (
          <details key={to} class="phone-more" open={!stays(to) && here.length <= MOST_OPEN}>
            <summary>
              <StateSign name={to} voice={voice} />
              {filled(stays(to) ? words.rowStays : words.rowTo, voice.state(to))}{' '}
              <span class="mark">{here.length}</span>
            </summary>
            <ul class="table-rows">
              {here.map((row) => (
                <li key={row.id}>
                  <Row row={row} voice={voice} />
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </section>
  );
}

interface CoverageProps {
  readonly table: readonly DeviceRow[];
  readonly rowsTaken: readonly string[];
  readonly voice: DeviceVoice;
}

/** Which rows of the transition table the run has taken, by state. */
export function Coverage({ table, rowsTaken, voice }: CoverageProps) {
  const { words } = useParts();
  const states = coverageByState(table, rowsTaken);
  const taken = states.reduce((sum, each) => sum + each.taken, 0);
  return (
    <section class="coverage">
      <h3>{words.coverage}</h3>
      <p class="coverage-all">
        <Bar share={taken / Math.max(1, table.length)} />
        <span>{filled(words.coverageOf, taken, table.length)}</span>
      </p>
      {states.map((each) => (
        <CoveredState key={each.from} covered={each} voice={voice} />
      ))}
    </section>
  );
}

function CoveredState({
  covered: { from, rows, taken },
  voice,
}: {
  readonly covered: StateCoverage;
  readonly voice: DeviceVoice;
}) {
  const { words } = useParts();
  return (
    <details class="phone-more">
      <summary>
        <StateSign name={from} voice={voice} />
        {filled(words.coverageFrom, voice.state(from))}{' '}
        <span class="mark">{filled(words.coverageOf, taken, rows.length)}</span>
      </summary>
      <ul class="table-rows">
        {rows.map(({ row, isTaken }) => (
          <li key={row.id} class={isTaken ? 'row-taken' : 'row-open'} data-row={row.id}>
            <Icon name={isTaken ? 'passed' : 'planned'} class={isTaken ? 'state-passed' : ''} />
            <div>
              <span class="spoken-only">{isTaken ? words.rowTaken : words.rowOpen}: </span>
              <Row row={row} voice={voice} />
              <p class="also">
                → {voice.state(row.to)} · <code>{row.id}</code>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Row({ row, voice }: { readonly row: DeviceRow; readonly voice: DeviceVoice }) {
  return (
    <>
      <p>{voice.rowCause(row)}</p>
      <p class="also">{voice.rowEffect(row)}</p>
    </>
  );
}

function Bar({ share }: { readonly share: number }) {
  return (
    <svg class="timer-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="timer-all" width="100" height="4" />
      <rect class="timer-left" width={100 * share} height="4" />
    </svg>
  );
}
