import type { JournalEntry } from '../protocol/journal';
import type { EvictedMobileSession, MobileSession, MobileSessions } from '../protocol/mobile';
import type { ServerChange, ServerState } from '../protocol/state';

/** Entries of the journal that a projection keeps; the server has more. */
export const JOURNAL_KEPT = 1000;
/** Mails and evictions that a projection keeps, like the server's own lists bounded. */
export const OTHERS_KEPT = 500;

/**
 * The server's state after a change; the state itself is left as it is, and parts that do not differ stay the same
 * objects. Without a state there is nothing to change: the first change that counts is a snapshot.
 */
export function applyChange(state: ServerState | undefined, change: ServerChange): ServerState | undefined {
  if (change.kind === 'snapshot') return ordered(change.state);
  if (!state) return undefined;
  switch (change.kind) {
    case 'clock':
      return { ...state, clock: change.clock };
    case 'lan':
      return { ...state, lan: change.lan };
    case 'mobileSession':
      return state.mobile ? { ...state, mobile: withSession(state.mobile, change.session) } : state;
    case 'mobileSessionRemoved':
      return state.mobile ? { ...state, mobile: withoutSession(state.mobile, change.file, change.evicted) } : state;
    case 'webSession':
      return state.web
        ? { ...state, web: { ...state.web, sessions: put(state.web.sessions, change.session, sameId) } }
        : state;
    case 'webSessionRemoved':
      return state.web
        ? { ...state, web: { ...state.web, sessions: state.web.sessions.filter(({ id }) => id !== change.id) } }
        : state;
    case 'mail':
      return { ...state, outbox: put(state.outbox, change.mail, sameId).slice(-OTHERS_KEPT) };
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
): ServerState | undefined {
  return changes.reduce(applyChange, state);
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

/** A session that is in memory again is no longer an evicted one. */
function withSession(mobile: MobileSessions, session: MobileSession): MobileSessions {
  const sessions = put(mobile.sessions, session, sameFile);
  const evicted = mobile.evicted.some((each) => sameFile(each, session))
    ? mobile.evicted.filter((each) => !sameFile(each, session))
    : mobile.evicted;
  return { ...mobile, sessions, evicted };
}

function withoutSession(mobile: MobileSessions, file: string, evicted?: EvictedMobileSession): MobileSessions {
  const others = mobile.evicted.filter((each) => each.file !== file);
  return {
    ...mobile,
    sessions: mobile.sessions.filter((each) => each.file !== file),
    evicted: (evicted ? [evicted, ...others] : others).slice(0, OTHERS_KEPT),
  };
}

/** Takes the place of its like, or is added at the end. */
function put<T>(list: readonly T[], value: T, same: (a: T, b: T) => boolean): T[] {
  const at = list.findIndex((each) => same(each, value));
  return at < 0 ? [...list, value] : list.with(at, value);
}

function sameId(a: { readonly id: string }, b: { readonly id: string }): boolean {
  return a.id === b.id;
}

function sameFile(a: { readonly file: string }, b: { readonly file: string }): boolean {
  return a.file === b.file;
}
