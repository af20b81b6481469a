import { type Finding, makeFinding } from '../compliance/finding';
import { phrase } from '../compliance/phrase';
import type { HintRules } from '../configuration/hintRules';
import type { ApplicationIdentity } from '../session/applicationIdentity';
import { DeviceRows } from './deviceRows';
import type { PackedSessions } from './handedRows';
import type { IndexChange, SessionKey } from './indexChange';
import type { DeltaBuilder, EntryChange } from './indexDelta';
import type { ApplicationView, SharedDevice } from './indexView';
import type { SearchedRows } from './rowSearch';
import { type Condition, type OtherFile, type SessionEntry, sameEntry } from './sessionEntry';
import { SessionTable } from './sessionTable';
import type { PushHolder, SharedPushTokens } from './sharedPushTokens';
import { Tally } from './tally';
import { toldIdentity } from './toldIdentity';

type Description = Pick<Extract<IndexChange, { kind: 'applicationListed' }>, 'others' | 'unreadable' | 'isPartial'>;

/** One application folder in the index: the files on disk, the unsaved editors, and what counts of both. */
export class IndexedApplication implements SearchedRows, PushHolder {
  /** Whether the folder is on disk. False when only an unsaved editor keeps it in the index. */
  listed = false;
  isPartial = false;
  others: readonly OtherFile[] = [];
  unreadable: string | undefined;
  /** What counts: an unsaved editor comes before the file. What is said of shared devices and tokens is added when it is asked for. */
  readonly table = new SessionTable();
  /** What is on disk where an unsaved editor counts instead. Undefined for nothing. */
  private readonly covered = new Map<string, SessionEntry | undefined>();
  private readonly devices = new DeviceRows(this.table);
  /** Names of application and team, since they were asked for. */
  private known: { titles: Tally; teams: Tally } | undefined;
  /** What its sessions say that it is, since somebody asked. */
  private told: { identity: ApplicationIdentity | undefined } | undefined;
  readonly conditions: Record<Condition, number> = { accepted: 0, pending: 0, atFault: 0, unreadable: 0 };

  constructor(
    private readonly folder: string,
    readonly name: string,
    private readonly pushTokens: SharedPushTokens,
    private readonly rules: HintRules,
  ) {}

  get view(): ApplicationView {
    const names = this.tallies;
    return {
      name: this.name,
      others: this.others,
      isPartial: this.isPartial,
      unreadable: this.unreadable,
      counts: { files: this.table.size, conditions: { ...this.conditions } },
      // The name that most sessions contain. After an app was renamed, old files keep the old name for a while.
      title: names.titles.most,
      team: names.teams.most,
    };
  }

  /** What its sessions say that it is. */
  get identity(): ApplicationIdentity | undefined {
    this.told ??= { identity: toldIdentity(this.name, this.table.usedKinds()) };
    return this.told.identity;
  }

  get size(): number {
    return this.table.size;
  }

  /** Takes over what a list of the folder says beside its session files. */
  describe({ others, unreadable, isPartial = false }: Description, delta: DeltaBuilder): void {
    const before = JSON.stringify([this.others, this.unreadable, this.isPartial]);
    if (before === JSON.stringify([others, unreadable, isPartial])) return;
    this.isPartial = isPartial;
    this.others = others;
    this.unreadable = unreadable;
    delta.application(this.folder, this.name);
  }

  /** Makes room for this many session files in all. */
  expect(files: number): void {
    const more = files - this.table.size;
    if (more <= 0) return;
    this.table.reserve(more);
    this.devices.reserve(more);
  }

  /** All sessions, unsorted. */
  *entries(): Generator<SessionEntry> {
    for (const row of this.table.rows()) yield this.shown(row);
  }

  /** Those of which something is to be said: a finding, or why the file cannot be read. */
  *notable(): Generator<SessionEntry> {
    for (const row of this.table.rows()) {
      if (!this.isSaidMore(row)) continue;
      const entry = this.shown(row);
      if (entry.findings.length > 0 || entry.unreadable !== undefined) yield entry;
    }
  }

  /** Tells what is said of its sessions by the rules until now, which are about to change. */
  judgeAnew(delta: DeltaBuilder): void {
    for (const row of this.table.rows()) {
      if (!this.isSaidMore(row)) continue;
      const before = this.shown(row);
      delta.touch(this.keyOf(before.name), before, () => this.entry(before.name));
    }
    if (this.others.some(({ finding }) => finding)) delta.application(this.folder, this.name);
  }

  *names(): Generator<string> {
    for (const row of this.table.rows()) yield this.table.name(row);
  }

  entry(name: string): SessionEntry | undefined {
    const row = this.table.find(name);
    return row < 0 ? undefined : this.shown(row);
  }

  has(name: string): boolean {
    return this.table.find(name) >= 0;
  }

  /** The entry of the file on disk, even when an editor has unsaved text. */
  fileEntry(name: string): SessionEntry | undefined {
    if (this.covered.has(name)) return this.covered.get(name);
    const row = this.table.find(name);
    return row < 0 ? undefined : this.table.entry(row);
  }

  /** Gives back what was reserved for more. */
  trim(): void {
    this.table.trim();
    this.devices.trim();
  }

  /** Whether the text of an unsaved editor is in a row, and not the file. */
  isCovered(row: number): boolean {
    return this.covered.size > 0 && this.covered.has(this.table.name(row));
  }

  dropFiles(delta: DeltaBuilder): void {
    this.keepOnly(new Set(), delta);
  }

  /** Removes the files that are not among these. */
  keepOnly(names: ReadonlySet<string>, delta: DeltaBuilder): void {
    this.drop(
      [...this.names()].filter((name) => !names.has(name)),
      delta,
    );
  }

  drop(names: Iterable<string>, delta: DeltaBuilder): void {
    const changes = new Map<string, SessionEntry | undefined>();
    for (const name of names) {
      if (this.covered.has(name)) this.covered.set(name, undefined);
      else changes.set(name, undefined);
    }
    this.put(changes, delta);
  }

  /** Takes over session files that were checked on disk. */
  takeChecked(entries: Iterable<SessionEntry>, delta: DeltaBuilder): void {
    const changes = new Map<string, SessionEntry | undefined>();
    for (const entry of entries) {
      const { name } = entry;
      const placed = withKnownPlace(changes.get(name) ?? this.fileEntry(name), entry);
      if (this.covered.has(name)) this.covered.set(name, placed);
      else changes.set(name, placed);
    }
    this.put(changes, delta);
    this.dropOthers(delta);
  }

  /** The same for many, as a thread hands them over. */
  takePacked(packed: PackedSessions, delta: DeltaBuilder): void {
    this.devices.reserve(packed.count);
    this.pushTokens.reserve(packed.count);
    const { added, first, known } = this.table.append(packed);
    const notes = new Map<string, boolean>();
    const { end } = this.table;
    for (const row of this.table.rows(first)) this.enter(row, notes);
    const { table } = this;
    if (added > 0)
      delta.addTogether({
        folder: this.folder,
        application: this.name,
        has: (name) => table.find(name) >= first,
        changes: () => Array.from(table.rows(first, end), (row) => this.addition(row)),
        notable: () => this.notableAdditions(first, end),
      });
    this.tellShared(notes, delta);
    this.takeChecked(known, delta);
  }

  /** What was a link or a folder, and is a session file now, is not listed as something else until the next list. */
  private dropOthers(delta: DeltaBuilder): void {
    const others = this.others.filter(({ name }) => !this.isFile(name.split('/', 1)[0] as string));
    if (others.length === this.others.length) return;
    this.others = others;
    delta.application(this.folder, this.name);
  }

  private isFile(name: string): boolean {
    return this.covered.has(name) ? this.covered.get(name) !== undefined : this.has(name);
  }

  /** Takes over the text of an unsaved editor. Undefined when there is none any more. */
  setBuffer(name: string, entry: SessionEntry | undefined, delta: DeltaBuilder): void {
    if (entry) {
      if (!this.covered.has(name)) this.covered.set(name, this.fileEntry(name));
      this.put(new Map([[name, entry]]), delta);
    } else if (this.covered.has(name)) {
      const onDisk = this.covered.get(name);
      this.covered.delete(name);
      this.put(new Map([[name, onDisk]]), delta);
    }
  }

  /** Forgets unsaved editors. The files stay. */
  dropBuffers(delta: DeltaBuilder): void {
    for (const name of [...this.covered.keys()]) this.setBuffer(name, undefined, delta);
  }

  /** Updates what is said of these sessions after others of the MobileApps folder changed that have their push token. */
  settlePush(names: readonly string[], delta: DeltaBuilder): void {
    for (const name of names) {
      const row = this.table.find(name);
      const key = this.keyOf(name);
      if (row < 0 || delta.isTouched(key)) continue;
      delta.touch(key, this.withShared(row, this.isShared(row), true), () => this.entry(name));
    }
  }

  /** Devices that several session files name. */
  sharedDevices(): SharedDevice[] {
    return [...this.devices.shared()].map((rows) => {
      const entries = [...rows].map((row) => this.shown(row)).sort((a, b) => b.modified - a.modified);
      const { folder, name: application } = this;
      return { folder, application, deviceId: entries[0]?.fields.deviceId ?? '', entries };
    });
  }

  /**
   * Session files that share their device with another, and for which nobody has asked yet where `device.id` is in the
   * text.
   */
  unlocatedDuplicates(): string[] {
    const sharing = [...this.devices.shared()].flatMap((rows) => [...rows]);
    return sharing.filter((row) => !this.table.extra(row)?.deviceRange).map((row) => this.table.name(row));
  }

  /** Replaces what counts of these session files. */
  private put(changes: ReadonlyMap<string, SessionEntry | undefined>, delta: DeltaBuilder): void {
    const found: { row: number; name: string; entry: SessionEntry | undefined }[] = [];
    for (const [name, entry] of changes) {
      const row = this.table.find(name);
      if (row < 0 && !entry) continue;
      if (row >= 0 && entry && sameEntry(this.table.entry(row), entry)) continue;
      const before = row < 0 ? undefined : this.withShared(row, this.isShared(row), true);
      delta.touch(this.keyOf(name), before, () => this.entry(name));
      found.push({ row, name, entry });
    }
    const notes = new Map<string, boolean>();
    for (const { row, entry } of found) {
      if (row >= 0) this.leave(row, notes);
      if (!entry) this.table.remove(row);
      else if (row < 0) this.enter(this.table.add(entry), notes);
      else {
        this.table.set(row, entry);
        this.enter(row, notes);
      }
    }
    this.tellShared(notes, delta);
  }

  private get tallies(): { titles: Tally; teams: Tally } {
    if (this.known) return this.known;
    const tallies = { titles: new Tally(), teams: new Tally() };
    for (const [title, count] of this.table.kindUses('applicationName')) tallies.titles.add(title, count);
    for (const [team, count] of this.table.kindUses('teamName')) tallies.teams.add(team, count);
    this.known = tallies;
    return tallies;
  }

  private enter(row: number, notes: Map<string, boolean>): void {
    this.count(row, 1);
    if (this.table.hasPush(row)) this.pushTokens.add(this, row);
    if (!this.table.namesDevice(row)) return;
    const sharing = this.devices.add(row);
    if (sharing) this.note(row, sharing.size > 2, notes);
  }

  private leave(row: number, notes: Map<string, boolean>): void {
    this.count(row, -1);
    if (this.table.hasPush(row)) this.pushTokens.remove(this, row);
    if (this.table.namesDevice(row) && this.devices.remove(row)) this.note(row, true, notes);
  }

  private count(row: number, by: 1 | -1): void {
    this.known = undefined;
    this.told = undefined;
    this.conditions[this.table.condition(row)] += by;
  }

  /** Records once whether a device was shared before this change. */
  private note(row: number, wasShared: boolean, notes: Map<string, boolean>): void {
    const device = this.table.deviceId(row) as string;
    if (!notes.has(device)) notes.set(device, wasShared);
  }

  /** When a device becomes shared, or is no longer, the findings of all files that name it change. */
  private tellShared(notes: ReadonlyMap<string, boolean>, delta: DeltaBuilder): void {
    for (const [device, wasShared] of notes) {
      const rows = this.devices.of(device);
      if (rows.size > 1 === wasShared) continue;
      for (const row of rows) {
        const name = this.table.name(row);
        const key = this.keyOf(name);
        if (!delta.isTouched(key)) delta.touch(key, this.withShared(row, wasShared, true), () => this.entry(name));
      }
    }
  }

  private isPushShared(row: number): boolean {
    return this.pushTokens.areAny && this.table.hasPush(row) && this.pushTokens.isShared(this, row);
  }

  private isShared(row: number): boolean {
    return this.table.namesDevice(row) && this.devices.sharing(row) > 1;
  }

  /** Whether there is a finding, or may be. */
  isSaidMore(row: number): boolean {
    return this.table.isNotable(row) || this.isShared(row) || this.isPushShared(row);
  }

  shown(row: number): SessionEntry {
    return this.withShared(row, this.isShared(row), false);
  }

  /** @param isBefore with what was said of its push token before the change that is under way */
  private withShared(row: number, isShared: boolean, isBefore: boolean): SessionEntry {
    const entry = this.table.entry(row);
    const { pushDigest, name } = entry;
    const findings: Finding[] = [];
    if (isShared) findings.push(sharedDevice(entry));
    const others =
      pushDigest !== undefined && this.pushTokens.othersOf(pushDigest, { application: this.name, name }, isBefore);
    if (others) findings.push(sharedPush(entry, others));
    const all = findings.length > 0 ? [...entry.findings, ...findings] : entry.findings;
    const judged = this.rules.judgedAll(all);
    return judged === entry.findings ? entry : { ...entry, findings: judged };
  }

  private *notableAdditions(first: number, end: number): Generator<EntryChange> {
    for (const row of this.table.rows(first, end)) if (this.isSaidMore(row)) yield this.addition(row);
  }

  private addition(row: number): EntryChange {
    const after = this.shown(row);
    return { key: this.keyOf(after.name), before: undefined, after };
  }

  private keyOf(name: string): SessionKey {
    return { folder: this.folder, application: this.name, name };
  }
}

/** Keeps the places of `device.id` and `device.token` when the new entry was made without them and is the same otherwise. */
function withKnownPlace(known: SessionEntry | undefined, entry: SessionEntry): SessionEntry {
  const { deviceRange, pushRange } = known ?? {};
  if (!known || !(deviceRange ?? pushRange) || entry.deviceRange || entry.pushRange) return entry;
  const placed = { ...entry, ...(deviceRange && { deviceRange }), ...(pushRange && { pushRange }) };
  return sameEntry(known, placed) ? known : entry;
}

/**
 * Two files of one application for one device: pushes and mails are sent twice
 * (docs/facts/4d-mobile.md#what-people-struggle-with).
 */
function sharedDevice(entry: SessionEntry): Finding {
  // The message does not name or count the others. Otherwise each new file would change the findings of all.
  const words = phrase('Another session file of this application names the same device.');
  const start = { line: 0, character: 0 };
  return makeFinding('hint/duplicate-device', words, '/device/id', entry.deviceRange ?? { start, end: start });
}

/** Two sessions of one MobileApps folder with one push token: what is sent to both of them reaches the device twice. */
function sharedPush(entry: SessionEntry, { named, areMore }: { named: string[]; areMore: boolean }): Finding {
  const files = named.map((each) => `"${each}"`).join(', ');
  const words = areMore
    ? phrase(
        'A push goes out more than once, because more sessions have the same device.token: {0}, and others.',
        files,
      )
    : phrase('A push goes out more than once, because another session has the same device.token: {0}.', files);
  const start = { line: 0, character: 0 };
  return makeFinding('hint/duplicate-push', words, '/device/token', entry.pushRange ?? { start, end: start });
}
