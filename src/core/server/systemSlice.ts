import type { SystemChanges, SystemName, SystemStates } from '../protocol/systemStates';
import type { Deadline } from './deadline';

/**
 * The pure functions of one emulated system: how a change affects its slice of the server's state, and what ends in the
 * slice by itself.
 */
export interface SystemSlice<N extends SystemName = SystemName> {
  readonly name: N;
  /** Applies a change. The given slice is not modified, and unchanged parts stay the same objects. */
  readonly apply: (slice: SystemStates[N], change: SystemChanges[N]) => SystemStates[N];
  /**
   * Every valid one-time passcode in the slice. Each is a secret, so a system without passcodes says that it has none.
   */
  readonly passcodes: (slice: SystemStates[N]) => readonly string[];
  /**
   * What the secrets of the system look like, as patterns with the flag `g`, if they can be told from other texts. Reports,
   * recordings and saved flows hold none of them.
   */
  readonly secretShapes?: readonly RegExp[];
  /** All moments at which something in the slice ends by itself, in any order. Absent if nothing ever does. */
  readonly deadlines?: (slice: SystemStates[N]) => readonly Deadline[];
}

/** The slice of any system, for lists. */
export type AnySlice = { readonly [N in SystemName]: SystemSlice<N> }[SystemName];
