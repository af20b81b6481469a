import type { SystemChanges, SystemName, SystemStates } from '../protocol/systemStates';
import type { Deadline } from './deadline';

/** What is pure of one emulated system: how its slice of the server's state changes, and what ends in it by itself. */
export interface SystemSlice<N extends SystemName = SystemName> {
  readonly name: N;
  /** The slice after a change. The slice itself is left as it is, and parts that do not differ stay the same objects. */
  readonly apply: (slice: SystemStates[N], change: SystemChanges[N]) => SystemStates[N];
  /** Every moment at which something in the slice ends by itself, in any order. Absent where nothing does. */
  readonly deadlines?: (slice: SystemStates[N]) => readonly Deadline[];
}

/** The slice of any system, for lists of them. */
export type AnySlice = { readonly [N in SystemName]: SystemSlice<N> }[SystemName];
