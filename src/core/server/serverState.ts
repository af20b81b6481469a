import { put, sameId } from '../base/keyedList';
import type { JournalEntry } from '../protocol/journal';
import type { ServerChange, ServerState } from '../protocol/state';
import type { SystemChange } from '../protocol/systemStates';
import type { AnySlice, SystemSlice } from './systemSlice';

/** How many entries of the journal a projection keeps. The server has more. */
export const JOURNAL_KEPT = 1000;
/** How many mails a projection keeps. The server keeps as many. */
export const MAILS_KEPT = 500;

/**
 * Applies a change to the server's state. The given state is not modified, and unchanged parts stay the same objects.
 * Without a state, only a snapshot has an effect.
 * @param slices of the systems whose changes are applied; other systems stay as in the snapshot
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

/** Applies changes in their order. */
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

/**
 * Ignores an entry that is known already. After a reconnect, the server may send entries that its snapshot contains.
 */
function withEntry(journal: readonly JournalEntry[], entry: JournalEntry): readonly JournalEntry[] {
  const last = journal.at(-1);
  if (last && entry.id <= last.id) return journal;
  return [...journal, entry].slice(-JOURNAL_KEPT);
}

/** Ignores a system that was not in the snapshot, because it has nothing that could change. */
function withSystem(state: ServerState, { system, change }: SystemChange, slices: readonly AnySlice[]): ServerState {
  const slice = slices.find(({ name }) => name === system) as SystemSlice | undefined;
  const before = state.systems[system];
  if (!slice || !before) return state;
  return { ...state, systems: { ...state.systems, [system]: slice.apply(before, change) } };
}
