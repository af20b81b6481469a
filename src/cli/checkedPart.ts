import { FolderScope } from '../disk/folderScope';

/** What of a MobileApps folder is told, where only parts of it were asked for. Places are relative to it, with `/`. */
export class CheckedPart {
  private readonly applications = new Set<string>();
  private readonly files = new Set<string>();

  addApplication(application: string): void {
    this.applications.add(application);
  }

  /** @param place of a file, or of a folder that is no application folder */
  addFile(place: string): void {
    this.files.add(place);
  }

  get hasApplications(): boolean {
    return this.applications.size > 0;
  }

  /** Whether all of an application folder was asked for. */
  hasApplication(application: string): boolean {
    return this.applications.has(application);
  }

  /** The names of the single files of an application that were asked for. */
  namesIn(application: string): string[] {
    const begin = `${application}/`;
    return [...this.files].flatMap((place) => (place.startsWith(begin) ? place.slice(begin.length) : []));
  }

  /** Whether a file was asked for, or a folder that it is in. */
  has(place: string): boolean {
    for (let at = place.length; at > 0; at = place.lastIndexOf('/', at - 1)) {
      if (this.files.has(place.slice(0, at))) return true;
    }
    return this.applications.has(place.split('/')[0] ?? '');
  }

  /** Whether something in an application folder was asked for. */
  touches(application: string): boolean {
    return this.applications.has(application) || this.namesIn(application).length > 0;
  }

  get places(): readonly string[] {
    return [...this.files];
  }
}

/** A MobileApps folder that is checked. */
export interface CheckedFolder {
  /** Absolute. */
  readonly path: string;
  /** What of it is told. Undefined for everything. */
  readonly part: CheckedPart | undefined;
  /** What of it is read. Undefined for everything: the neighbours of a file tell whether it is a duplicate. */
  readonly scope: FolderScope | undefined;
}

/** The folders that several paths lead to, each once. */
export class CheckedFolders {
  private readonly folders = new Map<string, CheckedFolder>();

  /** @param real the path of the folder without links, by which it is known */
  addWhole(real: string, path: string): void {
    this.folders.set(real, { path: this.folders.get(real)?.path ?? path, part: undefined, scope: undefined });
  }

  /** @param isScoped whether nothing but this application is read */
  addApplication(real: string, path: string, application: string, isScoped: boolean): void {
    const folder = this.partOf(real, path, isScoped);
    folder?.part?.addApplication(application);
    folder?.scope?.addApplication(application);
  }

  /**
   * @param place relative to the MobileApps folder, with `/`
   * @param reads what is read: everything, its application, or the file alone
   */
  addFile(real: string, path: string, place: string, reads: 'folder' | 'application' | 'file'): void {
    const folder = this.partOf(real, path, reads !== 'folder');
    folder?.part?.addFile(place);
    const [application = '', ...name] = place.split('/');
    if (reads === 'application') folder?.scope?.addApplication(application);
    else if (reads === 'file' && name.length > 0) folder?.scope?.addFile(application, name.join('/'));
  }

  /** The real paths of those of which everything is told. */
  get whole(): string[] {
    return [...this.folders].flatMap(([real, { part }]) => (part ? [] : [real]));
  }

  /** Sorted by path. */
  get all(): CheckedFolder[] {
    return [...this.folders.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Undefined when everything is told already. */
  private partOf(real: string, path: string, isScoped: boolean): CheckedFolder | undefined {
    const there = this.folders.get(real);
    if (there && !there.part) return undefined;
    const part = there?.part ?? new CheckedPart();
    // What one path needs is read for all.
    const scope = isScoped && (!there || there.scope) ? (there?.scope ?? new FolderScope()) : undefined;
    const folder = { path: there?.path ?? path, part, scope };
    this.folders.set(real, folder);
    return folder;
  }
}
