import { Emitter } from '../base/event';
import { grouped } from '../base/grouped';
import type { Finding } from '../compliance/finding';
import type { HintSeverities } from '../configuration/configuration';
import { HintRules } from '../configuration/hintRules';
import type { ApplicationIdentity } from '../session/applicationIdentity';
import type { FolderState, IndexChange, SessionKey } from './indexChange';
import { DeltaBuilder, type EntryChange, type IndexDelta } from './indexDelta';
import { IndexedApplication } from './indexedApplication';
import { IndexedFolder } from './indexedFolder';
import type { ApplicationView, Counts, SharedDevice } from './indexView';
import type { SearchedRows } from './rowSearch';
import type { Condition, OtherFile, SessionEntry } from './sessionEntry';

export type { ApplicationView, Counts, EntryChange, FolderState, IndexChange, IndexDelta, SessionKey, SharedDevice };

/** A session in a file that counts as none: `hint/leftover` or `hint/misplaced`. */
export interface StraySession {
  readonly key: SessionKey;
  readonly finding: Finding;
}

/**
 * All known session files and their findings: the single source for the tree, Problems, the badge and the command line.
 * `apply` takes a change and fires `onDidChange` with what really changed, if anything did.
 * A folder is known from its first state until it is removed. An application folder is known as long as the list of its
 * MobileApps folder names it. A change that arrives later comes from a scan that was still running. It is ignored,
 * because it would bring the folder back.
 */
export class SessionIndex {
  private readonly foldersByPath = new Map<string, IndexedFolder>();
  private readonly hintsOf = new Map<string, HintSeverities>();
  private readonly changed = new Emitter<IndexDelta>();
  private last: DeltaBuilder | undefined;
  /** What listeners are told of at the moment. */
  private told: DeltaBuilder | undefined;
  readonly onDidChange = this.changed.event;

  /** @param hints how much each hint counts, unless `judge` says otherwise for its folder */
  constructor(private hints: HintSeverities = {}) {}

  /**
   * Lets hints count for as much from now on.
   * @param only the MobileApps folder that this is about, which need not be known yet; unless given, all
   */
  judge(hints: HintSeverities, only?: string): IndexDelta | undefined {
    if (only === undefined) {
      this.hints = hints;
      this.hintsOf.clear();
    } else this.hintsOf.set(only, hints);
    const folders = only === undefined ? [...this.foldersByPath.values()] : [this.foldersByPath.get(only)];
    const others = folders.filter((folder) => folder?.rules.differs(hints)) as IndexedFolder[];
    if (others.length === 0) return undefined;
    const { told, delta } = this.begin();
    for (const folder of others) {
      for (const application of folder.applications.values()) application.judgeAnew(delta);
      if (folder.others.some(({ finding }) => finding)) delta.folder(folder.path);
      folder.rules.take(hints);
    }
    return delta.empty ? undefined : this.tell(delta, told);
  }

  private begin(): { told: DeltaBuilder | undefined; delta: DeltaBuilder } {
    // A listener changes the index while others have not read the delta yet.
    const { told } = this;
    told?.settle();
    this.last?.end();
    const delta = new DeltaBuilder();
    this.last = delta;
    return { told, delta };
  }

  private tell(delta: DeltaBuilder, told: DeltaBuilder | undefined): IndexDelta {
    this.told = delta;
    this.changed.fire(delta);
    this.told = told;
    return delta;
  }

  apply(change: IndexChange): IndexDelta | undefined {
    const { told, delta } = this.begin();
    const path = change.kind === 'buffer' ? change.key.folder : change.folder;
    const folder = change.kind === 'folderState' ? this.folder(path, delta) : this.foldersByPath.get(path);
    if (folder) {
      this.take(folder, change, delta);
      this.settlePush(folder, delta);
    }
    if (delta.empty) return undefined;
    if (folder && change.kind !== 'buffer' && change.kind !== 'folderState') folder.revision++;
    return this.tell(delta, told);
  }

  /** Sessions of other applications may have the push token of a session that changed. */
  private settlePush(folder: IndexedFolder, delta: DeltaBuilder): void {
    for (const [name, members] of grouped(folder.pushTokens.touched(), ({ application }) => application)) {
      const names = members.map((member) => member.name);
      folder.applications.get(name)?.settlePush(names, delta);
    }
    folder.pushTokens.settled();
  }

  private take(folder: IndexedFolder, change: IndexChange, delta: DeltaBuilder): void {
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
      case 'checked':
        this.listed(folder, change.application)?.takeChecked(change.entries, delta);
        break;
      case 'scanned':
        this.listed(folder, change.application)?.takePacked(change.sessions, delta);
        break;
      case 'vanished':
        folder.applications.get(change.application)?.drop(change.names, delta);
        break;
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

  /** A number that grows when what is known of the files of a folder changes. Undefined for a folder that is not known. */
  revisionOf(folder: string): number | undefined {
    return this.foldersByPath.get(folder)?.revision;
  }

  /** Files and folders directly in a MobileApps folder that are not application folders. */
  othersOf(folder: string): readonly OtherFile[] {
    const known = this.foldersByPath.get(folder);
    return known ? known.judged(known.others) : [];
  }

  /**
   * Sessions in files that count as none, in a MobileApps folder, or in one application of it. The name of a key is the path from
   * the application folder, with `/`. The application is empty for what is directly in the MobileApps folder.
   */
  strays(folder: string, application?: string): StraySession[] {
    const names =
      application === undefined ? ['', ...this.applications(folder).map(({ name }) => name)] : [application];
    return names.flatMap((each) =>
      this.othersIn(folder, each).flatMap(({ name, finding }) =>
        finding ? [{ key: { folder, application: each, name }, finding }] : [],
      ),
    );
  }

  /** The hint at such a session. Undefined for any other file. */
  strayFinding({ folder, application, name }: SessionKey): Finding | undefined {
    return this.othersIn(folder, application).find((each) => each.name === name)?.finding;
  }

  private othersIn(folder: string, application: string): readonly OtherFile[] {
    if (application === '') return this.othersOf(folder);
    const known = this.foldersByPath.get(folder);
    return known ? known.judged(known.applications.get(application)?.others ?? []) : [];
  }

  /** The applications of a folder, sorted by folder name. */
  applications(folder: string): ApplicationView[] {
    const known = this.foldersByPath.get(folder);
    if (!known) return [];
    const applications = [...known.applications.values()].sort(byName);
    return applications.map(({ view }) => ({ ...view, others: known.judged(view.others) }));
  }

  applicationOf(folder: string, application: string): ApplicationView | undefined {
    const known = this.foldersByPath.get(folder);
    const view = known?.applications.get(application)?.view;
    return known && view && { ...view, others: known.judged(view.others) };
  }

  /** Which application and team most sessions of a folder say that it is of. Undefined when they do not tell. */
  identityOf(folder: string, application: string): ApplicationIdentity | undefined {
    return this.foldersByPath.get(folder)?.applications.get(application)?.identity;
  }

  /** The session files of an application, unsorted. */
  entries(folder: string, application: string): Iterable<SessionEntry> {
    return this.foldersByPath.get(folder)?.applications.get(application)?.entries() ?? [];
  }

  /** The session files of an application for a search. */
  searched(folder: string, application: string): SearchedRows | undefined {
    return this.foldersByPath.get(folder)?.applications.get(application);
  }

  /** Those of which something is to be said: a finding, or why the file cannot be read. Unsorted. */
  notable(folder: string, application: string): Iterable<SessionEntry> {
    return this.foldersByPath.get(folder)?.applications.get(application)?.notable() ?? [];
  }

  /** The names of the session files of an application, unsorted. */
  names(folder: string, application: string): Iterable<string> {
    return this.foldersByPath.get(folder)?.applications.get(application)?.names() ?? [];
  }

  /** Whether a session file is known. */
  has({ folder, application, name }: SessionKey): boolean {
    return this.foldersByPath.get(folder)?.applications.get(application)?.has(name) === true;
  }

  entry({ folder, application, name }: SessionKey): SessionEntry | undefined {
    return this.foldersByPath.get(folder)?.applications.get(application)?.entry(name);
  }

  /** Gives back the memory that was reserved for more sessions of an application. A large one takes some milliseconds. */
  trim(folder: string, application: string): void {
    this.foldersByPath.get(folder)?.applications.get(application)?.trim();
  }

  /** The entry of the file on disk, even when an editor has unsaved text. */
  fileEntry({ folder, application, name }: SessionKey): SessionEntry | undefined {
    return this.foldersByPath.get(folder)?.applications.get(application)?.fileEntry(name);
  }

  counts(folder?: string): Counts {
    const conditions = { accepted: 0, pending: 0, atFault: 0, unreadable: 0 };
    let files = 0;
    for (const each of this.foldersByPath.values()) {
      if (folder !== undefined && each.path !== folder) continue;
      for (const application of each.applications.values()) {
        files += application.size;
        for (const key of Object.keys(conditions) as Condition[]) conditions[key] += application.conditions[key];
      }
    }
    return { files, conditions };
  }

  /** Devices that several session files of one application name, by folder and application. */
  duplicateDevices(): SharedDevice[] {
    return this.folders().flatMap((folder) => {
      const applications = [...(this.foldersByPath.get(folder)?.applications.values() ?? [])].sort(byName);
      return applications.flatMap((application) => application.sharedDevices());
    });
  }

  /**
   * Session files that share their device with another, and for which nobody has asked yet where `device.id` is in the
   * text.
   */
  unlocatedDuplicates(folder: string, application: string): string[] {
    return this.foldersByPath.get(folder)?.applications.get(application)?.unlocatedDuplicates() ?? [];
  }

  /** The same for the push token, in all applications of a folder: `device.token`. */
  unlocatedPushTokens(folder: string): SessionKey[] {
    const keys: SessionKey[] = [];
    for (const member of this.foldersByPath.get(folder)?.pushTokens.sharing() ?? []) {
      const key = { folder, ...member };
      if (!this.entry(key)?.pushRange) keys.push(key);
    }
    return keys;
  }

  /** How much each hint counts in a MobileApps folder that is known. */
  rulesOf(folder: string): HintRules | undefined {
    return this.foldersByPath.get(folder)?.rules;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private folder(path: string, delta: DeltaBuilder): IndexedFolder {
    let folder = this.foldersByPath.get(path);
    if (!folder) {
      folder = new IndexedFolder(path, new HintRules(this.hintsOf.get(path) ?? this.hints));
      this.foldersByPath.set(path, folder);
      delta.folder(path);
    }
    return folder;
  }

  private application(folder: IndexedFolder, name: string, delta: DeltaBuilder): IndexedApplication {
    let application = folder.applications.get(name);
    if (!application) {
      application = new IndexedApplication(folder.path, name, folder.pushTokens, folder.rules);
      folder.applications.set(name, application);
      delta.application(folder.path, name);
    }
    return application;
  }

  /** An application whose folder is on disk. */
  private listed(folder: IndexedFolder, name: string): IndexedApplication | undefined {
    const application = folder.applications.get(name);
    return application?.listed ? application : undefined;
  }

  private setState(folder: IndexedFolder, state: FolderState, delta: DeltaBuilder): void {
    if (JSON.stringify(folder.state) !== JSON.stringify(state)) {
      folder.state = state;
      delta.folder(folder.path);
    }
    if (state.kind !== 'gone') return;
    this.setOthers(folder, [], delta);
    for (const name of [...folder.applications.keys()]) this.removeApplication(folder, name, delta);
  }

  private removeFolder(folder: IndexedFolder, delta: DeltaBuilder): void {
    for (const application of folder.applications.values()) {
      application.dropBuffers(delta);
      application.dropFiles(delta);
      delta.application(folder.path, application.name);
    }
    this.foldersByPath.delete(folder.path);
    delta.folder(folder.path);
  }

  /** Removes an application folder. Its unsaved editors stay. */
  private removeApplication(folder: IndexedFolder, name: string, delta: DeltaBuilder): void {
    const application = folder.applications.get(name) as IndexedApplication;
    application.listed = false;
    application.describe({ others: [] }, delta);
    application.dropFiles(delta);
    this.forgetUnused(folder, application, delta);
  }

  /** Removes an application that is not on disk and has no unsaved editor. */
  private forgetUnused(folder: IndexedFolder, application: IndexedApplication, delta: DeltaBuilder): void {
    if (application.listed || application.size > 0) return;
    folder.applications.delete(application.name);
    delta.application(folder.path, application.name);
  }

  private listFolder(
    folder: IndexedFolder,
    { applications, others, isPartial = false }: Extract<IndexChange, { kind: 'folderListed' }>,
    delta: DeltaBuilder,
  ): void {
    if (folder.isPartial !== isPartial) delta.folder(folder.path);
    folder.isPartial = isPartial;
    this.setOthers(folder, others, delta);
    const named = new Set(applications);
    for (const name of [...folder.applications.keys()]) {
      if (!named.has(name)) this.removeApplication(folder, name, delta);
    }
    for (const name of applications) this.application(folder, name, delta).listed = true;
  }

  private setOthers(folder: IndexedFolder, others: readonly OtherFile[], delta: DeltaBuilder): void {
    if (JSON.stringify(folder.others) === JSON.stringify(others)) return;
    folder.others = others;
    delta.folder(folder.path);
  }

  private listApplication(
    folder: IndexedFolder,
    change: Extract<IndexChange, { kind: 'applicationListed' }>,
    delta: DeltaBuilder,
  ): void {
    const application = this.listed(folder, change.application);
    if (!application) return;
    application.describe(change, delta);
    if (change.expected !== undefined) application.expect(change.expected);
    // A folder of which nothing is known yet need not be compared.
    if (change.names && application.size > 0) application.keepOnly(new Set(change.names), delta);
  }

  private setBuffer(
    folder: IndexedFolder,
    key: SessionKey,
    entry: SessionEntry | undefined,
    delta: DeltaBuilder,
  ): void {
    const application = entry
      ? this.application(folder, key.application, delta)
      : folder.applications.get(key.application);
    if (!application) return;
    application.setBuffer(key.name, entry, delta);
    this.forgetUnused(folder, application, delta);
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
