import { put, sameId } from '../../base/keyedList';
import type { SystemSlice } from '../../server/systemSlice';

/** The state of the system: the things that were added. */
export interface ProbeState {
  readonly items: readonly ProbeItem[];
}

export interface ProbeItem {
  readonly id: string;
  readonly name: string;
  /** Virtual time, ISO 8601, at which it goes off. */
  readonly until?: string;
}

export type ProbeChange =
  | { readonly kind: 'item'; readonly item: ProbeItem }
  | { readonly kind: 'itemRemoved'; readonly id: string };

declare module '../../protocol/systemStates' {
  interface SystemStates {
    probe: ProbeState;
  }
  interface SystemChanges {
    probe: ProbeChange;
  }
}

export const PROBE_SLICE: SystemSlice<'probe'> = {
  name: 'probe',
  passcodes: () => [],
  apply: ({ items }, change) => ({
    items: change.kind === 'item' ? put(items, change.item, sameId) : items.filter(({ id }) => id !== change.id),
  }),
  deadlines: ({ items }) =>
    items.flatMap(({ name, until }) => (until === undefined ? [] : [{ kind: 'probeItem', name, at: until }])),
};
