import { Emitter } from '../base/event';
import { type Finding, makeFinding } from '../compliance/finding';
import { phrase } from '../compliance/phrase';
import { type Condition, type OtherFile, type SessionEntry, sameEntry } from './sessionEntry';

/** Names one session file: MobileApps folder (an absolute path), application folder and file name. */
export interface SessionKey {
  readonly folder: string;
  readonly application: string;
  readonly name: string;
}

/** How far a MobileApps folder is known. */
export type FolderState =
  | { readonly kind: 'scanning' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string };

/** What can happen to the index. Everything comes in through these. */
export type IndexChange =
  | { readonly kind: 'folderState'; readonly folder: string; readonly state: FolderState }
  | { readonly kind: 'folderRemoved'; readonly folder: string }
  /** The complete list of a MobileApps folder: applications that are not named are gone. */
  | {
      readonly kind: 'folderListed';
      readonly folder: string;
      readonly applications: readonly string[];
      readonly others: readonly OtherFile[];
      /** Not the complete list: only what of the folder is opened. */
      readonly isPartial?: boolean;
    }
  /** The complete list of an application folder: session files that are not named are gone. */
  | {
      readonly kind: 'applicationListed';
      readonly folder: string;
      readonly application: string;
      readonly names: readonly string[];
      readonly others: readonly OtherFile[];
      /** Why the folder could not be listed. */
      readonly unreadable?: string;
      /** Not the complete list: only what of the folder is opened. */
      readonly isPartial?: boolean;
    }
  | {
      readonly kind: 'checked';
      readonly folder: string;
      readonly application: string;
      readonly entries: readonly SessionEntry[];
    }
  | {
      readonly kind: 'vanished';
      readonly folder: string;
      readonly application: string;
      readonly names: readonly string[];
    }
  /** An open, unsaved buffer: as long as there is one it counts, not the file. */
  | { readonly kind: 'buffer'; readonly key: SessionKey; readonly entry: SessionEntry | undefined };

export interface EntryChange {
  readonly key: SessionKey;
  readonly before: SessionEntry | undefined;
  readonly after: SessionEntry | undefined;
}

/** What really differs after a change; never empty. */
export interface IndexDelta {
  readonly entries: readonly EntryChange[];
  /** Applications that came, went, or whose other files changed. */
  readonly applications: readonly { readonly folder: string; readonly application: string }[];
  /** Folders that came, went, or whose state or other files changed. */
  readonly folders: readonly string[];
}

export interface Counts {
  readonly files: number;
  readonly conditions: Readonly<Record<Condition, number>>;
}

/** A device that several session files of one application name. */
export interface SharedDevice {
  readonly folder: string;
  readonly application: string;
  readonly deviceId: string;
  /** Two or more; the one changed last comes first. */
  readonly entries: readonly SessionEntry[];
}

/** The sessions of one application folder. */
export interface ApplicationView {
  readonly name: string;
  readonly others: readonly OtherFile[];
  /** Only some of its files are opened, and nothing is known of the others. */
  readonly isPartial: boolean;
  /** Why the folder could not be listed; undefined when it could. */
  readonly unreadable: string | undefined;
  readonly counts: Counts;
  /** The `application.name` that most of its sessions give; undefined when none has one. */
  readonly title: string | undefined;
  /** The `team.name` that most of its sessions give; undefined when none has one. */
  readonly team: string | undefined;
}

/** How often each text is given. */
class Tally {
  private readonly counts = new Map<string, number>();

  add(text: string | undefined, by: 1 | -1): void {
    if (!text) return;
    const count = (this.counts.get(text) ?? 0) + by;
    if (count > 0) this.counts.set(text, count);
    else this.counts.delete(text);
  }

  /** What is given most; undefined when nothing is. */
  get most(): string | undefined {
    let most: string | undefined;
    let highest = 0;
    for (const [text, count] of this.counts) {
      if (count <= highest) continue;
      most = text;
      highest = count;
    }
    return most;
  }
}

class Application {
  /** Whether the disk has it; false while only an unsaved buffer keeps it. */
  listed = false;
  isPartial = false;
  others: readonly OtherFile[] = [];
  unreadable: string | undefined;
  readonly onDisk = new Map<string, SessionEntry>();
  readonly buffers = new Map<string, SessionEntry>();
  /** What counts: buffer before disk, findings about shared devices added. */
  readonly effective = new Map<string, SessionEntry>();
  readonly byDevice = new Map<string, Set<string>>();
  readonly conditions: Record<Condition, number> = { accepted: 0, pending: 0, atFault: 0, unreadable: 0 };
  readonly titles = new Tally();
  readonly teams = new Tally();

  constructor(readonly name: string) {}
}

class Folder {
  state: FolderState = { kind: 'scanning' };
  isPartial = false;
  others: readonly OtherFile[] = [];
  readonly applications = new Map<string, Application>();

  constructor(readonly path: string) {}
}

/**
 * All known session files and their findings: the one source of tree, Problems, badge and command line.
 * `apply` takes a change and fires `onDidChange` with what really differs, or not at all. A folder is known from its
 * first state until it is removed; what is told of it after that comes from a scan still under way, and is dropped.
 */
export class SessionIndex {
  private readonly foldersByPath = new Map<string, Folder>();
  private readonly changed = new Emitter<IndexDelta>();
  readonly onDidChange = this.changed.event;

  apply(change: IndexChange): IndexDelta | undefined {
    const delta = new DeltaDraft();
    const path = change.kind === 'buffer' ? change.key.folder : change.folder;
    const folder = change.kind === 'folderState' ? this.folder(path, delta) : this.foldersByPath.get(path);
    if (folder) this.take(folder, change, delta);
    if (delta.empty) return undefined;
    this.changed.fire(delta);
    return delta;
  }

  private take(folder: Folder, change: IndexChange, delta: DeltaDraft): void {
    switch (change.kind) {
      case 'folderState':
        this.setState(folder, change.state, delta);
        break;
      case 'folderRemoved':
        this.removeFolder(folder, delta);
        break;
      case 'folderListed':
        this.listFolder(folder, change, delta);
        break;
      case 'applicationListed':
        this.listApplication(folder, change, delta);
        break;
      case 'checked': {
        const application = this.listed(folder, change.application, delta);
        for (const entry of change.entries) {
          application.onDisk.set(entry.name, withKnownPlace(application.onDisk.get(entry.name), entry));
        }
        const names = change.entries.map(({ name }) => name);
        this.settle(folder, application, names, delta);
        break;
      }
      case 'vanished': {
        const application = folder.applications.get(change.application);
        if (!application) break;
        for (const name of change.names) application.onDisk.delete(name);
        this.settle(folder, application, change.names, delta);
        break;
      }
      case 'buffer':
        this.setBuffer(folder, change.key, change.entry, delta);
        break;
    }
  }

  /** Paths of the MobileApps folders, sorted. */
  folders(): string[] {
    return [...this.foldersByPath.keys()].sort();
  }

  stateOf(folder: string): FolderState | undefined {
    return this.foldersByPath.get(folder)?.state;
  }

  /** Whether only some applications of a folder are opened, so that nothing is known of the others. */
  isPartial(folder: string): boolean {
    return this.foldersByPath.get(folder)?.isPartial === true;
  }

  /** Files and folders directly in a MobileApps folder that are no application folders. */
  othersOf(folder: string): readonly OtherFile[] {
    return this.foldersByPath.get(folder)?.others ?? [];
  }

  /** The applications of a folder, sorted by folder name. */
  applications(folder: string): ApplicationView[] {
    const applications = [...(this.foldersByPath.get(folder)?.applications.values() ?? [])];
    return applications.sort((a, b) => (a.name < b.name ? -1 : 1)).map(view);
  }

  applicationOf(folder: string, application: string): ApplicationView | undefined {
    const found = this.foldersByPath.get(folder)?.applications.get(application);
    return found && view(found);
  }

  /** The session files of an application, in no order. */
  entries(folder: string, application: string): IterableIterator<SessionEntry> {
    return (this.foldersByPath.get(folder)?.applications.get(application)?.effective ?? new Map()).values();
  }

  entry({ folder, application, name }: SessionKey): SessionEntry | undefined {
    return this.foldersByPath.get(folder)?.applications.get(application)?.effective.get(name);
  }

  /** What is on disk, whatever an editor has. */
  fileEntry({ folder, application, name }: SessionKey): SessionEntry | undefined {
    return this.foldersByPath.get(folder)?.applications.get(application)?.onDisk.get(name);
  }

  counts(folder?: string): Counts {
    const conditions = { accepted: 0, pending: 0, atFault: 0, unreadable: 0 };
    let files = 0;
    for (const each of this.foldersByPath.values()) {
      if (folder !== undefined && each.path !== folder) continue;
      for (const application of each.applications.values()) {
        files += application.effective.size;
        for (const key of Object.keys(conditions) as Condition[]) conditions[key] += application.conditions[key];
      }
    }
    return { files, conditions };
  }

  /** Devices that several session files of one application name, by folder and application. */
  duplicateDevices(): SharedDevice[] {
    const shared: SharedDevice[] = [];
    for (const folder of this.folders()) {
      for (const { name: application } of this.applications(folder)) {
        const found = this.foldersByPath.get(folder)?.applications.get(application);
        for (const [deviceId, names] of found?.byDevice ?? []) {
          if (names.size < 2) continue;
          const entries = [...names].flatMap((name) => found?.effective.get(name) ?? []);
          shared.push({ folder, application, deviceId, entries: entries.sort((a, b) => b.modified - a.modified) });
        }
      }
    }
    return shared;
  }

  /** Session files that share their device with another and whose place of `device.id` nobody has asked for yet. */
  unlocatedDuplicates(folder: string, application: string): string[] {
    const names: string[] = [];
    const found = this.foldersByPath.get(folder)?.applications.get(application);
    for (const sharing of found?.byDevice.values() ?? []) {
      if (sharing.size < 2) continue;
      for (const name of sharing) if (!found?.effective.get(name)?.deviceRange) names.push(name);
    }
    return names;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private folder(path: string, delta: DeltaDraft): Folder {
    let folder = this.foldersByPath.get(path);
    if (!folder) {
      folder = new Folder(path);
      this.foldersByPath.set(path, folder);
      delta.folder(path);
    }
    return folder;
  }

  private application(folder: Folder, name: string, delta: DeltaDraft): Application {
    let application = folder.applications.get(name);
    if (!application) {
      application = new Application(name);
      folder.applications.set(name, application);
      delta.application(folder.path, name);
    }
    return application;
  }

  /** An application that the disk has. */
  private listed(folder: Folder, name: string, delta: DeltaDraft): Application {
    const application = this.application(folder, name, delta);
    application.listed = true;
    return application;
  }

  private setState(folder: Folder, state: FolderState, delta: DeltaDraft): void {
    if (JSON.stringify(folder.state) !== JSON.stringify(state)) {
      folder.state = state;
      delta.folder(folder.path);
    }
    if (state.kind !== 'gone') return;
    this.setOthers(folder, [], delta);
    for (const name of [...folder.applications.keys()]) this.removeApplication(folder, name, delta);
  }

  private removeFolder(folder: Folder, delta: DeltaDraft): void {
    for (const application of folder.applications.values()) {
      application.buffers.clear();
      this.dropFiles(folder, application, delta);
      delta.application(folder.path, application.name);
    }
    this.foldersByPath.delete(folder.path);
    delta.folder(folder.path);
  }

  /** An application folder is gone; what is open and unsaved of it stays. */
  private removeApplication(folder: Folder, name: string, delta: DeltaDraft): void {
    const application = folder.applications.get(name) as Application;
    application.listed = false;
    this.describe(folder, application, { others: [] }, delta);
    this.dropFiles(folder, application, delta);
    this.forgetUnused(folder, application, delta);
  }

  /** An application that is not on disk stays only as long as something of it is open and unsaved. */
  private forgetUnused(folder: Folder, application: Application, delta: DeltaDraft): void {
    if (application.listed || application.effective.size > 0) return;
    folder.applications.delete(application.name);
    delta.application(folder.path, application.name);
  }

  private dropFiles(folder: Folder, application: Application, delta: DeltaDraft): void {
    application.onDisk.clear();
    this.settle(folder, application, [...application.effective.keys()], delta);
  }

  private listFolder(
    folder: Folder,
    { applications, others, isPartial = false }: Extract<IndexChange, { kind: 'folderListed' }>,
    delta: DeltaDraft,
  ): void {
    if (folder.isPartial !== isPartial) delta.folder(folder.path);
    folder.isPartial = isPartial;
    this.setOthers(folder, others, delta);
    const named = new Set(applications);
    for (const name of [...folder.applications.keys()]) {
      if (!named.has(name)) this.removeApplication(folder, name, delta);
    }
    for (const name of applications) this.listed(folder, name, delta);
  }

  private setOthers(folder: Folder, others: readonly OtherFile[], delta: DeltaDraft): void {
    if (JSON.stringify(folder.others) === JSON.stringify(others)) return;
    folder.others = others;
    delta.folder(folder.path);
  }

  private listApplication(
    folder: Folder,
    change: Extract<IndexChange, { kind: 'applicationListed' }>,
    delta: DeltaDraft,
  ): void {
    const application = this.listed(folder, change.application, delta);
    this.describe(folder, application, change, delta);
    const named = new Set(change.names);
    const vanished = [...application.onDisk.keys()].filter((name) => !named.has(name));
    for (const name of vanished) application.onDisk.delete(name);
    this.settle(folder, application, vanished, delta);
  }

  private describe(
    folder: Folder,
    application: Application,
    {
      others,
      unreadable,
      isPartial = false,
    }: Pick<Extract<IndexChange, { kind: 'applicationListed' }>, 'others' | 'unreadable' | 'isPartial'>,
    delta: DeltaDraft,
  ): void {
    const before = JSON.stringify([application.others, application.unreadable, application.isPartial]);
    if (before === JSON.stringify([others, unreadable, isPartial])) return;
    application.isPartial = isPartial;
    application.others = others;
    application.unreadable = unreadable;
    delta.application(folder.path, application.name);
  }

  private setBuffer(folder: Folder, key: SessionKey, entry: SessionEntry | undefined, delta: DeltaDraft): void {
    const application = entry
      ? this.application(folder, key.application, delta)
      : folder.applications.get(key.application);
    if (!application) return;
    if (entry) application.buffers.set(key.name, entry);
    else application.buffers.delete(key.name);
    this.settle(folder, application, [key.name], delta);
    this.forgetUnused(folder, application, delta);
  }

  /** Brings `effective`, the counts and the shared devices in line with disk and buffers, for these names. */
  private settle(folder: Folder, application: Application, names: readonly string[], delta: DeltaDraft): void {
    const wasShared = new Map<string, boolean>();
    const before = new Map<string, SessionEntry | undefined>();
    const touched = new Set(names);
    for (const name of touched) {
      const old = application.effective.get(name);
      const plain = application.buffers.get(name) ?? application.onDisk.get(name);
      before.set(name, old);
      if (old) leave(application, old, wasShared);
      if (plain) enter(application, plain, wasShared);
    }
    // A device that is now shared, or no longer, changes what is found in all the files that name it.
    for (const [device, shared] of wasShared) {
      const sharing = application.byDevice.get(device);
      if (!sharing || sharing.size > 1 === shared) continue;
      for (const name of sharing) {
        touched.add(name);
        if (!before.has(name)) before.set(name, application.effective.get(name));
      }
    }
    for (const name of touched) {
      const plain = application.buffers.get(name) ?? application.onDisk.get(name);
      const after = plain && withSharedDevice(application, plain);
      if (after) application.effective.set(name, after);
      const old = before.get(name);
      if (after && sameEntry(old, after)) continue;
      if (old || after)
        delta.entry({ key: { folder: folder.path, application: application.name, name }, before: old, after });
    }
  }
}

/** A look that did not ask where `device.id` stands keeps the place, when all else is the same. */
function withKnownPlace(known: SessionEntry | undefined, entry: SessionEntry): SessionEntry {
  if (!known?.deviceRange || entry.deviceRange) return entry;
  return sameEntry(known, { ...entry, deviceRange: known.deviceRange }) ? known : entry;
}

function leave(application: Application, old: SessionEntry, wasShared: Map<string, boolean>): void {
  application.effective.delete(old.name);
  application.conditions[old.condition]--;
  const { applicationName, teamName, deviceId } = old.fields;
  application.titles.add(applicationName, -1);
  application.teams.add(teamName, -1);
  if (!deviceId) return;
  const sharing = application.byDevice.get(deviceId);
  noteShared(wasShared, deviceId, sharing);
  sharing?.delete(old.name);
  if (sharing?.size === 0) application.byDevice.delete(deviceId);
}

function enter(application: Application, entry: SessionEntry, wasShared: Map<string, boolean>): void {
  application.effective.set(entry.name, entry);
  application.conditions[entry.condition]++;
  const { applicationName, teamName, deviceId } = entry.fields;
  application.titles.add(applicationName, 1);
  application.teams.add(teamName, 1);
  if (!deviceId) return;
  const sharing = application.byDevice.get(deviceId);
  noteShared(wasShared, deviceId, sharing);
  if (sharing) sharing.add(entry.name);
  else application.byDevice.set(deviceId, new Set([entry.name]));
}

/** Remembers, once, whether a device was shared before this change. */
function noteShared(wasShared: Map<string, boolean>, device: string, sharing: ReadonlySet<string> | undefined): void {
  if (!wasShared.has(device)) wasShared.set(device, (sharing?.size ?? 0) > 1);
}

function withSharedDevice(application: Application, entry: SessionEntry): SessionEntry {
  const { deviceId } = entry.fields;
  if (!deviceId || (application.byDevice.get(deviceId)?.size ?? 0) < 2) return entry;
  return { ...entry, findings: [...entry.findings, sharedDevice(entry)] };
}

/** Two files of one application for one device: pushes and mails go out twice (4D Mobile App Server, issues 2 and 3). */
function sharedDevice(entry: SessionEntry): Finding {
  // Neither names nor number of the others: else each new one would change the finding of all.
  const words = phrase('Another session file of this application names the same device.');
  const start = { line: 0, character: 0 };
  return makeFinding('hint/duplicate-device', words, '/device/id', entry.deviceRange ?? { start, end: start });
}

function view(application: Application): ApplicationView {
  return {
    name: application.name,
    others: application.others,
    isPartial: application.isPartial,
    unreadable: application.unreadable,
    counts: { files: application.effective.size, conditions: { ...application.conditions } },
    // The name most sessions give: an app that was renamed keeps old files for a while.
    title: application.titles.most,
    team: application.teams.most,
  };
}

class DeltaDraft implements IndexDelta {
  readonly entries: EntryChange[] = [];
  private readonly applicationKeys = new Map<string, { folder: string; application: string }>();
  private readonly folderKeys = new Set<string>();

  entry(change: EntryChange): void {
    this.entries.push(change);
  }

  application(folder: string, application: string): void {
    this.applicationKeys.set(`${folder}\0${application}`, { folder, application });
  }

  folder(path: string): void {
    this.folderKeys.add(path);
  }

  get applications(): { folder: string; application: string }[] {
    return [...this.applicationKeys.values()];
  }

  get folders(): string[] {
    return [...this.folderKeys];
  }

  get empty(): boolean {
    return this.entries.length === 0 && this.applicationKeys.size === 0 && this.folderKeys.size === 0;
  }
}
