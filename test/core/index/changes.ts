import fc from 'fast-check';
import { makeFinding } from '../../../src/core/compliance/finding';
import { phrase } from '../../../src/core/compliance/phrase';
import { HandedRows, type PackedSessions } from '../../../src/core/index/handedRows';
import type { Condition, SessionEntry } from '../../../src/core/index/sessionEntry';
import type { IndexChange } from '../../../src/core/index/sessionIndex';

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A MobileApps folder that has these applications. */
export function listed(folder: string, ...applications: string[]): IndexChange {
  return { kind: 'folderListed', folder, applications, others: [] };
}

export interface EntryTraits {
  condition?: Condition;
  modified?: number;
  device?: string;
  title?: string;
  bundle?: string;
  team?: string;
  description?: string;
  email?: string;
  simulator?: boolean;
  located?: boolean;
  /** A digest of the push token. */
  push?: string;
}

/** A session file as a check would report it. */
export function entry(name: string, traits: EntryTraits = {}): SessionEntry {
  const {
    condition = 'accepted',
    modified = 0,
    device,
    title,
    bundle,
    team,
    description,
    email,
    simulator = false,
    located,
    push,
  } = traits;
  const fields = {
    teamId: '',
    simulator,
    jailbroken: false,
    status: condition === 'pending' ? 'pending' : 'accepted',
    ...(device !== undefined && { deviceId: device }),
    ...(title !== undefined && { applicationName: title }),
    ...(bundle !== undefined && { applicationId: bundle }),
    ...(team !== undefined && { teamName: team }),
    ...(description !== undefined && { deviceDescription: description }),
    ...(email !== undefined && { email }),
  };
  return {
    name,
    condition,
    modified,
    size: 700,
    fields,
    findings: condition === 'atFault' ? [makeFinding('mobi/3', phrase('Wrong.'), '', START)] : [],
    ...(condition === 'unreadable' && { unreadable: phrase('No.') }),
    ...(push !== undefined && { pushDigest: push }),
    ...(located && { deviceRange: { start: { line: 5, character: 8 }, end: { line: 5, character: 12 } } }),
    ...(located &&
      push !== undefined && { pushRange: { start: { line: 6, character: 8 }, end: { line: 6, character: 12 } } }),
  };
}

/** As a thread hands them over. It tells each file once. */
export function packed(entries: readonly SessionEntry[]): PackedSessions {
  const rows = new HandedRows();
  const told = new Set<string>();
  for (const entry of entries) {
    if (!told.has(entry.name)) rows.add(entry);
    told.add(entry.name);
  }
  return rows.take();
}

const folder = fc.constantFrom('/a', '/b');
const application = fc.constantFrom('app', 'other');
const NAMES = ['1', '2', '3', '4', '5'];
const name = fc.constantFrom(...NAMES);
const others = fc.subarray([
  { name: 'manifest.json', kind: 'file' as const },
  { name: 'link', kind: 'link' as const },
]);

const anyEntry = fc
  .record(
    {
      name,
      condition: fc.constantFrom<Condition>('accepted', 'pending', 'atFault', 'unreadable'),
      modified: fc.nat({ max: 1 }),
      device: fc.constantFrom('', 'd1', 'd1', 'd2'),
      title: fc.constantFrom('', 'One', 'Two'),
      team: fc.constantFrom('', 'Équipe', 'Two'),
      bundle: fc.constantFrom('app', 'moved'),
      email: fc.constantFrom('', 'a', 'b'),
      simulator: fc.boolean(),
      located: fc.boolean(),
      push: fc.constantFrom('p1', 'p1', 'p2'),
    },
    { requiredKeys: ['name'], noNullPrototype: true },
  )
  .map(({ name, ...traits }) => entry(name, traits));

/** Anything that can happen to an index, often to the same few files. */
export const anyChange: fc.Arbitrary<IndexChange> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('folderState' as const),
      folder,
      state: fc.constantFrom(
        { kind: 'scanning' as const },
        { kind: 'ready' as const },
        { kind: 'gone' as const },
        { kind: 'failed' as const, fault: { kind: 'denied' as const } },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('folderRemoved' as const), folder }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('folderListed' as const),
      folder,
      applications: fc.subarray(['app', 'other']),
      others,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        kind: fc.constant('applicationListed' as const),
        folder,
        application,
        names: fc.subarray(NAMES),
        others,
        // It may be wrong: files come and go.
        expected: fc.nat({ max: 100 }),
        unreadable: fc.constant('EACCES'),
      },
      { requiredKeys: ['kind', 'folder', 'application', 'names', 'others'] },
    ),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('checked' as const),
      folder,
      application,
      entries: fc.array(anyEntry, { maxLength: 4 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc
      .record({ folder, application, entries: fc.array(anyEntry, { maxLength: 4 }) })
      .map(({ entries, ...rest }) => ({ kind: 'scanned' as const, ...rest, sessions: packed(entries) })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('vanished' as const),
      folder,
      application,
      names: fc.array(name, { maxLength: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ folder, application, entry: anyEntry, open: fc.boolean() })
      .map(({ entry, open, ...rest }) => ({
        kind: 'buffer' as const,
        key: { ...rest, name: entry.name },
        entry: open ? entry : undefined,
      })),
  },
);
