import { put, sameId } from '../base/keyedList';
import type { JournalEntry } from '../protocol/journal';
import type { ServerChange, ServerState } from '../protocol/state';
import type { SystemChange } from '../protocol/systemStates';
import type { AnySlice, SystemSlice } from './systemSlice';

/** Entries of the journal that a projection keeps; the server has more. */
export const JOURNAL_KEPT = 1000;
/** Mails that a projection keeps; the server's own list is as long. */
export const MAILS_KEPT = 500;

/**
 * The server's state after a change; the state itself is left as it is, and parts that do not differ stay the same
 * objects. Without a state there is nothing to change: the first change that counts is a snapshot.
 * @param slices of the systems whose changes are followed; what others say is left as the snapshot had it
 */
export function applyChange(
  state: ServerState | undefined,
  change: ServerChange,
  slices: readonly AnySlice[],
): ServerState | undefined {
  if (change.kind === 'snapshot') return ordered(change.state);
  if (!state) return undefined;
  switch (change.kind) {
    case 'clock':
      return { ...state, clock: change.clock };
    case 'lan':
      return { ...state, lan: change.lan };
    case 'system':
      return withSystem(state, change, slices);
    case 'mail':
      return { ...state, outbox: put(state.outbox, change.mail, sameId).slice(-MAILS_KEPT) };
    case 'fault':
      return { ...state, faults: put(state.faults, change.fault, sameId) };
    case 'faultRemoved':
      return { ...state, faults: state.faults.filter(({ id }) => id !== change.id) };
    case 'journal':
      return { ...state, journal: withEntry(state.journal, change.entry) };
  }
}

/** The state after many changes, in their order. */
export function applyChanges(
  state: ServerState | undefined,
  changes: readonly ServerChange[],
  slices: readonly AnySlice[],
): ServerState | undefined {
  return changes.reduce((before, change) => applyChange(before, change, slices), state);
}

function ordered(state: ServerState): ServerState {
  const journal = [...state.journal].sort((a, b) => a.id - b.id).slice(-JOURNAL_KEPT);
  return { ...state, journal };
}

/** An entry that is known already is not written twice: a connection made anew can tell what its snapshot had. */
function withEntry(journal: readonly JournalEntry[], entry: JournalEntry): readonly JournalEntry[] {
  const last = journal.at(-1);
  if (last && entry.id <= last.id) return journal;
  return [...journal, entry].slice(-JOURNAL_KEPT);
}

/** A system that the state does not have was not in the snapshot, so it has nothing that could change. */
function withSystem(state: ServerState, { system, change }: SystemChange, slices: readonly AnySlice[]): ServerState {
  const slice = slices.find(({ name }) => name === system) as SystemSlice | undefined;
  const before = state.systems[system];
  if (!slice || !before) return state;
  return { ...state, systems: { ...state.systems, [system]: slice.apply(before, change) } };
}
