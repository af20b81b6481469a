import type { DeviceRow } from '../../../scenario/shownDevice';
import type { SessionStep } from './sessionStep';

/** A row of the transition table, with its id as a type of its own. */
export interface TableRow<I extends string> extends DeviceRow {
  readonly id: I;
  readonly from: SessionStep;
  readonly to: SessionStep;
}

type Words = Pick<DeviceRow, 'event' | 'guard' | 'effect'>;

export function row<const I extends string>(
  id: I,
  source: DeviceRow['source'],
  from: SessionStep,
  words: Words & { readonly to: SessionStep },
): TableRow<I> {
  return { id, from, ...words, source };
}
