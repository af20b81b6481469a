import { type Finding, makeFinding } from '../compliance/finding';
import { phrase } from '../compliance/phrase';
import type { IndexChange } from './indexChange';
import type { DeltaBuilder } from './indexDelta';
import type { ApplicationView, SharedDevice } from './indexView';
import { type Condition, type OtherFile, type SessionEntry, sameEntry } from './sessionEntry';
import type { SharedPushTokens } from './sharedPushTokens';
import { Tally } from './tally';

type Description = Pick<Extract<IndexChange, { kind: 'applicationListed' }>, 'others' | 'unreadable' | 'isPartial'>;

/** One application folder in the index: the files on disk, the unsaved editors, and the entries that count. */
export class IndexedApplication {
  /** Whether the folder is on disk. False when only an unsaved editor keeps it in the index. */
  listed = false;
  isPartial = false;
  others: readonly OtherFile[] = [];
  unreadable: string | undefined;
  readonly onDisk = new Map<string, SessionEntry>();
  readonly buffers = new Map<string, SessionEntry>();
  /** The entries that count: an unsaved editor comes before the file, and findings about shared devices are added. */
  readonly effective = new Map<string, SessionEntry>();
  private readonly byDevice = new Map<string, Set<string>>();
  readonly conditions: Record<Condition, number> = { accepted: 0, pending: 0, atFault: 0, unreadable: 0 };
  private readonly titles = new Tally();
  private readonly teams = new Tally();

  constructor(
    private readonly folder: string,
    readonly name: string,
    private readonly pushTokens: SharedPushTokens,
  ) {}

  get view(): ApplicationView {
    return {
      name: this.name,
      others: this.others,
      isPartial: this.isPartial,
      unreadable: this.unreadable,
      counts: { files: this.effective.size, conditions: { ...this.conditions } },
      // The name that most sessions contain. After an app was renamed, old files keep the old name for a while.
      title: this.titles.most,
      team: this.teams.most,
    };
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

  dropFiles(delta: DeltaBuilder): void {
    this.onDisk.clear();
    this.settle([...this.effective.keys()], delta);
  }

  /** Takes over session files that were checked on disk. */
  takeChecked(entries: readonly SessionEntry[], delta: DeltaBuilder): void {
    for (const entry of entries) this.onDisk.set(entry.name, withKnownPlace(this.onDisk.get(entry.name), entry));
    this.settle(
      entries.map(({ name }) => name),
      delta,
    );
  }

  /** Updates `effective`, the counts and the shared devices for these names. */
  settle(names: readonly string[], delta: DeltaBuilder): void {
    const wasShared = new Map<string, boolean>();
    const before = new Map<string, SessionEntry | undefined>();
    const touched = new Set(names);
    for (const name of touched) {
      const old = this.effective.get(name);
      const plain = this.buffers.get(name) ?? this.onDisk.get(name);
      before.set(name, old);
      if (old) this.leave(old, wasShared);
      if (plain) this.enter(plain, wasShared);
    }
    // When a device becomes shared, or is no longer, the findings of all files that name it change.
    for (const [device, shared] of wasShared) {
      const sharing = this.byDevice.get(device);
      if (!sharing || sharing.size > 1 === shared) continue;
      for (const name of sharing) {
        touched.add(name);
        if (!before.has(name)) before.set(name, this.effective.get(name));
      }
    }
    for (const name of touched) {
      const plain = this.buffers.get(name) ?? this.onDisk.get(name);
      const after = plain && this.withShared(plain);
      const old = before.get(name);
      // Keep the old object, because others hold it.
      if (old && after && sameEntry(old, after)) {
        this.effective.set(name, old);
        continue;
      }
      if (after) this.effective.set(name, after);
      if (old || after) delta.entry({ key: { folder: this.folder, application: this.name, name }, before: old, after });
    }
  }

  /** Updates what is said of these sessions after others of the MobileApps folder changed that have their push token. */
  settlePush(names: readonly string[], delta: DeltaBuilder): void {
    for (const name of names) {
      const plain = this.buffers.get(name) ?? this.onDisk.get(name);
      const before = this.effective.get(name);
      if (!plain || !before) continue;
      const after = this.withShared(plain);
      if (sameEntry(before, after)) continue;
      this.effective.set(name, after);
      delta.entry({ key: { folder: this.folder, application: this.name, name }, before, after });
    }
  }

  /** Devices that several session files name. */
  sharedDevices(): SharedDevice[] {
    const shared: SharedDevice[] = [];
    for (const [deviceId, names] of this.byDevice) {
      if (names.size < 2) continue;
      const entries = [...names].flatMap((name) => this.effective.get(name) ?? []);
      const { folder, name: application } = this;
      shared.push({ folder, application, deviceId, entries: entries.sort((a, b) => b.modified - a.modified) });
    }
    return shared;
  }

  /**
   * Session files that share their device with another, and for which nobody has asked yet where `device.id` is in the
   * text.
   */
  unlocatedDuplicates(): string[] {
    const sharing = [...this.byDevice.values()].filter(({ size }) => size > 1).flatMap((names) => [...names]);
    return sharing.filter((name) => !this.effective.get(name)?.deviceRange);
  }

  private leave(old: SessionEntry, wasShared: Map<string, boolean>): void {
    this.effective.delete(old.name);
    this.conditions[old.condition]--;
    const { applicationName, teamName, deviceId } = old.fields;
    this.titles.add(applicationName, -1);
    this.teams.add(teamName, -1);
    if (old.pushDigest !== undefined) {
      this.pushTokens.remove(old.pushDigest, { application: this.name, name: old.name });
    }
    if (!deviceId) return;
    const sharing = this.byDevice.get(deviceId);
    noteShared(wasShared, deviceId, sharing);
    sharing?.delete(old.name);
    if (sharing?.size === 0) this.byDevice.delete(deviceId);
  }

  private enter(entry: SessionEntry, wasShared: Map<string, boolean>): void {
    this.effective.set(entry.name, entry);
    this.conditions[entry.condition]++;
    const { applicationName, teamName, deviceId } = entry.fields;
    this.titles.add(applicationName, 1);
    this.teams.add(teamName, 1);
    if (entry.pushDigest !== undefined) {
      this.pushTokens.add(entry.pushDigest, { application: this.name, name: entry.name });
    }
    if (!deviceId) return;
    const sharing = this.byDevice.get(deviceId);
    noteShared(wasShared, deviceId, sharing);
    if (sharing) sharing.add(entry.name);
    else this.byDevice.set(deviceId, new Set([entry.name]));
  }

  private withShared(entry: SessionEntry): SessionEntry {
    const { fields, pushDigest, name } = entry;
    const { deviceId } = fields;
    const findings: Finding[] = [];
    if (deviceId && (this.byDevice.get(deviceId)?.size ?? 0) > 1) findings.push(sharedDevice(entry));
    const others = pushDigest !== undefined && this.pushTokens.othersOf(pushDigest, { application: this.name, name });
    if (others) findings.push(sharedPush(entry, others));
    return findings.length > 0 ? { ...entry, findings: [...entry.findings, ...findings] } : entry;
  }
}

/** Keeps the places of `device.id` and `device.token` when the new entry was made without them and is the same otherwise. */
function withKnownPlace(known: SessionEntry | undefined, entry: SessionEntry): SessionEntry {
  const { deviceRange, pushRange } = known ?? {};
  if (!known || !(deviceRange ?? pushRange) || entry.deviceRange || entry.pushRange) return entry;
  const placed = { ...entry, ...(deviceRange && { deviceRange }), ...(pushRange && { pushRange }) };
  return sameEntry(known, placed) ? known : entry;
}

/** Records once whether a device was shared before this change. */
function noteShared(wasShared: Map<string, boolean>, device: string, sharing: ReadonlySet<string> | undefined): void {
  if (!wasShared.has(device)) wasShared.set(device, (sharing?.size ?? 0) > 1);
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
