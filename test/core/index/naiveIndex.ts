import { isDeepStrictEqual } from 'node:util';
import type { Condition, OtherFile, SessionEntry } from '../../../src/core/index/sessionEntry';
import type { FolderState, IndexChange, SessionIndex } from '../../../src/core/index/sessionIndex';
import { SessionTable } from '../../../src/core/index/sessionTable';

interface NaiveApplication {
  /** Whether the disk has it; false while only an unsaved buffer keeps it. */
  onDisk: boolean;
  others: readonly OtherFile[];
  unreadable: string | undefined;
  files: Map<string, SessionEntry>;
  buffers: Map<string, SessionEntry>;
}

interface NaiveFolder {
  state: FolderState;
  others: readonly OtherFile[];
  applications: Map<string, NaiveApplication>;
}

/** Everything an index tells, as plain data. */
export interface Dump {
  folders: Record<string, { state: FolderState | undefined; others: readonly OtherFile[] }>;
  applications: Record<string, { others: readonly OtherFile[]; unreadable: string | undefined }>;
  entries: Record<string, SessionEntry>;
}

/** What the index should be, without a thought for speed: everything is computed anew whenever it is asked. */
export class NaiveIndex {
  private readonly folders = new Map<string, NaiveFolder>();

  apply(change: IndexChange): void {
    // A folder is known from its first state until it is removed.
    const known = this.folders.has(change.kind === 'buffer' ? change.key.folder : change.folder);
    if (!known && change.kind !== 'folderState') return;
    switch (change.kind) {
      case 'folderState': {
        const folder = this.folder(change.folder);
        folder.state = change.state;
        if (change.state.kind !== 'gone') return;
        folder.others = [];
        for (const name of [...folder.applications.keys()]) this.takeFromDisk(folder, name);
        return;
      }
      case 'folderRemoved':
        this.folders.delete(change.folder);
        return;
      case 'folderListed': {
        const folder = this.folder(change.folder);
        folder.others = change.others;
        for (const name of [...folder.applications.keys()]) {
          if (!change.applications.includes(name)) this.takeFromDisk(folder, name);
        }
        for (const name of change.applications) this.application(change.folder, name).onDisk = true;
        return;
      }
      case 'applicationListed': {
        const application = this.onDisk(change.folder, change.application);
        if (!application) return;
        application.others = change.others;
        application.unreadable = change.unreadable;
        for (const name of [...application.files.keys()]) {
          if (change.names?.includes(name) === false) application.files.delete(name);
        }
        return;
      }
      case 'scanned': {
        const table = new SessionTable();
        table.append(change.sessions);
        const entries = Array.from(table.rows(), (row) => table.entry(row));
        this.apply({ ...change, kind: 'checked', entries });
        return;
      }
      case 'checked': {
        const application = this.onDisk(change.folder, change.application);
        if (!application) return;
        for (const entry of change.entries) {
          const known = application.files.get(entry.name);
          // The places of device.id and device.token are found in a second look; a first look that finds all else the same keeps it.
          const { deviceRange, pushRange } = known ?? {};
          const sameButPlace = known && same(known, { ...entry, deviceRange, pushRange });
          const isPlaced = entry.deviceRange !== undefined || entry.pushRange !== undefined;
          application.files.set(entry.name, sameButPlace && !isPlaced ? known : entry);
        }
        // What is a session file now is nothing else, and no folder with something in it.
        application.others = application.others.filter(({ name }) => !application.files.has(name.replace(/\/.*/, '')));
        return;
      }
      case 'vanished':
        for (const name of change.names) {
          this.folders.get(change.folder)?.applications.get(change.application)?.files.delete(name);
        }
        return;
      case 'buffer': {
        const { folder, application: name, name: file } = change.key;
        if (change.entry) {
          this.application(folder, name).buffers.set(file, change.entry);
          return;
        }
        const application = this.folders.get(folder)?.applications.get(name);
        application?.buffers.delete(file);
        if (application && !application.onDisk && application.buffers.size === 0) {
          this.folders.get(folder)?.applications.delete(name);
        }
      }
    }
  }

  dump(): Dump {
    const dump: Dump = { folders: {}, applications: {}, entries: {} };
    for (const [path, { state, others, applications }] of this.folders) {
      dump.folders[path] = { state, others };
      for (const [name, application] of applications) {
        const members = this.pushMembers(applications);
        dump.applications[`${path} ${name}`] = { others: application.others, unreadable: application.unreadable };
        const entries = new Map([...application.files, ...application.buffers]);
        for (const [file, entry] of entries) {
          const { deviceId } = entry.fields;
          const sharing = [...entries.values()].filter(({ fields }) => fields.deviceId === deviceId).length;
          const withDevice = deviceId && sharing > 1 ? withSharedDevice(entry) : entry;
          const others = members.filter(
            ({ place, digest }) => digest === entry.pushDigest && place !== `${name}/${file}`,
          );
          dump.entries[`${path} ${name} ${file}`] = entry.pushDigest
            ? withSharedPush(
                withDevice,
                others.map(({ place }) => place),
              )
            : withDevice;
        }
      }
    }
    return dump;
  }

  /** All sessions of a folder that have a push token, sorted. */
  private pushMembers(applications: NaiveFolder['applications']): { place: string; digest: string }[] {
    const members = [...applications].flatMap(([name, { files, buffers }]) =>
      [...new Map([...files, ...buffers])].flatMap(([file, { pushDigest: digest }]) =>
        digest ? [{ place: `${name}/${file}`, digest }] : [],
      ),
    );
    return members.sort((a, b) => (a.place < b.place ? -1 : 1));
  }

  private folder(path: string): NaiveFolder {
    const folder = this.folders.get(path) ?? { state: { kind: 'scanning' }, others: [], applications: new Map() };
    this.folders.set(path, folder);
    return folder;
  }

  private application(path: string, name: string): NaiveApplication {
    const { applications } = this.folder(path);
    const known = applications.get(name);
    const fresh = { onDisk: false, others: [], unreadable: undefined, files: new Map(), buffers: new Map() };
    applications.set(name, known ?? fresh);
    return known ?? fresh;
  }

  /** Only the list of a folder says that the disk has it. */
  private onDisk(path: string, name: string): NaiveApplication | undefined {
    const application = this.folders.get(path)?.applications.get(name);
    return application?.onDisk ? application : undefined;
  }

  private takeFromDisk(folder: NaiveFolder, name: string): void {
    const application = folder.applications.get(name) as NaiveApplication;
    application.onDisk = false;
    application.others = [];
    application.unreadable = undefined;
    application.files.clear();
    if (application.buffers.size === 0) folder.applications.delete(name);
  }
}

/** What an index tells through its public face. */
export function dumpOf(index: SessionIndex): Dump {
  const dump: Dump = { folders: {}, applications: {}, entries: {} };
  for (const path of index.folders()) {
    dump.folders[path] = { state: index.stateOf(path), others: index.othersOf(path) };
    for (const { name, others, unreadable } of index.applications(path)) {
      dump.applications[`${path} ${name}`] = { others, unreadable };
      for (const entry of index.entries(path, name)) dump.entries[`${path} ${name} ${entry.name}`] = entry;
    }
  }
  return dump;
}

/** Counts of entries, one by one. */
export function recount(entries: readonly SessionEntry[]): { files: number; conditions: Record<Condition, number> } {
  const conditions = { accepted: 0, pending: 0, atFault: 0, unreadable: 0 };
  for (const { condition } of entries) conditions[condition]++;
  return { files: entries.length, conditions };
}

/** Keys of which the values differ, or that only one of the two has. */
export function differing(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !(key in before && key in after && same(before[key], after[key]))).sort();
}

function withSharedDevice(entry: SessionEntry): SessionEntry {
  const start = { line: 0, character: 0 };
  const template = 'Another session file of this application names the same device.';
  return {
    ...entry,
    findings: [
      ...entry.findings,
      {
        code: 'hint/duplicate-device',
        severity: 'hint',
        message: template,
        phrase: { template, args: [] },
        pointer: '/device/id',
        range: entry.deviceRange ?? { start, end: start },
      },
    ],
  };
}

function withSharedPush(entry: SessionEntry, others: readonly string[]): SessionEntry {
  if (others.length === 0) return entry;
  const start = { line: 0, character: 0 };
  const named = others.slice(0, 3).map((place) => JSON.stringify(place));
  const template =
    others.length > 3
      ? 'A push goes out more than once, because more sessions have the same device.token: {0}, and others.'
      : 'A push goes out more than once, because another session has the same device.token: {0}.';
  const args = [named.join(', ')];
  return {
    ...entry,
    findings: [
      ...entry.findings,
      {
        code: 'hint/duplicate-push',
        severity: 'hint',
        message: template.replace('{0}', named.join(', ')),
        phrase: { template, args },
        pointer: '/device/token',
        range: entry.pushRange ?? { start, end: start },
      },
    ],
  };
}

/** In whatever order members come, and whether one is absent or undefined. */
function same(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(asWritten(a), asWritten(b));
}

function asWritten(value: unknown): unknown {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
